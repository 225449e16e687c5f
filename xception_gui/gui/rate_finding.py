"""The learning-rate finder in the window: asked for, arriving step by step, given up."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Literal

from PySide6.QtCore import QObject, Signal

from xception_gui.base.control import Control
from xception_gui.base.events import Preparing, RateFound, RateTried
from xception_gui.base.training import TrainingConfig
from xception_gui.gui.lanes import Failure, Job, Lanes
from xception_gui.gui.training import Training, leave_a_core

STEPS = 100
_KEY = "rate"
State = Literal["none", "running", "ended", "given up", "failed"]


class RateFinding(QObject):
    """One search at a time; a run that begins ends it, for both need the lane.

    Attributes
    ----------
    tried : list of RateTried
        So far.
    found : float or None
        The rate to try, once it has ended; None: the loss fell nowhere.
    preparing : Preparing or None
        What comes before the first rate.
    training : Training
        While a run of it is under way there is no search.
    """

    changed = Signal()

    def __init__(self, lanes: Lanes, training: Training, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lanes, self.training, self._control = lanes, training, Control()
        self.state: State = "none"
        self.tried: list[RateTried] = []
        self.found: float | None = None
        self.preparing: Preparing | None = None
        self.failure: Failure | None = None
        training.state_changed.connect(self._follow_run)

    def ask(self, data: str, config: TrainingConfig) -> None:
        """Search anew; nothing happens while a run is under way."""
        if self.training.busy:
            return
        self.cancel()
        self._control, self.state = Control(), "running"
        self.tried, self.found, self.preparing, self.failure = [], None, None, None
        work = partial(_search, data, config, self._control)
        job = Job(
            "Find the learning rate", work, self._take, self._fail, self._end, _KEY, bulk=True
        )
        self._lanes.submit("train", job)
        self.changed.emit()

    def cancel(self) -> None:
        """Give it up within a step; what was tried stays."""
        if self.state == "running":
            self._control.stop.set()
            self._lanes.cancel(_KEY)
            self.state = "given up"
            self.changed.emit()

    def _take(self, event: Preparing | RateTried | RateFound) -> None:
        self.preparing = event if isinstance(event, Preparing) else None
        if isinstance(event, RateTried):
            self.tried.append(event)
        elif isinstance(event, RateFound):
            self.found = event.rate
        self.changed.emit()

    def _end(self) -> None:
        self.state = "ended"
        self.changed.emit()

    def _fail(self, failure: Failure) -> None:
        self.state, self.failure = "failed", failure
        self.changed.emit()

    def _follow_run(self, state: str) -> None:
        if state == "preparing":
            self.cancel()


def _search(
    data: str, config: TrainingConfig, control: Control
) -> Iterator[Preparing | RateTried | RateFound]:
    """In the lane."""
    from xception_gui.training import find_rate

    leave_a_core()
    yield from find_rate(data, config, control, STEPS)
