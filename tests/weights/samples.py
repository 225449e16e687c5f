"""A narrow network with its record, and weights files made of it, whole or spoilt."""

from __future__ import annotations

import copy
import functools
import json
from pathlib import Path
from typing import Any

import safetensors.torch
import torch

from xception_gui.base.config import XceptionConfig
from xception_gui.base.preprocessing import demo_steps, steps_to_list
from xception_gui.base.results import Weights
from xception_gui.model import Xception
from xception_gui.model.initialise import calibrated
from xception_gui.weights.dialects import CHECKPOINT
from xception_gui.weights.record import KEY, to_document

CONFIG = XceptionConfig(
    num_classes=3, width=0.03, middle_blocks=0, strides=(2, 2, 2, 2, 1), bn_eps=1e-4
)
WEIGHTS = Weights(
    name="narrow",
    dialect="own",
    source="",
    sha256="",
    classes=("猫", "dog", "ship"),
    config=CONFIG,
    preprocessing=demo_steps(48),
    trained=True,
    record={"test_top1": 0.5, "command": ["train", "--epochs", "1"]},
)


def narrow(seed: int = 0) -> Xception:
    """A small network, alive, with three classes; a copy of one's own."""
    return copy.deepcopy(_calibrated(seed))


@functools.cache
def _calibrated(seed: int) -> Xception:
    return calibrated(CONFIG, seed, 48)


def floats(model: Xception) -> dict[str, torch.Tensor]:
    """What a weights file of `model` holds."""
    return {n: t for n, t in model.state_dict().items() if t.is_floating_point()}


def write(
    path: Path,
    tensors: dict[str, torch.Tensor],
    document: dict[str, Any] | None = None,
    **changed: Any,
) -> Path:
    """A weights file of `tensors` without checksum, its record changed as asked."""
    record = {**(document or to_document(WEIGHTS)), **changed}
    path.write_bytes(safetensors.torch.save(tensors, {KEY: json.dumps(record)}))
    return path


def checkpoint(network: Xception, /, **changed: Any) -> dict[str, Any]:
    """What training saves, changed as asked."""
    return {
        "format": CHECKPOINT,
        "config": network.config.to_dict(),
        "classes": list(WEIGHTS.classes),
        "preprocessing": json.loads(json.dumps(steps_to_list(WEIGHTS.preprocessing))),
        "model": network.state_dict(),
        "ema": None,
        "record": {"step": 7},
        **changed,
    }
