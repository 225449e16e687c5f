"""Class folders that a narrow network learns at once."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from PIL import Image


def class_folders(folder: Path, count: int = 24) -> str:
    """ "blue" and "red": `count` squares each, with a little noise; the folder's path."""
    noise = np.random.default_rng(0)
    for name, channel in (("blue", 2), ("red", 0)):
        (folder / name).mkdir(parents=True)
        for number in range(count):
            pixels = noise.integers(0, 60, (20, 20, 3), dtype=np.uint8)
            pixels[..., channel] += 150
            Image.fromarray(pixels).save(folder / name / f"{number}.png")
    return str(folder)
