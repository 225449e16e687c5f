"""What was answered since the window was opened: one row per picture and network."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from xception_gui.base.results import Prediction
from xception_gui.base.tables import Row, answer_row
from xception_gui.gui.sources import Source

LIMIT = 10_000  # rows; the oldest go first


@dataclass(frozen=True)
class Answered:
    """One answer: which picture, what was said, when (seconds since the epoch)."""

    source: Source
    prediction: Prediction
    time: float


class History(QObject):
    """Every answer in the order in which it was first given; closing a picture keeps its row."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: dict[tuple[str, str, str], Answered] = {}

    @property
    def rows(self) -> Sequence[Answered]:
        """Oldest first."""
        return tuple(self._rows.values())

    def note(self, source: Source, prediction: Prediction) -> None:
        """Keep an answer; the same picture answered by the same network keeps its row.

        Copies under other names have rows of their own, as on the command line.
        """
        key = (_place(source), prediction.origin.image_id, prediction.origin.state_id)
        if key in self._rows:
            return
        self._rows[key] = Answered(source, prediction, time.time())
        if len(self._rows) > LIMIT:
            del self._rows[next(iter(self._rows))]
        self.changed.emit()

    def clear(self) -> None:
        """Forget everything."""
        self._rows.clear()
        self.changed.emit()

    def table(self, top: int) -> list[Row]:
        """Rows to export, as the command line writes them."""
        return [answer_row(_place(one.source), one.prediction, top) for one in self.rows]


def _place(source: Source) -> str:
    return source.where or source.name
