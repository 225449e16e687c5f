"""The answers of this run as a table."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from xception_gui.base.numbers import percent
from xception_gui.gui import style
from xception_gui.gui.item_models.class_texts import class_words
from xception_gui.gui.item_models.rows_model import SORT_ROLE
from xception_gui.gui.language import mark, tr

COLUMNS = (
    mark("Picture"), mark("Answer"), mark("Probability"), mark("Weights"), mark("Time"),
)  # fmt: skip
PICTURE, _, PROBABILITY, WEIGHTS, TIME = range(5)
Index = QModelIndex | QPersistentModelIndex


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


class HistoryModel(QAbstractTableModel):
    """Rows in the order in which they were given."""

    def __init__(self) -> None:
        super().__init__()
        self._rows: tuple[HistoryRow, ...] = ()

    def set_rows(self, rows: Sequence[HistoryRow]) -> None:
        """Other rows."""
        self.beginResetModel()
        self._rows = tuple(rows)
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """One per answer."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """See `COLUMNS`."""
        return 0 if parent.isValid() else len(COLUMNS)

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> Any:
        """Names of the columns."""
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return tr(COLUMNS[section])
        if role == Qt.ItemDataRole.TextAlignmentRole and section == PROBABILITY:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Words, alignment, the whole path as tooltip, and what to sort by."""
        row = self._rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return _words(row)[index.column()]
        if role == SORT_ROLE:
            return _order(row)[index.column()]
        if role == Qt.ItemDataRole.ToolTipRole:
            return row.place or None
        if role == Qt.ItemDataRole.TextAlignmentRole and index.column() == PROBABILITY:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        if role == Qt.ItemDataRole.ForegroundRole and not row.trained:
            return style.colour("warning") if index.column() == WEIGHTS else None
        return None


def _words(row: HistoryRow) -> tuple[str, ...]:
    weights = row.weights if row.trained else tr("Untrained weights")
    clock = time.strftime("%H:%M:%S", time.localtime(row.time))
    return (row.name, class_words(row.label), percent(row.probability), weights, clock)


def _order(row: HistoryRow) -> tuple[str | float, ...]:
    return (row.name.casefold(), row.label.casefold(), row.probability, row.weights, row.time)
