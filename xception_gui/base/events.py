"""What a training run tells while it runs: a small union, one JSON object per line both ways."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from typing import get_args

from xception_gui.base.problem import Problem
from xception_gui.base.utf8 import in_utf8


@dataclass(frozen=True)
class RunStarted:
    """The run begins or goes on; `step` is the first one to be done, counted from 0.

    `resumed_from` is the checkpoint it goes on from; `damaged` are newer ones that could not be
    read ("name: cause"). `data` is where the pictures to learn lie, `judged` where
    those to judge on do. `read_while` is 0 where all pictures lie in memory; else they are read
    while the run trains, for decoded they need so many bytes, and `room` is what there is for them.
    `device_before` is where the steps before were computed, where that was another device.
    """

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
    resumed_from: str = ""
    damaged: tuple[str, ...] = ()
    data: str = ""
    judged: str = ""
    read_while: int = 0
    room: int = 0
    device_before: str = ""


@dataclass(frozen=True)
class PictureLost:
    """A picture of the run could not be read, by `step`; told once for each.

    To learn from, another one of its batch stood in for it; to judge on, it was left out.
    """

    step: int
    name: str
    cause: str


@dataclass(frozen=True)
class Preparing:
    """What comes before the first step and takes a while: `done` of `total` pictures.

    `what` is "pictures" (read) or "features" (computed for a head that learns alone). It is told a
    few times a second and not written into the run directory.
    """

    what: str
    done: int
    total: int


@dataclass(frozen=True)
class StepDone:
    """One optimiser step: mean loss of its batch (nats), fraction right, learning rate.

    `gradient_norms`: length of the gradient of each flow that learns, before clipping.
    """

    step: int
    epoch: int
    loss: float
    top1: float
    learning_rate: float
    images_per_second: float
    gradient_norms: dict[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class BatchHalved:
    """Memory ran out in `step`: from now on a batch is computed in `parts` of `size` pictures.

    Batch norm then takes its statistics from these smaller parts.
    """

    step: int
    size: int
    parts: int


@dataclass(frozen=True)
class EpochDone:
    """One epoch; the averaged weights judged on the validation images (fractions), if any.

    `seconds` and `images_per_second` are of the steps alone, `end_seconds` what came after them
    (statistics, judging, writing); `memory` is in bytes (0: unknown), `gradient_norms` are the
    means over the epoch.
    """

    epoch: int
    step: int
    train_loss: float
    train_top1: float
    validation_loss: float | None
    validation_top1: float | None
    validation_top5: float | None
    seconds: float
    images_per_second: float = 0.0
    learning_rate: float = 0.0
    memory: int = 0
    validation_calibration_error: float | None = None
    gradient_norms: dict[str, float] = field(default_factory=dict)
    end_seconds: float = 0.0


@dataclass(frozen=True)
class Paused:
    """The run waits; a checkpoint of `step` lies there."""

    step: int


@dataclass(frozen=True)
class Resumed:
    """The pause is over."""

    step: int


@dataclass(frozen=True)
class CheckpointSaved:
    """A loadable checkpoint lies under `path`."""

    path: str
    step: int


@dataclass(frozen=True)
class RunEnded:
    """The run is over: "finished", "stopped" by the user or "failed"; `weights` is for loading.

    `best` is the checkpoint of the best epoch, which can be loaded as weights too, or empty; `code`
    and `fields` are those of the `Problem` that a run failed with.
    """

    reason: str
    step: int
    weights: str
    validation_top1: float | None
    best: str = ""
    code: str = ""
    fields: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class RateTried:
    """One step of the learning-rate finder: loss of its batch, and smoothed (nats)."""

    rate: float
    loss: float
    smoothed: float


@dataclass(frozen=True)
class RateFound:
    """The learning rate to try; None: the loss fell nowhere."""

    rate: float | None


TrainingEvent = (
    RunStarted
    | Preparing
    | PictureLost
    | StepDone
    | BatchHalved
    | EpochDone
    | Paused
    | Resumed
    | CheckpointSaved
    | RunEnded
    | RateTried
    | RateFound
)
_TUPLES = {"classes", "damaged"}
_KINDS: dict[str, type[TrainingEvent]] = {kind.__name__: kind for kind in get_args(TrainingEvent)}


def to_line(event: TrainingEvent) -> str:
    """One line of JSON, without the line break."""
    values = {"event": type(event).__name__, **asdict(event)}
    return in_utf8(json.dumps(values, ensure_ascii=False, allow_nan=False))


def from_line(line: str) -> TrainingEvent:
    """The event of `to_line`; a damaged line is a `Problem`."""
    try:
        values = json.loads(line)
        kind = _KINDS[values.pop("event")]
        for name in _TUPLES & values.keys():
            values[name] = tuple(values[name])
        return kind(**values)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise Problem("event-line", line=line[:80], cause=error) from error
