"""The ports to PyTorch: timm, tstandley, Cadene, segmentation_models, the deepfake detectors.

All took their names from one another; they differ in the head, in what stands before the names,
and in the pre-processing. Facts and sources: docs/guide/weights.md.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Literal

from torch import Tensor

from xception_gui.base.config import XceptionConfig
from xception_gui.base.key_names import timm_key
from xception_gui.base.preprocessing import (
    CenterCrop,
    Normalize,
    ResizeExact,
    ResizeShort,
    Steps,
    paper_steps,
)
from xception_gui.model import build_meta
from xception_gui.weights.class_names import names_for, told_names
from xception_gui.weights.content import Content
from xception_gui.weights.errors import Foreign
from xception_gui.weights.reading import Change, Reading
from xception_gui.weights.record import Description
from xception_gui.weights.shapes import config_of
from xception_gui.weights.states import ANCHOR, prefix_of, state_of

_HEAD = re.compile(r"(fc|last_linear|classifier|head|head\.fc)(\.\d)?\.(weight|bias)")
_COUNTER = ".num_batches_tracked"
_ALIGNED = re.compile(r"(^|\.)blocks\.\d+\.(stack|shortcut)\.")


@dataclass(frozen=True)
class Port:
    """How one port shows pictures to its network, and how it pads.

    Parameters
    ----------
    dialect : str
        Its name in `Weights.dialect`.
    steps : Steps
        For three channels.
    stem : {"valid", "one"}
        Padding of the two first convolutions.
    classes : tuple of str
        What its two classes are; empty for every other port.
    """

    dialect: str
    steps: Steps
    stem: Literal["valid", "one"] = "valid"
    classes: tuple[str, ...] = ()


_FACES = ("real", "fake")
_CADENE = (ResizeShort(333, "bilinear"), CenterCrop(299), Normalize())
TIMM = Port("timm", paper_steps())
CADENE = Port("cadene", _CADENE)
SEGMENTATION = Port("segmentation_models", paper_steps(), "one")
FACES = Port("faceforensics", (ResizeExact(299, "bilinear"), Normalize()), classes=_FACES)
BENCH = Port("deepfakebench", (ResizeExact(256, "bilinear"), Normalize()), classes=_FACES)
PORTS = (TIMM, CADENE, SEGMENTATION, FACES, BENCH)


def claims(port: Port) -> Callable[[Content], bool]:
    """Whether a content is of that port."""
    return lambda content: (found := _found(content)) is not None and _port(*found) is port


def reader(port: Port) -> Callable[[Content], Reading]:
    """How a content of that port is read."""
    return lambda content: _read(port, content)


def refuse_aligned(content: Content) -> None:
    """`Foreign` for timm's xception41, 65 and 71: another network of the same name."""
    if any(_ALIGNED.search(key) for key in content.tensors or _keys(content)):
        raise Foreign("it is an aligned Xception (xception41, 65, 71 of DeepLab): another network")


def _keys(content: Content) -> list[str]:
    values = {id(value): value for value in (content.document, *content.document.values())}
    return [str(key) for value in values.values() if isinstance(value, dict) for key in value]


def _found(content: Content) -> tuple[str, dict[str, Tensor]] | None:
    if content.tensors:
        tensors = content.tensors
        return ("", tensors) if any(key.endswith(ANCHOR) for key in tensors) else None
    return state_of(content.document)


def _port(path: str, state: dict[str, Tensor]) -> Port:
    """Which port wrote these names; what cannot be told apart is timm's."""
    prefix = prefix_of(state)
    names = {key.removeprefix(prefix) for key in state if key.startswith(prefix)}
    heads = {name for name in names if _HEAD.fullmatch(name)}
    if any(name.startswith("adjust_channel.") for name in names):
        return BENCH
    if "encoder." in prefix or (not heads and not prefix and not _outside(state, prefix)):
        return SEGMENTATION
    if any(name.startswith("last_linear") for name in heads):
        two = all(len(state[prefix + name]) == 2 for name in heads)
        wrapped = prefix.removeprefix("module.") == "model." or "last_linear.1.weight" in heads
        return FACES if two and wrapped else CADENE
    flat = state.get(f"{prefix}conv3.pointwise.weight")
    return CADENE if flat is not None and flat.dim() == 2 else TIMM


def _outside(state: Mapping[str, Tensor], prefix: str) -> list[str]:
    """Keys of what stands beside the Xception."""
    return [key for key in state if not key.startswith(prefix) and not key.endswith(_COUNTER)]


def _read(port: Port, content: Content) -> Reading:
    found = _found(content)
    assert found is not None, "claimed before"
    path, state = found
    prefix = prefix_of(state)
    head = _head(state, prefix)
    changes = tuple(_change(key, tensor, prefix, head) for key, tensor in state.items())
    tensors = {c.name: _shaped(state[c.key], c) for c in changes if c.name}
    described = _described(port, tensors, path, prefix)
    told = told_names(content.document, described.config.num_classes)
    return Reading(replace(described, classes=told or described.classes), tensors, changes)


def _head(state: Mapping[str, Tensor], prefix: str) -> dict[str, str]:
    """Keys of the one linear layer, and our names for them; it may stand beside the Xception."""
    inside = [k for k in state if k.startswith(prefix) and _HEAD.fullmatch(k.removeprefix(prefix))]
    keys = inside or _outside(state, prefix)
    if not inside and [state[key].dim() for key in keys] not in ([2, 1], [1, 2]):
        return {}
    return {key: f"classifier.fc.{key.rpartition('.')[2]}" for key in keys[:2]}


def _change(key: str, tensor: Tensor, prefix: str, head: Mapping[str, str]) -> Change:
    """What becomes of one tensor; one that nobody knows keeps its name, and is then refused."""
    if key.endswith(_COUNTER):
        return Change(key, "", "ignored", "a step counter")
    rest = key.removeprefix(prefix)
    name = head.get(key) or (_places().get(rest) if key.startswith(prefix) else None)
    if name is None and rest.startswith("adjust_channel."):
        return Change(key, "", "ignored", "not used by this network")
    if name is None and not key.startswith(prefix):
        return Change(key, "", "ignored", "beside the Xception")
    if tensor.dim() == 2 and name is not None and name.endswith("pointwise.weight"):
        return Change(key, name, "reshaped", "two dimensions made four")
    return Change(key, name or key, "renamed" if name else "kept")


def _shaped(tensor: Tensor, change: Change) -> Tensor:
    return tensor[:, :, None, None] if change.how == "reshaped" else tensor


@cache
def _places() -> dict[str, str]:
    """Names in the ports, and ours for them."""
    ours = build_meta(XceptionConfig(num_classes=0)).state_dict()
    parted = ((name, *name.rpartition(".")[::2]) for name in ours)
    return {f"{timm_key(path)}.{leaf}": name for name, path, leaf in parted}


def _described(port: Port, tensors: Mapping[str, Tensor], path: str, prefix: str) -> Description:
    config = replace(
        config_of(tensors),
        stem_padding=port.stem,
        pool_padding="symmetric",
        bn_eps=1e-5,
        bn_momentum=0.1,
    )
    classes = port.classes if config.num_classes == 2 else names_for(config)
    where = {"wrapper": path, "prefix": prefix}
    record = {name: words for name, words in where.items() if words}
    return Description(classes, config, steps_for(port.steps, config), True, record)


def steps_for(steps: Steps, config: XceptionConfig) -> Steps:
    """The port's steps, scaling as many channels as the network has."""
    one = Normalize((0.5,), (0.5,))
    return steps if config.in_chans == 3 else (*steps[:-1], one)
