"""A narrow real network, its run, and what comes out of it."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import numpy as np
import torch
from PIL import Image

from xception_gui.base.config import XceptionConfig
from xception_gui.base.events import Preparing, TrainingEvent
from xception_gui.base.preprocessing import CenterCrop, Normalize, ResizeExact, ResizeShort
from xception_gui.base.training import TrainingConfig
from xception_gui.training import Control, train
from xception_gui.weights import load_weights

T = TypeVar("T")
STEPS = (ResizeShort(16), CenterCrop(16), ResizeExact(24, "bilinear"), Normalize())
MODEL = XceptionConfig(
    width=0.05, middle_blocks=1, strides=(1, 2, 2, 1, 1), drop_rate=0.2, bn_momentum=0.1
)
CONFIG = TrainingConfig(
    model=MODEL,
    preprocessing=STEPS,
    epochs=3,
    batch_size=8,
    learning_rate=0.05,
    ema_decay=0.9,
    augmentation="crop-flip",
    pad=2,
    validation=0.2,
    precision="float32",
    checkpoint_steps=4,
)


@dataclass(frozen=True)
class Ran:
    """A run that is over, to be looked at only: what it learnt, where it lies, what it told."""

    data: Path
    out: Path
    events: tuple[TrainingEvent, ...]


def class_folders(folder: Path) -> Path:
    """Two classes that differ in colour: 24 pictures each, and one that cannot be read."""
    generator = np.random.default_rng(0)
    for label, tint in (("blue", (40, 60, 200)), ("red", (200, 60, 40))):
        (folder / label).mkdir(parents=True)
        for number in range(24):
            noise = (generator.normal(0, 30, (20, 18, 3)) + tint).clip(0, 255)
            Image.fromarray(noise.astype(np.uint8)).save(folder / label / f"{number}.png")
    (folder / "red" / "broken.png").write_bytes(b"\x89PNG\r\n\x1a\n cut")
    return folder


def finish(
    data: Path, out: Path, config: TrainingConfig = CONFIG, resume: bool = False
) -> list[TrainingEvent]:
    """All events of a whole run, from its beginning on: reading is told as often as it takes."""
    events = train(data, out, config, resume=resume)
    return [event for event in events if not isinstance(event, Preparing)]


def interrupted(
    data: Path, out: Path, step: int, config: TrainingConfig = CONFIG, resume: bool = False
) -> list[TrainingEvent]:
    """A run that is stopped after that step."""
    control, events = Control(), []
    for event in train(data, out, config, control, resume):
        events.append(event)
        if getattr(event, "step", -1) >= step:
            control.stop.set()
    return events


def result_of(work: Generator[object, None, T]) -> T:
    """What a generator returns."""
    while True:
        try:
            next(work)
        except StopIteration as stop:
            return stop.value  # type: ignore[no-any-return]


def weights_of(out: Path) -> dict[str, torch.Tensor]:
    """The tensors of a run's result."""
    return load_weights(out / "weights.safetensors").model.state_dict()
