"""The data that the runs of these tests learn."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """Two classes that differ in colour: 24 pictures each, and one that cannot be read."""
    generator = np.random.default_rng(0)
    for label, tint in (("blue", (40, 60, 200)), ("red", (200, 60, 40))):
        folder = tmp_path / "data" / label
        folder.mkdir(parents=True)
        for number in range(24):
            noise = generator.normal(0, 30, (20, 18, 3)) + tint
            Image.fromarray(noise.clip(0, 255).astype(np.uint8)).save(folder / f"{number}.png")
    (tmp_path / "data" / "red" / "broken.png").write_bytes(b"\x89PNG\r\n\x1a\n cut")
    return tmp_path / "data"
