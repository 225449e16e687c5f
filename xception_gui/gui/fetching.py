"""Published weights on their way here: a bulk job of the `io` lane, one at a time."""

from __future__ import annotations

import time
from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from xception_gui.gui.lanes import Failure, Job, Lanes

if TYPE_CHECKING:
    from xception_gui.weights.download import Progress

ACTION = "Fetch weights"
_KEY = "fetch"
_TICK = 0.066  # seconds between two messages


class Fetching(QObject):
    """Nothing is fetched unasked; what is given up goes on the next time."""

    changed = Signal()
    fetched = Signal(str)  # the name
    failed = Signal(object)  # `Failure`

    def __init__(self, lanes: Lanes, parent: QObject) -> None:
        super().__init__(parent)
        self._lanes = lanes
        self.name = ""
        self.progress: Progress | None = None

    def fetch(self, name: str, mirror: str) -> None:
        """Fetch the published weights of that name; from a mirror if one is given."""
        self.name, self.progress = name, None
        work = partial(_pieces, name, mirror)
        done, ended = self._note, self._end
        job = Job(ACTION, work, done, self._fail, ended, latest=_KEY, bulk=True)
        self._lanes.submit("io", job)
        self.changed.emit()

    def cancel(self) -> None:
        """Stop; what has arrived is kept."""
        self._lanes.cancel(_KEY)
        self._forget()

    def _note(self, progress: Progress) -> None:
        self.progress = progress
        self.changed.emit()

    def _end(self) -> None:
        name = self.name
        self._forget()
        self.fetched.emit(name)

    def _fail(self, failure: Failure) -> None:
        self._forget()
        self.failed.emit(failure)

    def _forget(self) -> None:
        self.name, self.progress = "", None
        self.changed.emit()


def _pieces(name: str, mirror: str) -> Iterator[Progress]:
    """Some of the progress: a message for each piece would be thousands."""
    from xception_gui.weights.fetch import fetch_file

    told = 0.0
    for progress in fetch_file(name, mirror):
        if time.monotonic() - told > _TICK:
            told = time.monotonic()
            yield progress
