"""Keras' files: layers by name, and by order where Keras gives them none of their own.

Keras itself reads a layer's weights by their order. The skip convolutions and their batch norms,
which `applications.Xception` leaves unnamed, are told apart by order alone; the first Keras 3 wrote
no names at all into a ``.weights.h5``. Arrays are channels-last.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from torch import Tensor, nn

from xception_gui.base.config import XceptionConfig
from xception_gui.base.key_names import keras_key
from xception_gui.base.preprocessing import paper_steps
from xception_gui.model import build_meta
from xception_gui.model.blocks import SeparableConv
from xception_gui.weights.class_names import names_for
from xception_gui.weights.content import Content
from xception_gui.weights.errors import Foreign, Misfit
from xception_gui.weights.ports import steps_for
from xception_gui.weights.reading import Change, Reading
from xception_gui.weights.record import Description
from xception_gui.weights.shapes import config_of

_KINDS = {(4,): "conv", (4, 4): "separable", (1, 1, 1, 1): "norm", (2, 1): "dense"}
POSITIONS = {
    "conv": ("kernel",),
    "separable": ("depthwise_kernel", "pointwise_kernel"),
    "norm": ("gamma", "beta", "moving_mean", "moving_variance"),
    "dense": ("kernel", "bias"),
}
"""Weights of a layer, by its kind, in Keras' order of them."""
_PLACES = {name: place for names in POSITIONS.values() for place, name in enumerate(names)}


@dataclass(frozen=True)
class Slot:
    """A layer of Keras' Xception.

    Parameters
    ----------
    kind : str
        "conv", "separable", "norm" or "dense".
    layer : str
        Its name; empty for those that Keras leaves unnamed.
    names : tuple of str
        Our names of its weights, in Keras' order of them.
    """

    kind: str
    layer: str
    names: tuple[str, ...]


@dataclass(frozen=True)
class Layer:
    """A layer of a file: its name there and the keys of its weights, in Keras' order of them."""

    name: str
    keys: tuple[str, ...]


def claims(content: Content) -> bool:
    """Whether a content is of Keras' Xception; `Foreign` for Keras' files of other networks."""
    if "keras" not in content.document:
        return False
    layers = _layers(content.document["keras"])
    if not any("sepconv" in layer.name or "separable" in layer.name for layer in layers):
        names = ", ".join(layer.name for layer in layers[:3])
        raise Foreign(f"it is a Keras file of another network (layers: {names[:80]})")
    return True


def read(content: Content) -> Reading:
    """Description and tensors of Keras' Xception, with or without its last layer."""
    changes, tensors = [], {}
    for layer, names in _placed(_layers(content.document["keras"]), content.tensors):
        for key, name in zip(layer.keys, names, strict=True):
            tensors[name] = turned(content.tensors[key], name)
            if content.tensors[key].dim() > 1:
                changes.append(Change(key, name, "reshaped", "axes in PyTorch's order"))
            else:
                changes.append(Change(key, name, "renamed"))
    skipped = content.document["keras"]["skipped"]
    changes += [Change(key, "", "ignored", "no weights") for key in skipped]
    config = config_of(tensors)
    steps = steps_for(paper_steps(), config)
    return Reading(Description(names_for(config), config, steps, True, {}), tensors, tuple(changes))


def turned(tensor: Tensor, name: str) -> Tensor:
    """An array of Keras with its axes in PyTorch's order."""
    if tensor.dim() == 2:
        return tensor.t()
    if tensor.dim() != 4:
        return tensor
    return tensor.permute(2, 3, 0, 1) if ".depthwise." in name else tensor.permute(3, 2, 0, 1)


def _layers(document: Mapping[str, Any]) -> list[Layer]:
    """The layers that have weights; those of a network within the network stand by themselves."""
    found: dict[str, tuple[str, list[tuple[int, str]]]] = {}
    for layer, weight, key in document["order"]:
        inner, _, last = weight.rpartition("/")
        name = inner.rpartition("/")[2] or layer
        place = key.rpartition("/vars/")[0] or name
        keys = found.setdefault(place, (name, []))[1]
        keys.append((_PLACES.get(last.partition(":")[0], len(keys)), key))
    return [Layer(name, tuple(key for _, key in sorted(keys))) for name, keys in found.values()]


def _placed(
    layers: list[Layer], tensors: Mapping[str, Tensor]
) -> Iterator[tuple[Layer, tuple[str, ...]]]:
    """Each layer with our names for its weights; unnamed ones take the free slots in order."""
    given = {layer.name for layer in layers}
    named = {slot.layer: slot for slot in slots() if slot.layer in given}
    free = [slot for slot in slots() if slot.layer not in named and _may_be_unnamed(slot, named)]
    for layer in layers:
        kind = _KINDS.get(tuple(tensors[key].dim() for key in layer.keys), "")
        slot = named.get(layer.name) or next((s for s in free if s.kind == kind), None)
        if slot is None or slot.kind != kind:
            raise Misfit(f"its layer {layer.name[:60]!r} is unknown to the network")
        if slot in free:
            free.remove(slot)
        yield layer, slot.names


def _may_be_unnamed(slot: Slot, named: Mapping[str, Slot]) -> bool:
    """In a file with names: the skips, and a last layer that its user called otherwise."""
    return not named or not slot.layer or slot.kind == "dense"


@cache
def slots() -> tuple[Slot, ...]:
    """The layers of Keras' Xception that have weights, in its order, which is ours too."""
    network = build_meta(XceptionConfig())
    return tuple(slot for path, module in network.named_modules() if (slot := _slot(path, module)))


def _slot(path: str, module: nn.Module) -> Slot | None:
    name = keras_key(path) or ""
    layer = "" if name.startswith(("conv2d", "batch_normalization")) else name
    if isinstance(module, SeparableConv):
        halves = (f"{path}.depthwise.weight", f"{path}.pointwise.weight")
        return Slot("separable", layer, halves)
    if isinstance(module, nn.BatchNorm2d):
        parts = ("weight", "bias", "running_mean", "running_var")
        return Slot("norm", layer, tuple(f"{path}.{part}" for part in parts))
    if isinstance(module, nn.Conv2d) and "sepconv" not in path:
        return Slot("conv", layer, (f"{path}.weight",))
    if isinstance(module, nn.Linear):
        return Slot("dense", layer, (f"{path}.weight", f"{path}.bias"))
    return None
