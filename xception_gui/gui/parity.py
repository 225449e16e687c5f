"""The picture that is shown under the conventions of every port: asked for, arriving, given up."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from xception_gui.base.parity import Convention, ParityAnswer, conventions, views
from xception_gui.base.preprocessing import Steps
from xception_gui.base.results import Prepared
from xception_gui.gui.lanes import Failure, Job
from xception_gui.gui.session import Network
from xception_gui.gui.sources import Source, decode_source

if TYPE_CHECKING:
    from xception_gui.gui.main_window import MainWindow

_ACTION, _PREPARE, _ANSWER = "Compare the conventions", "parity-prepare", "parity"
Ways = Mapping[str, Prepared]


class Parity(QObject):
    """One comparison at a time; another picture or network begins it anew."""

    began = Signal()  # with other conventions, or for another picture
    arrived = Signal(object)  # `ParityAnswer`
    ended = Signal()  # whole, given up or failed

    def __init__(self, window: MainWindow, parent: QObject) -> None:
        super().__init__(parent)
        self._lanes, self._workspace = window.lanes, window.workspace
        self.conventions: list[Convention] = []
        self.answers: list[ParityAnswer] = []
        self.failure: Failure | None = None
        self.is_running = False

    def ask(self) -> None:
        """Compare for what is shown now."""
        self._stop()
        self.conventions, self.answers, self.failure = [], [], None
        network, source = self._workspace.network, self._workspace.source
        if network is not None and source is not None:
            weights = network.weights
            self.conventions = conventions(weights.preprocessing, weights.config)
            self.is_running = True
            work = partial(_prepared, source, weights.preprocessing)
            done = partial(self._answer, network)
            self._lanes.submit("io", Job(_ACTION, work, done, self._fail, latest=_PREPARE))
        self.began.emit()

    def cancel(self) -> None:
        """Give it up; what has arrived stays."""
        self._stop()
        self.ended.emit()

    def _stop(self) -> None:
        self.is_running = False
        for key in (_PREPARE, _ANSWER):
            self._lanes.cancel(key)

    def _answer(self, network: Network, prepared: Ways) -> None:
        work = partial(self._workspace.session.parity, network.state_id, prepared)
        job = Job(_ACTION, work, self._take, self._fail, self._end, latest=_ANSWER, bulk=True)
        self._lanes.submit("model", job)

    def _take(self, answer: ParityAnswer) -> None:
        self.answers.append(answer)
        self.arrived.emit(answer)

    def _end(self) -> None:
        self.is_running = False
        self.ended.emit()

    def _fail(self, failure: Failure) -> None:
        self.failure = failure
        if failure.problem is None:  # a mistake of ours: with details and a report
            self._workspace.failed.emit(failure)
        self._end()


def _prepared(source: Source, steps: Steps) -> Ways:
    from xception_gui.images.prepare import prepare_each

    opened = decode_source(source)
    return prepare_each(opened.image, views(steps), opened.picture.image_id)
