"""Fixtures of the command line: narrow weights, a photo, and pictures to learn."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from tests.cli.commands import CLASSES
from xception_gui.base.config import XceptionConfig
from xception_gui.base.preprocessing import CenterCrop, Normalize, ResizeShort
from xception_gui.base.results import Weights
from xception_gui.model.initialise import calibrated
from xception_gui.weights import save_weights


@pytest.fixture(scope="session")
def weights(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A narrow network, written as weights that count as trained."""
    config = XceptionConfig(num_classes=4, width=0.05, middle_blocks=1)
    path = tmp_path_factory.mktemp("weights") / "narrow.safetensors"
    steps = (ResizeShort(80), CenterCrop(72), Normalize())
    record = Weights("narrow", "own", str(path), "", CLASSES, config, steps, True)
    save_weights(path, calibrated(config, 0, 72), record)
    return str(path)


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    pixels = np.random.default_rng(0).integers(0, 255, (90, 120, 3), dtype=np.uint8)
    Image.fromarray(pixels).save(tmp_path / "photo.png")
    return tmp_path / "photo.png"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """Two classes of six pictures."""
    generator = np.random.default_rng(0)
    for number in range(12):
        folder = tmp_path / "data" / ("dark", "light")[number % 2]
        folder.mkdir(parents=True, exist_ok=True)
        pixels = generator.integers(0, 100, (36, 36, 3), np.uint8) + 120 * (number % 2)
        Image.fromarray(pixels.astype(np.uint8)).save(folder / f"{number}.png")
    return tmp_path / "data"
