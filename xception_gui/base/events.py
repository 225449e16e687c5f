"""What a training run tells while it runs: a small union, one JSON object per line both ways."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass

from xception_gui.base.problem import Problem


@dataclass(frozen=True)
class RunStarted:
    """The run begins or goes on; `step` is the first one to be done, counted from 0."""

    run: str
    classes: tuple[str, ...]
    train_images: int
    validation_images: int
    step: int
    steps: int
    epochs: int
    device: str
    precision: str
    unreadable: int = 0


@dataclass(frozen=True)
class StepDone:
    """One optimiser step: mean loss of its batch (nats), fraction right, learning rate."""

    step: int
    epoch: int
    loss: float
    top1: float
    learning_rate: float
    images_per_second: float


@dataclass(frozen=True)
class EpochDone:
    """One epoch; the averaged weights judged on the validation images (fractions), if any."""

    epoch: int
    step: int
    train_loss: float
    train_top1: float
    validation_loss: float | None
    validation_top1: float | None
    validation_top5: float | None
    seconds: float


@dataclass(frozen=True)
class CheckpointSaved:
    """A loadable checkpoint lies under `path`."""

    path: str
    step: int


@dataclass(frozen=True)
class RunEnded:
    """The run is over: "finished", or "stopped" by the user; `weights` is the file to load."""

    reason: str
    step: int
    weights: str
    validation_top1: float | None


TrainingEvent = RunStarted | StepDone | EpochDone | CheckpointSaved | RunEnded
_KINDS = {
    kind.__name__: kind for kind in (RunStarted, StepDone, EpochDone, CheckpointSaved, RunEnded)
}


def to_line(event: TrainingEvent) -> str:
    """One line of JSON, without the line break."""
    values = {"event": type(event).__name__, **asdict(event)}
    return json.dumps(values, ensure_ascii=False, allow_nan=False)


def from_line(line: str) -> TrainingEvent:
    """The event of `to_line`; a damaged line is a `Problem`."""
    try:
        values = json.loads(line)
        kind = _KINDS[values.pop("event")]
        if "classes" in values:
            values["classes"] = tuple(values["classes"])
        return kind(**values)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise Problem("event-line", line=line[:80], cause=error) from error
