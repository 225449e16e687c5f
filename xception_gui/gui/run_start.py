"""Before a run: what it begins with, what its data hold, what it will take."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from xception_gui.base.config import XceptionConfig
from xception_gui.base.published import published
from xception_gui.base.results import Weights
from xception_gui.base.training import RECIPES, TrainingConfig
from xception_gui.base.training_data import TrainingData

if TYPE_CHECKING:
    from xception_gui.gui.session import Network


def with_active(recipe: TrainingConfig, network: Network | None) -> TrainingConfig:
    """What begins with trained weights begins with the active ones, if they are, and a new head."""
    if not recipe.weights or network is None or not network.weights.trained:
        return recipe
    return replace(recipe, weights=_source(network.weights))


def model_kind(config: TrainingConfig, network: Network | None) -> str:
    """Which network a run learns: "recipe", "weights" or "shape" (of the active one), "own"."""
    recipe = RECIPES[config.recipe]
    if config.weights:
        if network is not None and config.weights == _source(network.weights):
            return "weights"
        return "recipe" if config.weights == recipe.weights else "own"
    if config.model == recipe.model and not recipe.weights:
        return "recipe"
    return "shape" if network is not None and _is_like(config.model, network) else "own"


def model_kinds(config: TrainingConfig, network: Network | None) -> list[str]:
    """What can be chosen: what there is, and what is chosen."""
    trained = network is not None and network.weights.trained
    offered = {"recipe": True, "weights": trained, "shape": network is not None}
    kinds = [kind for kind, possible in offered.items() if possible]
    return list(dict.fromkeys((*kinds, model_kind(config, network))))


def with_model(config: TrainingConfig, kind: str, network: Network | None) -> TrainingConfig:
    """The same run of another network; the recipe's own values of the network come back first."""
    recipe = RECIPES[config.recipe]
    names = ("model", "preprocessing", "weights", "growth", "thaw", "trained")
    config = replace(config, **{name: getattr(recipe, name) for name in names})
    if kind == "weights" and network is not None:
        return replace(config, weights=_source(network.weights))
    if kind == "shape" and network is not None:
        like = network.weights
        config = replace(config, model=like.config, preprocessing=like.preprocessing)
        return replace(config, weights="", growth=(), thaw=(), trained="network")
    return config


def _is_like(model: XceptionConfig, network: Network) -> bool:
    """Whether the architectures are the same, but for the classes."""
    return replace(model, num_classes=0) == replace(network.weights.config, num_classes=0)


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
