"""What the next run learns from: listed, shown, and what a run on it will take."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import QObject, Signal

from xception_gui.base.training import TrainingConfig
from xception_gui.base.training_data import Estimate, TrainingData
from xception_gui.gui.lanes import Failure, Job
from xception_gui.gui.run_start import checked, described, estimated, judging
from xception_gui.gui.sources import shown_name

if TYPE_CHECKING:
    from xception_gui.gui.main_window import MainWindow
    from xception_gui.gui.train_tab import TrainTab


class RunData(QObject):
    """Keeps the page of the next run like the data that were chosen.

    Attributes
    ----------
    data : TrainingData or None
        What was listed last.
    path : str
        Where it lies, or what is being listed now; empty: nothing.
    """

    changed = Signal()  # what a run can learn

    def __init__(self, window: MainWindow, tab: TrainTab) -> None:
        super().__init__(tab)
        self._window, self._tab, self._view = window, tab, tab.view
        self.data: TrainingData | None = None
        self.path = ""
        self._check_state: Literal["none", "going", "over"] = "none"
        self._judged: object = None  # as `judging` says it, when the data were listed
        self._estimated: TrainingConfig | None = None
        self._reading = False
        self._view.reading_given_up.connect(self._give_up)
        window.workspace.training.state_changed.connect(self._follow_run)

    @property
    def ready(self) -> TrainingData | None:
        """What a run can learn; while other data are read, nobody means the former."""
        return None if self._reading else self.data

    def read(self, path: str) -> None:
        """Count classes and pictures; of a large zip that takes a while."""
        self._stop_check()
        self.path = path
        self._set_reading(True)
        self._view.set_reading(shown_name(Path(path).name))
        judged = judging(self._tab.config)
        work, show = partial(described, path, *judged), partial(self._show, judged)
        job = Job("Read the data", work, show, failed=self._not_read, latest="data")
        self._window.lanes.submit("io", job)

    def estimate(self) -> None:
        """Time and memory of a run, from one real step."""
        if self.data is None:
            return
        if self._window.workspace.training.busy:
            self._estimate_later()
            return
        self._view.set_estimate(None)
        self._estimated = self._tab.config
        work = partial(estimated, self._tab.config, self.data)
        job = Job(
            "Estimate the run",
            work,
            self._show_estimate,
            failed=self._not_estimated,
            latest="estimate",
        )
        self._window.lanes.submit("train", job)

    def _estimate_later(self) -> None:
        """What may still be measured before the run begins is of other values."""
        self._window.lanes.cancel("estimate")
        self._view.set_estimate(None, "later")
        self._estimated = None

    def _go_on(self) -> None:
        """With what is still to be known of the data."""
        self._check() if self._estimated == self._tab.config else self.estimate()

    def _not_estimated(self, failure: Failure) -> None:
        """Why is told; the pictures can be looked at all the same."""
        self._view.set_estimate(None, "failed")
        self._window.workspace.failed.emit(failure)
        self._check()

    def _show_estimate(self, found: Estimate) -> None:
        """Variants take as long again, and are in memory beside the run, but for the pictures."""
        runs = 1 + len(self._tab.changes)
        seconds, memory = runs * found.seconds, runs * found.memory
        self._view.set_estimate(replace(found, seconds=seconds, memory=memory))
        self._check()

    def _check(self) -> None:
        """Open pictures once, after the estimate: a large zip takes minutes."""
        data = self._tab.free_data
        if data is None or self._check_state != "none":
            return
        self._check_state = "going"
        work, show = partial(checked, data.path), self._view.set_checked
        job = Job(
            "Check the pictures", work, show, ended=self._have_checked, latest="check", bulk=True
        )
        self._window.lanes.submit("io", job)

    def _have_checked(self) -> None:
        self._check_state = "over"

    def _stop_check(self) -> None:
        """A part of the pictures says little: it is not shown, and they are opened anew later."""
        self._window.lanes.cancel("check")
        if self._check_state == "going":
            self._check_state = "none"
            self._view.set_checked(None)

    def _follow_run(self, state: str) -> None:
        """A run opens them all itself."""
        if state == "preparing":
            self._stop_check()
        elif state in ("ended", "failed"):
            self._go_on()

    def _set_reading(self, reading: bool) -> None:
        self._reading = reading
        self.changed.emit()

    def _give_up(self) -> None:
        self._window.lanes.cancel("data")
        self._keep_former()

    def _keep_former(self) -> None:
        """As the values are by now, which may have changed while the others were read."""
        former, given_up = self.data, self.path
        self.path = former.path if former is not None else ""
        self._view.set_reading("")
        self._set_reading(False)
        counted = self._judged == judging(self._tab.config) or given_up == self.path
        self._go_on() if counted or former is None else self.read(self.path)

    def _not_read(self, failure: Failure) -> None:
        self._keep_former()
        self._window.workspace.failed.emit(failure)

    def _show(self, judged: object, data: TrainingData) -> None:
        self.data, self._judged, self._check_state = data, judged, "none"
        self._view.set_data(data)
        self._set_reading(False)
        self.estimate()
