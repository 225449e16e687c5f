"""`convert`: the network in the files of others, so that their library answers as ours does.

A batch norm's epsilon belongs to the library that will read the file. Where it differs, the scale
is changed so that the batch norm stays the same function. Padding cannot be moved into numbers:
where it differs, `differences` says so.
"""

from __future__ import annotations

import io
import os
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from torch import Tensor

from xception_gui.base.atomic import write_bytes
from xception_gui.base.config import XceptionConfig
from xception_gui.base.key_names import keras_key, timm_key
from xception_gui.base.problem import Problem
from xception_gui.images.files import shown
from xception_gui.weights.keras_files import POSITIONS, Slot, slots
from xception_gui.weights.load import Loaded
from xception_gui.weights.onnx_file import onnx_file
from xception_gui.weights.save import save_weights

_COUNTER = ".num_batches_tracked"
_OF_KERAS_3 = (".weights.h5", ".keras")
"""Endings by which Keras 3 expects its new formats, whatever the file holds."""
_SHAPES = ("width", "middle_blocks")
_SHAPING = (*_SHAPES, "strides", "stem_padding", "pool_padding")


@dataclass(frozen=True)
class Target:
    """A library that reads the file: its network, apart from classes and channels.

    Parameters
    ----------
    title : str
        In messages.
    endings : tuple of str
        Of the file names that mean this target.
    config : XceptionConfig
    """

    title: str
    endings: tuple[str, ...]
    config: XceptionConfig


@dataclass(frozen=True)
class Difference:
    """What a target's network has otherwise; as text ``width: 0.3 here, 1.0 there``."""

    name: str
    ours: object
    theirs: object

    @property
    def unfit(self) -> bool:
        """Whether its tensors have other shapes, so that it cannot take ours at all."""
        return self.name in _SHAPES

    def __str__(self) -> str:
        return f"{self.name}: {self.ours} here, {self.theirs} there"


TARGETS = {
    "own": Target("xception-gui", (".safetensors",), XceptionConfig()),
    "timm": Target("timm", (".pth", ".pt"), XceptionConfig(pool_padding="symmetric", bn_eps=1e-5)),
    "keras": Target("Keras", (".h5",), XceptionConfig()),
    "onnx": Target("ONNX", (".onnx",), XceptionConfig()),
}


def convert(loaded: Loaded, path: str | os.PathLike[str], target: str = "") -> list[Difference]:
    """Write the network for `target`.

    Parameters
    ----------
    path : path
        Replaced only when the new file is complete.
    target : {"", "own", "timm", "keras", "onnx"}
        Empty: as the ending of `path` says.

    Returns
    -------
    list of Difference
        In what the target's network differs, so that its answers do, or that it cannot take the
        file; empty: they are the same.

    Raises
    ------
    Problem
        ``weights-target``, ``weights-suffix``, ``weights-not-converted``, ``onnx-missing``, and
        those of `save_weights`.
    """
    target = target or _meant(path)
    if target == "keras":
        _check_suffix(path)
    if target == "own":
        save_weights(path, loaded.model, loaded.weights)
        return []
    if target == "onnx":  # the file holds the network itself: nothing can differ
        write_bytes(path, onnx_file(loaded, shown(path)))
        return []
    _check(loaded, path, TARGETS[target].title)
    state = _with_epsilon(loaded, TARGETS[target].config.bn_eps)
    write_bytes(path, _keras_file(state) if target == "keras" else _timm_file(state, path))
    return differences(loaded.weights.config, target)


def differences(config: XceptionConfig, target: str) -> list[Difference]:
    """What the network of `target` has otherwise than that of `config`."""
    theirs = TARGETS[target].config
    pairs = ((name, getattr(config, name), getattr(theirs, name)) for name in _SHAPING)
    return [Difference(*pair) for pair in pairs if pair[1] != pair[2]]


