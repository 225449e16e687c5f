"""Narrow networks in the files of others: one maker for each dialect."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import h5py
import safetensors.torch
import torch
from torch import Tensor

from xception_gui.base.config import XceptionConfig
from xception_gui.base.key_names import timm_key
from xception_gui.base.preprocessing import paper_steps
from xception_gui.base.results import Weights
from xception_gui.model.initialise import calibrated
from xception_gui.weights.convert import convert
from xception_gui.weights.keras_files import slots
from xception_gui.weights.load import Loaded

KERAS = XceptionConfig(num_classes=2, width=0.03)  # whole: its layers are told by their order
PORT = replace(KERAS, middle_blocks=2, pool_padding="symmetric", bn_eps=1e-5, bn_momentum=0.1)
State = dict[str, Tensor]


@cache
def network(config: XceptionConfig) -> Loaded:
    """A live one."""
    record = Weights("made", "own", "", "", (), config, paper_steps(), True)
    return Loaded(record, calibrated(config, 0, 72))


def state(config: XceptionConfig = PORT, prefix: str = "", head: str = "fc") -> State:
    """By timm's keys, with something before them, and the last layer called `head`."""
    ours = network(config).model.state_dict()
    parted = ((*name.rpartition(".")[::2], tensor.clone()) for name, tensor in ours.items())
    named = {f"{timm_key(path)}.{leaf}": tensor for path, leaf, tensor in parted}
    return {prefix + key.replace("fc.", f"{head}.", 1): tensor for key, tensor in named.items()}


def flat(made: State) -> State:
    """As in ``xception-b5690688.pth``: pointwise weights of two dimensions."""
    return {k: t[:, :, 0, 0] if "pointwise" in k else t for k, t in made.items()}


def headless(made: State) -> State:
    return {key: tensor for key, tensor in made.items() if not key.startswith("fc.")}


def adjusted() -> State:
    extra = {"weight": torch.zeros(4, 61, 1, 1), "bias": torch.zeros(4)}
    beside = {f"backbone.adjust_channel.0.{name}": tensor for name, tensor in extra.items()}
    return {**state(prefix="backbone.", head="last_linear"), **beside}


def segmenter() -> State:
    made = {f"encoder.{key}": t for key, t in headless(state()).items()}
    return {**made, "decoder.blocks.0.conv1.0.weight": torch.zeros(2, 2, 3, 3)}


def in_safetensors(made: State) -> bytes:
    return safetensors.torch.save(made)


def in_zip(made: Any) -> bytes:
    return _saved(made, True)


def in_old_format(made: Any) -> bytes:
    return _saved(made, False)


def _saved(made: Any, as_zip: bool) -> bytes:
    buffer = io.BytesIO()
    torch.save(made, buffer, _use_new_zipfile_serialization=as_zip)
    return buffer.getvalue()


def keras_file(folder: Path, config: XceptionConfig = KERAS) -> bytes:
    """A legacy ``.h5``."""
    convert(network(config), folder / "made.h5")
    return (folder / "made.h5").read_bytes()


def keras3_file(folder: Path, named: bool = True) -> bytes:
    """A ``.weights.h5``; the first Keras 3 wrote no names of layers."""
    kinds = {"conv": "conv2d", "separable": "separable_conv2d", "norm": "batch_normalization"}
    source = h5py.File(io.BytesIO(keras_file(folder)))
    layers = [name.decode() for name in source.attrs["layer_names"]]
    buffer, turns = io.BytesIO(), dict.fromkeys([*kinds.values(), "dense"], 0)
    with h5py.File(buffer, "w") as file:
        for layer, slot in zip(layers, slots(), strict=True):
            kind = kinds.get(slot.kind, "dense")
            place = f"layers/{kind}_{turns[kind]}" if turns[kind] else f"layers/{kind}"
            turns[kind] += 1
            group = file.create_group(f"{place}/vars")
            if named:
                group.attrs["name"] = layer
            for number, weight in enumerate(source[layer].attrs["weight_names"]):
                group[str(number)] = source[layer][weight.decode()][()]
        file["layers/dropout/seed_generator/vars/0"] = torch.zeros(2, dtype=torch.int32).numpy()
    return buffer.getvalue()


ONE = replace(PORT, in_chans=1, num_classes=5)
DIALECTS: dict[str, tuple[str, Callable[[Path], bytes]]] = {
    "timm": ("timm", lambda _: in_safetensors(state())),
    "timm, any classes and channels": ("timm", lambda _: in_zip(state(ONE))),
    "timm, trainer": (
        "timm",
        lambda _: in_zip({"epoch": 3, "state_dict": state(prefix="module.")}),
    ),
    "own head": ("timm", lambda _: in_zip(_beside())),
    "cadene": ("cadene", lambda _: in_zip(state(replace(PORT, num_classes=7), head="last_linear"))),
    "b5690688": ("cadene", lambda _: in_old_format(flat(state()))),
    "segmentation_models": ("segmentation_models", lambda _: in_zip(segmenter())),
    "encoder alone": ("segmentation_models", lambda _: in_safetensors(headless(state()))),
    "faceforensics": ("faceforensics", lambda _: in_zip(_detector())),
    "deepfakebench": ("deepfakebench", lambda _: in_old_format(adjusted())),
    "keras": ("keras", keras_file),
    "keras, no top": ("keras", lambda f: keras_file(f, replace(KERAS, num_classes=0))),
    "keras 3": ("keras", keras3_file),
    "keras 3, unnamed": ("keras", lambda f: keras3_file(f, named=False)),
}
"""Name: the dialect that must recognise it, and its maker."""


def _trained(made: State) -> dict[str, Any]:
    return {"epoch": 3, "arch": "xception", "state_dict": made, "optimizer": {"state": {}}}


def _detector() -> State:
    return state(prefix="model.", head="last_linear.1")


def _beside() -> State:
    body = {f"backbone.{key}": t for key, t in headless(state()).items()}
    head = network(PORT).model.classifier.fc
    return {**body, "classifier.weight": head.weight, "classifier.bias": head.bias}
