"""The answers of this run as a table."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Qt

from xception_gui.base.numbers import percent
from xception_gui.gui import style
from xception_gui.gui.item_models.class_texts import class_words
from xception_gui.gui.item_models.rows_model import Index, RowsModel
from xception_gui.gui.language import mark, tr
from xception_gui.gui.views.plain_tip import plain_tip

COLUMNS = (
    mark("Picture"), mark("Answer"), mark("Probability"), mark("Weights"), mark("Time"),
)  # fmt: skip
PICTURE, _, PROBABILITY, WEIGHTS, TIME = range(5)


@dataclass(frozen=True)
class HistoryRow:
    """One answer; `place` is the path to show, `time` in seconds since the epoch."""

    name: str
    place: str
    label: str
    probability: float
    weights: str
    trained: bool
    time: float


class HistoryModel(RowsModel[HistoryRow]):
    """Rows in the order in which they were given; the tool tip is the whole path."""

    columns = COLUMNS
    numbers = range(PROBABILITY, PROBABILITY + 1)

    def words(self, row: HistoryRow) -> tuple[str, ...]:
        """What the cells of a row say."""
        weights = tr("Demo") if row.weights == "demo" else row.weights
        weights = weights if row.trained else tr("Untrained weights")
        clock = time.strftime("%H:%M:%S", time.localtime(row.time))
        return (row.name, class_words(row.label), percent(row.probability), weights, clock)

    def order(self, row: HistoryRow) -> tuple[str | float, ...]:
        """What they are sorted by."""
        return (row.name.casefold(), row.label.casefold(), row.probability, row.weights, row.time)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Also where the picture lies, and what weights are not trained."""
        row = self._rows[index.row()]
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tip(row.place) or None
        if role == Qt.ItemDataRole.ForegroundRole and not row.trained:
            return style.colour("warning") if index.column() == WEIGHTS else None
        return super().data(index, role)