def _meant(path: str | os.PathLike[str]) -> str:
    name = os.fspath(path).lower()
    for target, about in TARGETS.items():
        if name.endswith(about.endings):
            return target
    endings = ", ".join(ending for about in TARGETS.values() for ending in about.endings)
    raise Problem("weights-target", file=shown(path), allowed=endings)


def _check_suffix(path: str | os.PathLike[str]) -> None:
    """The same bytes load as ``a.h5`` and are refused as ``a.weights.h5``."""
    for ending in _OF_KERAS_3:
        if os.fspath(path).lower().endswith(ending):
            raise Problem("weights-suffix", file=shown(path), ending=ending)


def _check(loaded: Loaded, path: str | os.PathLike[str], title: str) -> None:
    """Only what has a name there: no variant of the network that the library does not know."""
    config, paper = loaded.weights.config, XceptionConfig()
    names = ("residual", "order", "mid_activation", "segments", "hidden", "conv_bias")
    causes = [name for name in names if getattr(config, name) != getattr(paper, name)]
    if config.middle_blocks > paper.middle_blocks:
        causes.append("middle_blocks")
    if causes:
        text = ", ".join(f"{name} = {getattr(config, name)}" for name in causes)
        raise Problem("weights-not-converted", file=shown(path), target=title, cause=text)


def _with_epsilon(loaded: Loaded, epsilon: float) -> dict[str, Tensor]:
    """The state dict with each batch norm's scale made for another epsilon."""
    state = {name: tensor.detach().cpu() for name, tensor in loaded.model.state_dict().items()}
    ours = loaded.weights.config.bn_eps
    if ours != epsilon:
        for name in [name for name in state if name.endswith(".running_var")]:
            scale, variance = name.replace("running_var", "weight"), state[name].double()
            factor = torch.sqrt((variance + epsilon) / (variance + ours))
            state[scale] = (state[scale].double() * factor).float()
    return state


def _timm_file(state: Mapping[str, Tensor], path: str | os.PathLike[str]) -> bytes:
    """A state dict by timm's keys: safetensors where the name says so, else torch's zip."""
    named: dict[str, Tensor] = {}
    for name, tensor in state.items():
        module, _, leaf = name.rpartition(".")
        named[f"{timm_key(module)}.{leaf}"] = tensor.contiguous()
    if os.fspath(path).lower().endswith(".safetensors"):
        import safetensors.torch

        return safetensors.torch.save(named, {"format": "pt"})
    buffer = io.BytesIO()
    torch.save(named, buffer)
    return buffer.getvalue()


def _keras_file(state: Mapping[str, Tensor]) -> bytes:
    """A legacy ``.h5`` of weights, as every Keras reads it."""
    try:
        import h5py
    except ImportError as error:
        raise Problem("h5py-missing", cause=str(error)) from error
    buffer = io.BytesIO()
    with h5py.File(buffer, "w") as file:
        written = [_keras_layer(file, slot, state) for slot in slots() if slot.names[0] in state]
        file.attrs["layer_names"] = np.array(written, "S")  # bytes: old readers decode them
        file.attrs["backend"] = b"tensorflow"
        file.attrs["keras_version"] = b"2.15.0"
    return buffer.getvalue()


def _keras_layer(file: Any, slot: Slot, state: Mapping[str, Tensor]) -> str:
    """Write one layer; its name."""
    layer = slot.layer or str(keras_key(slot.names[0].rpartition(".")[0]))
    group, names = file.create_group(layer), []
    for part, name in zip(POSITIONS[slot.kind], slot.names, strict=True):
        names.append(f"{layer}/{part}:0")
        group.create_dataset(names[-1], data=_channels_last(state[name], name).numpy())
    group.attrs["weight_names"] = np.array(names, "S")
    return layer


def _channels_last(tensor: Tensor, name: str) -> Tensor:
    if tensor.dim() == 2:
        return tensor.t().contiguous()
    if tensor.dim() != 4:
        return tensor
    order = (2, 3, 0, 1) if ".depthwise." in name else (2, 3, 1, 0)
    return tensor.permute(order).contiguous()
