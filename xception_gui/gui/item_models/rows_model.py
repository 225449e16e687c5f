"""A table of frozen rows; each kind of row says its words and what to sort by."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from xception_gui.gui.language import tr
from xception_gui.gui.views.plain_tip import plain_tip

SORT_ROLE = Qt.ItemDataRole.UserRole
Index = QModelIndex | QPersistentModelIndex
Row = TypeVar("Row")
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class RowsModel(QAbstractTableModel, Generic[Row]):
    """Rows in the order in which they were given.

    Attributes
    ----------
    columns : tuple of str
        Their names in English.
    numbers : range
        The columns that stand at the right.
    """

    columns: tuple[str, ...] = ()
    numbers = range(0)

    def __init__(self) -> None:
        super().__init__()
        self._rows: tuple[Row, ...] = ()

    def words(self, row: Row) -> tuple[str, ...]:
        """What the cells of a row say."""
        raise NotImplementedError

    def order(self, row: Row) -> tuple[str | float, ...]:
        """What they are sorted by."""
        raise NotImplementedError

    def set_rows(self, rows: Sequence[Row]) -> None:
        """Other rows."""
        self.beginResetModel()
        self._rows = tuple(rows)
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """As many as were given."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """See `columns`."""
        return 0 if parent.isValid() else len(self.columns)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Names of the columns."""
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return tr(self.columns[section]) if self.columns[section] else ""
        if role == Qt.ItemDataRole.TextAlignmentRole and section in self.numbers:
            return _RIGHT
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Words, alignment, what to sort by; the tool tip has what may be cut."""
        row = self._rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return self.words(row)[index.column()]
        if role == SORT_ROLE:
            return self.order(row)[index.column()]
        if role == Qt.ItemDataRole.TextAlignmentRole and index.column() in self.numbers:
            return _RIGHT
        if role == Qt.ItemDataRole.ToolTipRole and index.column() not in self.numbers:
            return plain_tip(self.words(row)[index.column()])
        return None
