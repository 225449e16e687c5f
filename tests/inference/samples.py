"""Narrow networks ready to answer, and pictures for them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from xception_gui.base.config import XceptionConfig
from xception_gui.base.preprocessing import Normalize, ResizeExact, Steps, steps_id
from xception_gui.base.results import Prepared, Weights
from xception_gui.model.initialise import calibrated
from xception_gui.weights import Loaded

SIZE = 64
STEPS: Steps = (ResizeExact(SIZE), Normalize())
CONFIG = XceptionConfig(num_classes=7, width=0.05, middle_blocks=2, strides=(2, 2, 2, 2, 1))
CLASSES = ("ant", "bee", "cat", "dog", "elk", "fox", "gnu")


def loaded(**changed: object) -> Loaded:
    """A seeded, calibrated network; its config changed as asked."""
    config = replace(CONFIG, **changed)  # type: ignore[arg-type]
    classes = CLASSES if config.num_classes == len(CLASSES) else ()
    weights = Weights("narrow", "own", "", "f" * 64, classes, config, STEPS, trained=True)
    return Loaded(weights, calibrated(config, 0, SIZE))


def picture(seed: int, size: int = SIZE, channels: int = 3) -> Prepared:
    """Noise, as a prepared picture."""
    draw = np.random.default_rng(seed)
    shown = draw.integers(0, 256, (size, size, 3), np.uint8)
    values = draw.standard_normal((channels, size, size)).astype(np.float32)
    box = (0.0, 0.0, float(size), float(size))
    return Prepared(f"picture {seed}", steps_id(STEPS), values, shown, box)
