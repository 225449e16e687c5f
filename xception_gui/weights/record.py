"""The record that travels with the tensors: classes, network, pre-processing, how it was made."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from xception_gui.base.config import XceptionConfig
from xception_gui.base.preprocessing import (
    Normalize,
    Steps,
    input_size,
    made_grey,
    steps_from_list,
    steps_to_list,
)
from xception_gui.base.problem import Problem
from xception_gui.base.results import Weights
from xception_gui.model.xception import final_size
from xception_gui.weights.class_names import printable
from xception_gui.weights.errors import Unusable

KEY = "xception_gui"
FORMAT = "xception-gui weights 1"
_NAMES = ("format", "name", "classes", "config", "preprocessing", "trained", "record")
_VALUES = 100_000  # that a record may hold: one that repeats itself would never end


@dataclass(frozen=True)
class Description:
    """What a file says of itself, checked; see `base.results.Weights`.

    Whatever file it came in, its classes have names that can be printed, and a network with one
    channel is shown grey pictures.
    """

    classes: tuple[str, ...]
    config: XceptionConfig
    preprocessing: Steps
    trained: bool
    record: dict[str, Any]

    def __post_init__(self) -> None:
        object.__setattr__(self, "classes", tuple(map(printable, self.classes)))
        if self.config.in_chans == 1:
            object.__setattr__(self, "preprocessing", made_grey(self.preprocessing))

    def to_document(self) -> dict[str, Any]:
        """What `described` needs to make it again."""
        return {
            "classes": list(self.classes),
            "config": self.config.to_dict(),
            "preprocessing": steps_to_list(self.preprocessing),
            "record": self.record,
        }


def to_document(weights: Weights) -> dict[str, Any]:
    """The record as JSON values."""
    return {
        "format": FORMAT,
        "name": weights.name,
        "classes": list(weights.classes),
        "config": weights.config.to_dict(),
        "preprocessing": steps_to_list(weights.preprocessing),
        "trained": weights.trained,
        "record": weights.record,
    }


def from_document(document: dict[str, Any]) -> Description:
    """The inverse of `to_document`, strict.

    Raises
    ------
    Unusable
        Naming what is wrong.
    """
    if document.get("format") != FORMAT:
        raise Unusable(f"its format {str(document.get('format'))[:40]!r} is not {FORMAT!r}")
    for name in _NAMES:
        if name not in document:
            raise Unusable(f"its record lacks {name!r}")
    if not isinstance(document["trained"], bool):
        raise Unusable("its record's 'trained' is neither true nor false")
    return described(document, document["trained"])


def from_checkpoint(document: dict[str, Any]) -> Description:
    """What a training checkpoint says of itself; `Unusable` if that is not so."""
    for name in ("classes", "config", "preprocessing", "record"):
        if name not in document:
            raise Unusable(f"it lacks the entry {name!r}")
    return described(document, trained=True)


def described(document: dict[str, Any], trained: bool) -> Description:
    """The checked description of classes, config, preprocessing and record; else `Unusable`."""
    budget = iter(range(_VALUES + 10 * len(document)))
    names = ("classes", "config", "preprocessing", "record")
    classes, config, steps, record = (_plain(document[name], budget) for name in names)
    try:
        network = XceptionConfig.from_dict(_dictionary(config, "config"))
        preprocessing = steps_from_list(steps)
        _check_steps(preprocessing, network)
    except Problem as problem:
        words = (problem.fields[name] for name in ("field", "cause") if name in problem.fields)
        raise Unusable(f"its record is wrong ({': '.join(map(str, words))})") from problem
    return Description(
        _classes(classes, network), network, preprocessing, trained, _dictionary(record, "record")
    )


def _plain(value: Any, budget: Iterator[int]) -> Any:
    """A copy of JSON values; a pickle may hold anything else, or one list a thousand times."""
    if next(budget, None) is None:
        raise Unusable("its record is too long")
    if isinstance(value, dict) and all(type(name) is str for name in value):
        return {name: _plain(part, budget) for name, part in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(part, budget) for part in value]
    if value is None or type(value) in (str, bool, int, float):
        return value
    raise Unusable(f"its record holds a {type(value).__name__}, not only plain values")


def _dictionary(value: Any, name: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise Unusable(f"its record's {name!r} is damaged")
    return value


def _classes(value: Any, config: XceptionConfig) -> tuple[str, ...]:
    """The labels: one for each class, or none at all (numbered classes)."""
    if not isinstance(value, list) or not all(isinstance(label, str) for label in value):
        raise Unusable("its class names are no list of texts")
    if value and len(value) != config.num_classes:
        raise Unusable(f"it names {len(value)} classes but its network has {config.num_classes}")
    return tuple(value)


def _check_steps(steps: Steps, config: XceptionConfig) -> None:
    if len(steps) > 16:
        raise Unusable(f"it has {len(steps)} pre-processing steps, more than 16")
    for step in steps:
        if isinstance(step, Normalize):
            check_scale(step.mean, config.in_chans)
            check_scale(step.std, config.in_chans)
            if min(step.std) <= 0:
                raise Unusable("a deviation in its pre-processing is not positive")
    size = input_size(steps)
    if final_size(config, size) < 1:
        raise Unusable(f"its network cannot take pictures of {size} by {size} pixels")


def check_scale(values: tuple[Any, ...], channels: int) -> None:
    """`Unusable` where a mean or deviation is none for pictures of so many channels."""
    numbers = all(type(value) in (int, float) and math.isfinite(value) for value in values)
    if not numbers or len(values) not in (1, channels):
        raise Unusable("a mean or deviation in its pre-processing is damaged")
