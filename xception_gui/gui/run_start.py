"""Before a run: what it begins with, what its data hold, what it will take."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from xception_gui.base.published import published
from xception_gui.base.results import Weights
from xception_gui.base.training import TrainingConfig
from xception_gui.base.training_data import TrainingData

if TYPE_CHECKING:
    from xception_gui.gui.session import Network


def with_active(recipe: TrainingConfig, network: Network | None) -> TrainingConfig:
    """What begins with trained weights begins with the active ones, if they are, and a new head."""
    if not recipe.weights or network is None or not network.weights.trained:
        return recipe
    return replace(recipe, weights=_source(network.weights))


def _source(weights: Weights) -> str:
    """What these are loaded by: the name where they have one everywhere, else the file."""
    named = weights.name == "demo" or published(weights.name) is not None
    return weights.name if named or not weights.source else weights.source


def judging(config: TrainingConfig) -> tuple[float, str, int]:
    """What decides how many pictures are learnt, and on which a run is judged."""
    return config.validation, config.validation_data, config.images


def described(path: str, validation: float, judged: str, images: int) -> TrainingData:
    """Classes and pictures; in a lane."""
    from xception_gui.images.training_data import describe_data

    return describe_data(path, validation, judged, images)


def estimated(config: TrainingConfig, images: int, classes: int) -> tuple[float, int]:
    """Seconds and bytes; in a lane."""
    from xception_gui.training.estimate import estimate

    return estimate(config, images, classes)
