"""Small results for the views: a picture, what the network got and said, where it looked."""

from __future__ import annotations

import numpy as np

from xception_gui.base.config import XceptionConfig
from xception_gui.base.preprocessing import crop_box, input_size, paper_steps
from xception_gui.base.results import Heatmap, Origin, Picture, Prediction, Prepared, Weights

STEPS = paper_steps(64)
LABELS = ("dog", "cat", "horse", "ship", "truck", "bird", "frog", "deer", "car", "plane", "a", "b")


def picture(name: str = "dog.jpg", width: int = 400, height: int = 300) -> Picture:
    """White, 400 × 300."""
    pixels = np.full((height, width, 3), 255, np.uint8)
    return Picture(f"{name}:0", name, f"/photos/{name}", width, height, pixels)


def prepared(of: Picture) -> Prepared:
    """The centre crop of `picture`, mid-grey."""
    side = input_size(STEPS)
    values = np.zeros((3, side, side), np.float32)
    shown = np.full((side, side, 3), 128, np.uint8)
    return Prepared(of.image_id, "steps", values, shown, crop_box(STEPS, of.width, of.height))


def prediction(of: Picture, trained: bool = True, state: str = "state") -> Prediction:
    """Surely the first label; the others halve."""
    probabilities = np.array([0.5**rank for rank in range(1, len(LABELS) + 1)], np.float32)
    return Prediction(
        Origin(of.image_id, state, "steps"),
        "demo" if trained else "none",
        "0" * 64,
        trained,
        LABELS,
        np.log(probabilities),
        probabilities,
        43.2,
        "cpu",
        "float32",
    )


def heatmap(of: Prediction, index: int = 0) -> Heatmap:
    """A grid of 4 × 4 whose upper left cell is 1 and the others 0."""
    values = np.zeros((4, 4), np.float32)
    values[0, 0] = 1
    return Heatmap(of.origin, "cam", "exit.act4", index, LABELS[index], values, 3.4)


def weights(trained: bool = True) -> Weights:
    """Weights for `LABELS`."""
    config = XceptionConfig(num_classes=len(LABELS))
    return Weights("demo", "own", "", "0" * 64, LABELS, config, STEPS, trained)
