"""The training run of this window: started, steered and told about; it lives in the `train` lane.

Part of the workspace. The lane's thread iterates the same generator as the command line and puts
its events aside; a timer hands them over, however fast the steps are.
"""

from __future__ import annotations

import os
import sys
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import QObject, QTimer, Signal

from xception_gui.base.control import Control
from xception_gui.base.variants import Changes, variant_names
from xception_gui.gui.lanes import Failure, Job, Lanes

if TYPE_CHECKING:
    from xception_gui.base.events import TrainingEvent
    from xception_gui.base.training import TrainingConfig

    Told = tuple[bool, TrainingEvent]  # whether it is of the first run

ACTION = "Train"
TICK_MS = 66  # fifteen times a second
RunState = Literal[
    "none", "preparing", "running", "pausing", "paused", "stopping", "ended", "failed"
]
BUSY = ("preparing", "running", "pausing", "paused", "stopping")


@dataclass(frozen=True)
class Order:
    """What is to be trained on what, and where the run is written.

    Parameters
    ----------
    data : str
        Folder or zip of class folders.
    out : Path
        Run directory.
    config : TrainingConfig
        Ignored where the run is resumed: it keeps its own.
    changes : tuple of (str, value)
        Of the architecture: for each of them another run goes on beside, a step of each in turn.
        Their directories lie beside each other and begin with the name of `out`.
    judged : str
        Where the run is resumed: where the pictures lie now that it is judged on, if they have
        moved.
    """

    data: str
    out: Path
    config: TrainingConfig
    resume: bool = False
    changes: Changes = ()
    judged: str = ""

    @property
    def runs(self) -> tuple[Path, ...]:
        """The run directories; with changes the one of the unchanged run is the first."""
        if not self.changes:
            return (self.out,)
        names = variant_names(self.changes)
        return tuple(self.out.with_name(f"{self.out.name}-{name}") for name in names)


class Training(QObject):
    """At most one run at a time."""

    state_changed = Signal(str)  # a `RunState`
    events_arrived = Signal(object)  # sequence of `TrainingEvent`, in order, of the first run
    failed = Signal(object)  # `Failure`; the run is over, its last checkpoint stays

    def __init__(self, lanes: Lanes, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lanes, self._control = lanes, Control()
        self._state: RunState = "none"
        self._order: Order | None = None
        self._put_aside: deque[Told] = deque()  # safe between threads
        self._timer = QTimer(self, interval=TICK_MS)
        self._timer.timeout.connect(self._hand_over)

    @property
    def state(self) -> RunState:
        """How far the run is; "none" before the first."""
        return self._state

    @property
    def order(self) -> Order | None:
        """What is, or was last, trained."""
        return self._order

    @property
    def busy(self) -> bool:
        """Whether a run is under way, perhaps paused."""
        return self._state in BUSY

    # Steering

    def start(self, order: Order) -> None:
        """Begin a run, or go on with one; nothing happens while another is under way."""
        if self.busy:
            return
        self._control, self._order = Control(), order
        self._put_aside.clear()
        self._set_state("preparing")
        self._timer.start()
        work = partial(_iterate, order, self._control, self._put_aside.append)
        self._lanes.submit("train", Job(ACTION, work, self._end, failed=self._fail))

    def pause(self) -> None:
        """Wait after this step, with a checkpoint."""
        self._control.pause.set()
        if self._state == "running":
            self._set_state("pausing")

    def go_on(self) -> None:
        """The pause is over, or not wanted any more."""
        self._control.pause.clear()
        if self._state == "pausing":
            self._set_state("running")

    def stop(self) -> None:
        """End after this step, with a checkpoint."""
        if self.busy:
            self._control.stop.set()
            self._set_state("stopping")

    def finish_epoch(self) -> None:
        """End after this epoch; a pause ends now."""
        self._control.finish_epoch.set()
        self.go_on()

    # Telling

    def _set_state(self, state: RunState) -> None:
        if state != self._state:
            self._state = state
            self.state_changed.emit(state)

    def _hand_over(self) -> None:
        told = _taken(self._put_aside)
        for _, event in told:
            self._follow(event)
        events = [event for first, event in told if first]
        if events:
            self.events_arrived.emit(events)

    def _follow(self, event: TrainingEvent) -> None:
        from xception_gui.base.events import Paused, Resumed, RunStarted

        if self._state == "stopping":
            return
        if isinstance(event, RunStarted | Resumed):
            if self._state != "pausing":  # a variant that begins beside it
                self._set_state("running")
        elif isinstance(event, Paused):
            self._set_state("paused")

    def _end(self, _nothing: None) -> None:
        self._timer.stop()
        self._hand_over()
        self._set_state("ended")

    def _fail(self, failure: Failure) -> None:
        self._timer.stop()
        self._hand_over()
        self._set_state("failed")
        self.failed.emit(failure)


def _iterate(order: Order, control: Control, tell: Callable[[Told], None]) -> None:
    """In the lane: the whole run, every event recorded before it is told."""
    leave_a_core()
    for told in _beside(order, control) if order.changes else _alone(order, control):
        tell(told)


def _alone(order: Order, control: Control) -> Iterator[Told]:
    from xception_gui.training import recorded, train

    moved = {"validation_data": order.judged} if order.judged else None
    out, resume = order.out, order.resume
    events = train(order.data, out, order.config, control, resume=resume, changes=moved)
    for event in recorded(events, order.out, order.config):
        yield True, event


def _beside(order: Order, control: Control) -> Iterator[Told]:
    """The run and its variants, in lockstep."""
    from xception_gui.images.datasets import ClassFolders
    from xception_gui.training.ablate import ablations, lockstep
    from xception_gui.training.record import config_of_run

    classes = len(ClassFolders(order.data).classes)
    config = config_of_run(order.runs[0]) if order.resume else order.config
    if order.judged and config.validation_data:
        config = replace(config, validation_data=order.judged)
    found = ablations(config, order.changes, classes)
    runs = [replace(run, name=path.name) for run, path in zip(found, order.runs, strict=True)]
    for run, event in lockstep(order.data, order.out.parent, runs, control, order.resume):
        yield run is runs[0], event


def leave_a_core() -> None:
    """The window keeps one: with all of them a 16 ms timer came to 28 ms, with one less to 19."""
    import torch

    cores = len(os.sched_getaffinity(0)) if sys.platform == "linux" else os.cpu_count() or 1
    torch.set_num_threads(max(1, cores - 1))


def _taken(events: deque[Told]) -> Sequence[Told]:
    """What is there by now; the lane may add more meanwhile."""
    return [events.popleft() for _ in range(len(events))]
