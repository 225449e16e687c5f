"""What the next run learns from: listed, shown, and what a run on it will take."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from xception_gui.base.training_data import TrainingData
from xception_gui.gui.lanes import Failure, Job
from xception_gui.gui.run_start import described, estimated, judging
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
    """

    arrived = Signal()

    def __init__(self, window: MainWindow, tab: TrainTab) -> None:
        super().__init__(tab)
        self._window, self._tab, self._view = window, tab, tab.view
        self.data: TrainingData | None = None
        self._view.reading_given_up.connect(self._give_up)

    def read(self, path: str) -> None:
        """Count classes and pictures; of a large zip that takes a while."""
        self._view.set_reading(shown_name(Path(path).name))
        work = partial(described, path, *judging(self._tab.config))
        job = Job("Read the data", work, self._show, failed=self._not_read, latest="data")
        self._window.lanes.submit("io", job)

    def estimate(self) -> None:
        """Time and memory of a run, from one real step."""
        if self.data is None or self._window.workspace.training.busy:
            return
        self._view.set_estimate(None, None)
        count, classes = self.data.train, len(self.data.classes)
        work = partial(estimated, self._tab.config, count, classes)
        job = Job("Estimate the run", work, self._show_estimate, latest="estimate")
        self._window.lanes.submit("train", job)

    def _show_estimate(self, found: tuple[float, int]) -> None:
        """Variants take as long again, and are in memory beside the run."""
        seconds, memory = found
        runs = 1 + len(self._tab.changes)
        self._view.set_estimate(runs * seconds, runs * memory)

    def _give_up(self) -> None:
        self._window.lanes.cancel("data")
        self._view.set_reading("")

    def _not_read(self, failure: Failure) -> None:
        self._view.set_reading("")
        self._window.workspace.failed.emit(failure)

    def _show(self, data: TrainingData) -> None:
        self.data = data
        self._view.set_data(data)
        self._view.set_startable(not self._window.workspace.training.busy)
        self.arrived.emit()
        self.estimate()
