"""A small network that is alive, and a picture for it."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from xception_gui.base.config import XceptionConfig
from xception_gui.base.preprocessing import paper_steps, steps_id
from xception_gui.base.results import Prepared, Weights
from xception_gui.inference import Engine
from xception_gui.model.initialise import calibrated
from xception_gui.weights import Loaded

SIZE = 96
CONFIG = XceptionConfig(width=0.1, middle_blocks=2, num_classes=5)


def weights_of(config: XceptionConfig, classes: tuple[str, ...] = ()) -> Weights:
    return Weights("narrow", "own", "", "0" * 64, classes, config, paper_steps(SIZE), False)


@pytest.fixture(scope="session")
def make_engine() -> Callable[[XceptionConfig], Engine]:
    def make(config: XceptionConfig) -> Engine:
        loaded = Loaded(weights_of(config), calibrated(config, 0, SIZE))
        return Engine(loaded, "cpu", "float32")

    return make


@pytest.fixture(scope="module")
def engine(make_engine: Callable[[XceptionConfig], Engine]) -> Engine:
    return make_engine(CONFIG)


@pytest.fixture
def prepared() -> Prepared:
    return picture(1)


def picture(seed: int) -> Prepared:
    values = np.random.default_rng(seed).standard_normal((3, SIZE, SIZE)).astype(np.float32)
    shown = np.zeros((SIZE, SIZE, 3), np.uint8)
    steps = steps_id(paper_steps(SIZE))
    return Prepared(f"{seed}:0", steps, values, shown, (0.0, 0.0, float(SIZE), float(SIZE)))
