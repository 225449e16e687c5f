"""The curves of a training run, grown from its events; what is left to do, and the best epoch."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, get_args

from xception_gui.base.events import (
    BatchHalved,
    EpochDone,
    Paused,
    PictureLost,
    Preparing,
    Resumed,
    RunEnded,
    RunStarted,
    StepDone,
    TrainingEvent,
)
from xception_gui.base.growing import Growing

Axis = Literal["step", "epoch", "seconds"]
AXES: tuple[Axis, ...] = get_args(Axis)
RunState = Literal["preparing", "running", "paused", "stopped", "failed", "finished"]
ENDS: dict[str, RunState] = {"finished": "finished", "failed": "failed"}
"""What a run is when its last event says so; anything else is "stopped"."""
GOING: tuple[RunState, ...] = ("preparing", "running", "paused")
"""Not over, as far as the events say."""
NORM = "norm."
"""Before the name of a flow: the column of its gradient norm."""
_RECENT = 50  # steps from which the speed is taken


class Curves:
    """What the events of one run say, as columns.

    Attributes
    ----------
    steps : Growing
        A row per step of the optimiser: step (1 is the first), epoch (with its fraction, 1.0 is
        the end of the first), seconds, loss (nats), top1, learning_rate, images_per_second, and
        ``norm.FLOW`` for each flow that learns.
    epochs : Growing
        A row per epoch: step, epoch, seconds; loss, top1, top5 on the validation pictures (NaN
        without such), train_loss, train_top1. Fractions from 0 to 1.
    state : str
        What the last event said of the run, unless it was abandoned since.
    preparing : Preparing or None
        What comes before the first step, as long as it goes on.
    halved : BatchHalved or None
        In how many parts batches are computed, if memory ran out.
    lost : set of str
        Pictures that the run found unreadable after it had begun.
    epoch_end : float
        Seconds that the end of the last epoch took: statistics, judging, writing.

    Notes
    -----
    Events carry no clock: ``seconds`` add up what the steps took (pictures / pictures per second),
    put right at the end of each epoch, which knows its seconds. A pause takes no time.
    """

    def __init__(self) -> None:
        self.steps, self.epochs = Growing("step"), Growing("step")
        self.started: RunStarted | None = None
        self.ended: RunEnded | None = None
        self.state: RunState = "preparing"
        self.preparing: Preparing | None = None
        self.halved: BatchHalved | None = None
        self.lost = set[str]()
        self.epoch_end = 0.0

    def extend(self, events: Iterable[TrainingEvent]) -> None:
        """Events in the order in which they came."""
        for event in events:
            self.add(event)

    def add(self, event: TrainingEvent) -> None:
        """Grow by one event."""
        self.preparing = event if isinstance(event, Preparing) else None
        if isinstance(event, StepDone):
            self._add_step(event)
        elif isinstance(event, EpochDone):
            self._add_epoch(event)
        elif isinstance(event, RunStarted):
            self._start(event)
        elif isinstance(event, BatchHalved):
            self.halved = event
        elif isinstance(event, PictureLost):
            self.lost.add(event.name)
        elif isinstance(event, RunEnded):
            self.ended = event
            self.state = ENDS.get(event.reason, "stopped")
        elif isinstance(event, Paused | Resumed):
            self.state = "paused" if isinstance(event, Paused) else "running"

    def abandon(self) -> None:
        """Whoever wrote the run is gone, and has not said how it ended."""
        self.state, self.preparing = "stopped", None

    def _start(self, event: RunStarted) -> None:
        """A run that goes on does again what came after its checkpoint."""
        self.started, self.ended, self.state = event, None, "running"
        self.lost = set()  # they are found again
        if self.halved is not None and self.halved.step > event.step:
            self.halved = None
        self.steps.cut(event.step + 1)
        self.epochs.cut(event.step + 1)

    def _add_step(self, event: StepDone) -> None:
        self.steps.cut(event.step)
        if self.ended is None and self.state == "stopped":  # its lock could not be seen from here
            self.state = "running"
        before = self.steps.last("seconds") or 0.0
        row = {
            "step": event.step,
            "epoch": self._epoch(event.step, event.epoch),
            "seconds": before + self._batch_size() / max(1e-9, event.images_per_second),
            "loss": event.loss,
            "top1": event.top1,
            "learning_rate": event.learning_rate,
            "images_per_second": event.images_per_second,
        }
        self.steps.add(row | {NORM + flow: norm for flow, norm in event.gradient_norms.items()})

    def _add_epoch(self, event: EpochDone) -> None:
        self.epochs.cut(event.step)
        self.epoch_end = event.end_seconds
        self._correct_time(event)
        judged = (event.validation_loss, event.validation_top1, event.validation_top5)
        loss, top1, top5 = (float("nan") if value is None else value for value in judged)
        row = {
            "step": event.step,
            "epoch": self._epoch(event.step, event.epoch + 1),
            "seconds": self.steps.last("seconds") or event.seconds,
            "loss": loss,
            "top1": top1,
            "top5": top5,
            "train_loss": event.train_loss,
            "train_top1": event.train_top1,
        }
        self.epochs.add(row)

    def _correct_time(self, event: EpochDone) -> None:
        """Spread the seconds that the epoch took over its steps, each with its share."""
        import numpy as np

        begun = int(self.epochs.last("step") or 0)
        first = int(np.searchsorted(self.steps.column("step"), begun, "right"))
        times = self.steps.column("seconds")
        start = float(times[first - 1]) if first else 0.0
        if len(times) - first == event.step - begun and times[-1] > start:
            times[first:] = start + (times[first:] - start) * event.seconds / (times[-1] - start)

    def _epoch(self, step: int, unknown: int) -> float:
        """Epochs done after that step; `unknown` where the run has not said how long they are."""
        start = self.started
        return step * start.epochs / start.steps if start and start.steps else float(unknown)

    def _batch_size(self) -> float:
        """Pictures of a step; what is left over at the end of an epoch is shared out."""
        start = self.started
        if start is None or not start.steps:
            return 1.0
        return start.train_images * start.epochs / start.steps


@dataclass(frozen=True)
class Progress:
    """How far a run is; `epoch` is the one that is worked on, from 1.

    `speed` in pictures per second and `seconds_left` are None while they are not known, and when
    the run is over; `seconds` are those of all steps so far. While a run is made ready, `preparing`
    says how far that is.
    """

    step: int = 0
    steps: int = 0
    epoch: int = 0
    epochs: int = 0
    speed: float | None = None
    seconds_left: float | None = None
    seconds: float = 0.0
    preparing: Preparing | None = None

    @property
    def share(self) -> float:
        """The part that is done, 0 … 1."""
        done, of = self.step, self.steps
        if self.preparing is not None:
            done, of = self.preparing.done, self.preparing.total
        return min(1.0, done / of) if of else 0.0


def progress(curves: Curves) -> Progress:
    """How far a run is, from the speed of its last steps and the end of its last epoch."""
    start = curves.started
    if start is None or curves.preparing is not None:
        return Progress(preparing=curves.preparing)
    step = int(curves.steps.last("step") or start.step)
    per_epoch = max(1, start.steps // max(1, start.epochs))
    epoch = min(start.epochs, step // per_epoch + (step % per_epoch > 0 or step == 0))
    pace = _seconds_per_step(curves) if curves.ended is None else None
    return Progress(
        step,
        start.steps,
        epoch,
        start.epochs,
        start.train_images / per_epoch / pace if pace else None,
        (start.steps - step) * pace + _ends_left(curves) if pace else None,
        curves.steps.last("seconds") or 0.0,
    )


def _ends_left(curves: Curves) -> float:
    """Seconds that the ends of the epochs to come will take, as the last one did."""
    assert curves.started is not None
    return curves.epoch_end * max(0, curves.started.epochs - len(curves.epochs))


def best_top1(curves: Curves) -> tuple[float, int] | None:
    """The best top-1 (fraction) on the validation pictures, and its epoch, from 1."""
    import numpy as np

    judged = curves.epochs.column("top1")
    if not np.isfinite(judged).any():
        return None
    at = int(np.nanargmax(judged))
    return float(judged[at]), round(float(curves.epochs.column("epoch")[at]))


def _seconds_per_step(curves: Curves) -> float | None:
    import numpy as np

    took = np.diff(curves.steps.column("seconds")[-_RECENT - 1 :])
    return float(took.mean()) if len(took) and took.mean() > 0 else None
