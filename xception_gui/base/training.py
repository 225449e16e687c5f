"""`TrainingConfig`: everything that decides a training run, and the recipes by name."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass, field
from typing import Any, Literal, get_args

from xception_gui.base.config import XceptionConfig
from xception_gui.base.preprocessing import (
    Steps,
    demo_steps,
    paper_steps,
    steps_from_list,
    steps_to_list,
)
from xception_gui.base.problem import Problem

Augmentation = Literal["none", "flip", "crop-flip", "strong"]
TrainingPrecision = Literal["auto", "float32", "bfloat16", "float16"]


@dataclass(frozen=True)
class TrainingConfig:
    """One run of stochastic gradient descent with momentum, warm-up and cosine decay.

    Parameters
    ----------
    model : XceptionConfig
        Its `num_classes` is replaced by the number of classes found in the data.
    preprocessing : steps
        Kept with the trained weights. What stands before `ResizeExact` or `Normalize` is done
        once, when a picture is read; augmentation comes after it.
    validation : float
        Fraction of each class that is held back, chosen by `seed`; ignored where another data
        set is given for validation.
    learning_rate, warmup_epochs : float
        Peak rate, reached linearly after `warmup_epochs`, then cosine decay to zero.
    weight_decay : float
        On convolution and linear weights only, not on batch norm and biases.
    ema_decay : float
        Of the averaged weights, per step; 0: none. Their batch-norm statistics are recomputed
        before they are judged or saved.
    growth : tuple of (float, int)
        Input sizes that grow while training: from that fraction of the steps on, that size.
        Empty: the size of `preprocessing` all the time. Small sizes are cheap, and the network
        is fully convolutional.
    augmentation : str
        "flip": left and right; "crop-flip": moved as well; "strong": scale, colour and a hole
        as well (`xception_gui.training.distort`).
    strong_until : float
        Fraction of the epochs after which "strong" becomes "crop-flip": the last epochs, at a
        small rate, then see pictures like those that are to be judged.
    pad : int
        Pixels that a picture may be moved in each direction (at reading size).
    """

    model: XceptionConfig = field(default_factory=XceptionConfig)
    preprocessing: Steps = field(default_factory=paper_steps)
    recipe: str = "default"
    epochs: int = 10
    batch_size: int = 32
    learning_rate: float = 0.045
    momentum: float = 0.9
    nesterov: bool = True
    weight_decay: float = 1e-5
    warmup_epochs: float = 0.5
    label_smoothing: float = 0.0
    ema_decay: float = 0.0
    augmentation: Augmentation = "flip"
    strong_until: float = 1.0
    pad: int = 4
    growth: tuple[tuple[float, int], ...] = ()
    validation: float = 0.1
    precision: TrainingPrecision = "auto"
    device: str = "auto"
    seed: int = 0
    checkpoint_steps: int = 200

    def __post_init__(self) -> None:
        object.__setattr__(self, "growth", tuple((float(a), int(b)) for a, b in self.growth))
        for name, low, high in _RANGES:
            value = getattr(self, name)
            if isinstance(value, bool) or not isinstance(value, (int, float)):
                _refuse(name, value, "not a number", f"{low} to {high}")
            if not low <= value <= high:
                _refuse(name, value, "out of range", f"{low} to {high}")
        for name, choices in _CHOICES.items():
            if getattr(self, name) not in choices:
                _refuse(name, getattr(self, name), "not a choice", ", ".join(choices))

    def to_dict(self) -> dict[str, Any]:
        """Plain values, as written to TOML and into a checkpoint."""
        plain = dataclasses.asdict(self)
        plain["model"] = {k: v for k, v in self.model.to_dict().items() if v is not None}
        plain["preprocessing"] = steps_to_list(self.preprocessing)
        plain["growth"] = [list(pair) for pair in self.growth]
        return plain

    @classmethod
    def from_dict(cls, values: dict[str, Any]) -> TrainingConfig:
        """The config of `to_dict`; a recipe may be named, its values replaced one by one."""
        base = RECIPES.get(values.get("recipe", "default"), cls())
        names = {f.name for f in dataclasses.fields(cls)}
        for name, value in values.items():
            if name not in names:
                _refuse(name, value, "there is no such setting", ", ".join(sorted(names)))
        given = dict(values)
        if "model" in given:
            model = {**base.model.to_dict(), **given["model"]}
            given["model"] = XceptionConfig.from_dict(model)
        if "preprocessing" in given:
            given["preprocessing"] = steps_from_list(given["preprocessing"])
        return dataclasses.replace(base, **given)


_CHOICES: dict[str, tuple[str, ...]] = {
    "augmentation": get_args(Augmentation),
    "precision": get_args(TrainingPrecision),
}
_RANGES: tuple[tuple[str, float, float], ...] = (
    ("epochs", 1, 100_000),
    ("batch_size", 2, 65_536),
    ("learning_rate", 0, 100),
    ("momentum", 0, 0.9999),
    ("weight_decay", 0, 1),
    ("warmup_epochs", 0, 1000),
    ("label_smoothing", 0, 0.9),
    ("ema_decay", 0, 0.99999),
    ("strong_until", 0, 1),
    ("pad", 0, 512),
    ("validation", 0, 0.9),
    ("seed", 0, 2**31),
    ("checkpoint_steps", 1, 1_000_000),
)


def _refuse(field_name: str, value: object, cause: str, allowed: str) -> None:
    raise Problem("config-value", field=field_name, value=value, cause=cause, allowed=allowed)


def _demo() -> TrainingConfig:
    return TrainingConfig(
        recipe="demo",
        model=XceptionConfig(width=0.3, middle_blocks=4, strides=(1, 2, 2, 1, 2), bn_momentum=0.1),
        preprocessing=demo_steps(40, 32),
        epochs=15,
        batch_size=64,
        learning_rate=0.08,
        weight_decay=5e-4,
        warmup_epochs=1.5,
        label_smoothing=0.05,
        ema_decay=0.998,
        augmentation="strong",
        strong_until=0.7,
        growth=((0.0, 32), (0.75, 40)),
        validation=0.02,
        precision="bfloat16",
    )


RECIPES: dict[str, TrainingConfig] = {
    "default": TrainingConfig(),
    "demo": _demo(),
}
