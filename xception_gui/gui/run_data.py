"""What the next run learns from: listed, shown, and what a run on it will take."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import QObject, Signal

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
        self._reading = self._estimated = False
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
        work = partial(described, path, *judging(self._tab.config))
        job = Job("Read the data", work, self._show, failed=self._not_read, latest="data")
        self._window.lanes.submit("io", job)

    def estimate(self) -> None:
        """Time and memory of a run, from one real step."""
        if self.data is None:
            return
        self._view.set_estimate(None)
        self._estimated = not self._window.workspace.training.busy
        if not self._estimated:
            return  # when that run has ended
        work = partial(estimated, self._tab.config, self.data)
        job = Job(
            "Estimate the run",
            work,
            self._show_estimate,
            failed=self._not_estimated,
            latest="estimate",
        )
        self._window.lanes.submit("train", job)

    def _not_estimated(self, failure: Failure) -> None:
        """Why is told; the pictures can be looked at all the same."""
        self._view.set_estimate(None, failed=True)
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
            self._check() if self._estimated else self.estimate()

    def _set_reading(self, reading: bool) -> None:
        self._reading = reading
        self.changed.emit()

    def _give_up(self) -> None:
        self._window.lanes.cancel("data")
        self._keep_former()

    def _keep_former(self) -> None:
        self.path = self.data.path if self.data is not None else ""
        self._view.set_reading("")
        self._set_reading(False)
        self._check()

    def _not_read(self, failure: Failure) -> None:
        self._keep_former()
        self._window.workspace.failed.emit(failure)

    def _show(self, data: TrainingData) -> None:
        self.data, self._check_state = data, "none"
        self._view.set_data(data)
        self._set_reading(False)
        self.estimate()
