"""`TrainingConfig`: everything that decides a training run, as a dataclass and as plain values."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass, field
from typing import Any, Literal

from xception_gui.base.config import XceptionConfig
from xception_gui.base.preprocessing import (
    MAX_SIZE,
    Steps,
    input_size,
    paper_steps,
    resized,
    steps_from_list,
    steps_to_list,
)
from xception_gui.base.problem import Problem
from xception_gui.base.training_settings import SETTINGS

Augmentation = Literal["none", "flip", "crop-flip", "strong"]
TrainingPrecision = Literal["auto", "float32", "bfloat16", "float16"]
FLOWS = ("entry", "middle", "exit", "classifier")


@dataclass(frozen=True)
class TrainingConfig:
    """One run. Each single value is described in `xception_gui.base.training_settings`.

    Parameters
    ----------
    model : XceptionConfig
        Its `num_classes` is replaced by the number of classes found in the data; with `weights`,
        everything but `drop_rate` and `bn_momentum` is replaced by what the weights say.
    preprocessing : steps
        Kept with the trained weights. What stands before `ResizeExact` or `Normalize` is done
        once, when a picture is read; augmentation comes after it. With `weights`: theirs.
    batch_size, accumulate : int
        A step of the optimiser sees `batch_size` pictures, computed in `accumulate` parts; batch
        norm then takes its statistics from each part.
    validation : float
        Fraction of each class that is held back, chosen by `seed`.
    validation_data : str
        Folder or zip of the same classes; where it is named, nothing is held back.
    weight_decay : float
        On convolution and linear weights only, not on batch norm and biases. Added to the gradient
        by sgd and rmsprop, taken from the weights themselves by adamw; with muon not on those
        of dense convolutions, whose length stays.
    schedule : str
        After the warm-up: "cosine" to zero at the end; "step", × `decay` after every `decay_every`
        epochs or samples; "exponential", the same without stairs; "constant".
    weights : str
        Pretrained ones to start from. Empty, or "none", is a random start of `model`; elsewhere
        "none" is the paper's network, which nobody who changes `model` wants to train.
    ema_decay : float
        Of the averaged (Polyak) weights. Their batch-norm statistics are recomputed before they
        are judged or saved.
    growth : tuple of (float, int)
        Input sizes that grow while training: from that fraction of the steps on, that size.
        Empty: the size of `preprocessing` all the time. Small sizes are cheap, and the network
        is fully convolutional.
    thaw : tuple of (float, str)
        From that fraction of the steps on, that flow learns; until then it is left as it is, batch
        norm included. Empty: all flows learn from the start.
    augmentation : str
        "flip": left and right; "crop-flip": moved as well; "strong": scale, colour and a hole
        as well (`xception_gui.training.distort`).
    strong_until : float
        Fraction of the epochs after which "strong" becomes "crop-flip": the last epochs, at a
        small rate, then see pictures like those that are to be judged.
    pad : int
        Pixels that a picture may be moved in each direction (at reading size).
    mixup, cutmix : float
        Alpha of the beta distribution that a share is drawn from, for each batch; with both, one
        of them, by a coin.
    checkpointing : str
        Gradient checkpointing: "blocks" keeps what goes into each block and computes the rest a
        second time; "fine" does so for the stem and every separable convolution of blocks 1 and 2
        too. Batch-norm statistics are those of a run without.
    """

    model: XceptionConfig = field(default_factory=XceptionConfig)
    preprocessing: Steps = field(default_factory=paper_steps)
    recipe: str = "default"
    epochs: int = 10
    batch_size: int = 32
    accumulate: int = 1
    optimiser: str = "sgd"
    learning_rate: float = 0.045
    momentum: float = 0.9
    nesterov: bool = True
    epsilon: float = 1e-8
    weight_decay: float = 1e-5
    clip_norm: float = 0.0
    schedule: str = "cosine"
    decay: float = 0.94
    decay_every: float = 2.0
    decay_unit: str = "epochs"
    warmup_epochs: float = 0.5
    label_smoothing: float = 0.0
    ema_decay: float = 0.0
    weights: str = ""
    trained: str = "network"
    thaw: tuple[tuple[float, str], ...] = ()
    augmentation: Augmentation = "flip"
    strong_until: float = 1.0
    pad: int = 4
    growth: tuple[tuple[float, int], ...] = ()
    rand_augment: int = 0
    rand_magnitude: int = 9
    erasing: float = 0.0
    mixup: float = 0.0
    cutmix: float = 0.0
    images: int = 0
    validation: float = 0.1
    validation_data: str = ""
    precision: TrainingPrecision = "auto"
    checkpointing: str = "none"
    compile: bool = False
    device: str = "auto"
    seed: int = 0
    checkpoint_steps: int = 200
    tensorboard: bool = False

    def __post_init__(self) -> None:
        if self.weights == "none":
            object.__setattr__(self, "weights", "")
        object.__setattr__(self, "growth", _pairs("growth", self.growth, int))
        object.__setattr__(self, "thaw", _pairs("thaw", self.thaw, str))
        for setting in SETTINGS:
            setting.check(getattr(self, setting.name))
        self._check_pairs()
        if self.batch_size < 2 * self.accumulate:
            allowed = "at most half the batch size"
            _refuse("accumulate", self.accumulate, "a part would have one picture", allowed)

    def _check_pairs(self) -> None:
        for _, flow in self.thaw:
            if flow not in FLOWS:
                _refuse("thaw", flow, "not a choice", ", ".join(FLOWS))
        if self.trained == "network" and self.thaw and self.thaw[0][0] > 0:  # what would learn?
            told = pairs_text(self.thaw)
            _refuse("thaw", told, "no flow learns at the start", "0=classifier, …")
        for _, size in self.growth:
            if not 1 <= size <= MAX_SIZE:
                _refuse("growth", size, "out of range", f"a whole number from 1 to {MAX_SIZE}")

    def to_dict(self) -> dict[str, Any]:
        """Plain values, as written to TOML and into a checkpoint."""
        plain = dataclasses.asdict(self)
        plain["model"] = {k: v for k, v in self.model.to_dict().items() if v is not None}
        plain["preprocessing"] = steps_to_list(self.preprocessing)
        plain["growth"] = [list(pair) for pair in self.growth]
        plain["thaw"] = [list(pair) for pair in self.thaw]
        return plain

    @classmethod
    def from_dict(cls, values: dict[str, Any]) -> TrainingConfig:
        """The config of `to_dict`; a recipe may be named, its values replaced one by one."""
        from xception_gui.base.training import named_recipe

        return named_recipe(values.get("recipe", "default")).changed(values)

    def with_input_size(self, size: int) -> TrainingConfig:
        """The same for pictures of that size; sizes that grow keep their shares of it.

        Raises
        ------
        Problem
            ``config-value`` with `weights`, or for no such size.
        """
        if self.weights:
            _refuse("input_size", size, "the weights have their own", "no weights, or no size")
        if isinstance(size, bool) or not isinstance(size, int) or not 1 <= size <= MAX_SIZE:
            _refuse("input_size", size, "out of range", f"a whole number from 1 to {MAX_SIZE}")
        factor = size / input_size(self.preprocessing)
        growth = tuple((start, max(1, round(one * factor))) for start, one in self.growth)
        steps = resized(self.preprocessing, size)
        return dataclasses.replace(self, preprocessing=steps, growth=growth)

    def changed(self, values: dict[str, Any]) -> TrainingConfig:
        """The same with some plain values replaced, of `model` single ones."""
        names = [f.name for f in dataclasses.fields(self)]
        for name, value in values.items():
            if name not in names:
                _refuse(name, value, "there is no such setting", ", ".join(sorted(names)))
        given = dict(values)
        if "model" in given:
            if not isinstance(given["model"], dict):
                _refuse("model", given["model"], "not a table", "[model]")
            model = {**self.model.to_dict(), **given["model"]}
            given["model"] = XceptionConfig.from_dict(model)
        if "preprocessing" in given:
            given["preprocessing"] = steps_from_list(given["preprocessing"])
        return dataclasses.replace(self, **given)


def pairs_text(pairs: tuple[tuple[float, Any], ...]) -> str:
    """As `TrainingConfig` reads them from a text: ``0=36, 0.5=48``."""
    return ", ".join(f"{_digits(start)}={value}" for start, value in pairs)


def _digits(start: float) -> str:
    """As short as it can be read back: 0.5, not 0.50000."""
    short = f"{start:g}"
    return short if float(short) == start else repr(start)


def _pairs(name: str, values: Any, kind: type) -> tuple[tuple[float, Any], ...]:
    """((fraction, value), …) in the order of the fractions."""
    given, allowed = values, "[[fraction of the steps, value], …]"
    if isinstance(values, str):
        allowed = "fraction of the steps=value, such as 0=…, 0.5=…"
        values = [part.split("=") for part in values.split(",")] if values.strip() else []
    try:
        pairs = tuple((float(start), _plain(value, kind)) for start, value in values)
    except (TypeError, ValueError, OverflowError):
        _refuse(name, given, "not pairs", allowed)
    if any(not 0 <= start <= 1 for start, _ in pairs):
        _refuse(name, given, "out of range", "fractions from 0 to 1")
    return tuple(sorted(pairs))


def _plain(value: Any, kind: type) -> Any:
    return value.strip() if kind is str and isinstance(value, str) else kind(value)


def _refuse(field_name: str, value: object, cause: str, allowed: str) -> Any:
    raise Problem("config-value", field=field_name, value=value, cause=cause, allowed=allowed)
