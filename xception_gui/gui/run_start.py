"""Before a run: what it begins with, what its data hold, what it will take."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from xception_gui.base.config import XceptionConfig
from xception_gui.base.published import published
from xception_gui.base.results import Weights
from xception_gui.base.training import RECIPES, TrainingConfig
from xception_gui.base.training_data import Checked, Estimate, TrainingData

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
    if _is_like(config.model, recipe.model) and not recipe.weights:
        return "recipe"
    like = network is not None and _is_like(config.model, network.weights.config)
    return "shape" if like else "own"


def model_kinds(config: TrainingConfig, network: Network | None) -> list[str]:
    """What can be chosen: what there is, and what is chosen."""
    kinds = ["recipe"]
    if network is not None:
        kinds += ["weights", "shape"] if network.weights.trained else ["shape"]
    return list(dict.fromkeys((*kinds, model_kind(config, network))))


def with_model(config: TrainingConfig, kind: str, network: Network | None) -> TrainingConfig:
    """The same run of another network; the recipe's own values of the network come back first."""
    recipe = RECIPES[config.recipe]
    config = replace(
        config,
        model=recipe.model,
        preprocessing=recipe.preprocessing,
        weights=recipe.weights,
        growth=recipe.growth,
        thaw=recipe.thaw,
        trained=recipe.trained,
    )
    if network is None or kind not in ("weights", "shape"):
        return config
    active = network.weights
    if kind == "weights":
        return replace(config, weights=_source(active))
    config = replace(config, weights="", growth=(), thaw=(), trained="network")
    return replace(config, model=active.config, preprocessing=active.preprocessing)


def _is_like(model: XceptionConfig, other: XceptionConfig) -> bool:
    """Whether the architectures are the same, but for the classes: those are of the data."""
    return replace(model, num_classes=0) == replace(other, num_classes=0)


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


def checked(path: str) -> Iterator[Checked]:
    """Every picture opened; in a lane."""
    from xception_gui.images.training_data import check_data

    yield from check_data(path)


def estimated(config: TrainingConfig, data: TrainingData) -> Estimate:
    """Time and memory; in a lane."""
    from xception_gui.training.estimate import estimate

    return estimate(config, data)
