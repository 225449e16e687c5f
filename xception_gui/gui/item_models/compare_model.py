"""The rows of the tab Compare as a Qt item model."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from xception_gui.gui.item_models.compare_rows import CompareRow
from xception_gui.gui.language import tr

Index = QModelIndex | QPersistentModelIndex
ROW_ROLE = int(Qt.ItemDataRole.UserRole) + 1
"""The `CompareRow`."""
NAME = 0
_DISPLAY = int(Qt.ItemDataRole.DisplayRole)
_NOWHERE = QModelIndex()
_TOP = -1


@dataclass
class _Node:
    """A row by number: Qt's indexes carry the number, never a Python pointer."""

    row: CompareRow
    parent: int
    place: int
    children: list[int] = field(default_factory=list)


class CompareModel(QAbstractItemModel):
    """Name first, then a column for each cell.

    Parameters
    ----------
    columns : sequence of str
        Their names in English.
    """

    def __init__(self, columns: Sequence[str], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._columns = tuple(columns)
        self._nodes: list[_Node] = []
        self._top: list[int] = []
        self._numbers: dict[str, int] = {}

    def set_rows(self, rows: Sequence[CompareRow]) -> None:
        """Other rows."""
        self.beginResetModel()
        self._nodes = []
        self._top = [self._add(row, _TOP, place) for place, row in enumerate(rows)]
        self._numbers = {node.row.path: number for number, node in enumerate(self._nodes)}
        self.endResetModel()

    def _add(self, row: CompareRow, parent: int, place: int) -> int:
        number = len(self._nodes)
        node = _Node(row, parent, place)
        self._nodes.append(node)
        node.children = [self._add(child, number, at) for at, child in enumerate(row.children)]
        return number

    def row(self, index: Index) -> CompareRow | None:
        """What stands there."""
        return self._nodes[index.internalId()].row if index.isValid() else None

    def index_of(self, path: str) -> QModelIndex:
        """Where the row of a path stands; an invalid index if there is none."""
        number = self._numbers.get(path)
        if number is None:
            return QModelIndex()
        return self.createIndex(self._nodes[number].place, NAME, number)

    def _below(self, parent: Index) -> list[int]:
        return self._nodes[parent.internalId()].children if parent.isValid() else self._top

    # Qt's own interface

    def index(self, row: int, column: int, parent: Index = _NOWHERE) -> QModelIndex:
        """Index of a cell."""
        below = self._below(parent)
        if not (0 <= row < len(below) and 0 <= column < len(self._columns)):
            return QModelIndex()
        return self.createIndex(row, column, below[row])

    def parent(self, index: Index = _NOWHERE) -> QModelIndex:  # type: ignore[override]
        """Index of the row above in the tree."""
        above = self._nodes[index.internalId()].parent if index.isValid() else _TOP
        if above == _TOP:
            return QModelIndex()
        return self.createIndex(self._nodes[above].place, NAME, above)

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """Rows below `parent`."""
        return len(self._below(parent)) if parent.column() <= NAME else 0

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        """As many as are named."""
        return len(self._columns)

    def data(self, index: Index, role: int = _DISPLAY) -> object:
        """Texts and the row itself."""
        row = self.row(index)
        if row is None:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return row.name if index.column() == NAME else row.cells[index.column() - 1].text
        if role == ROW_ROLE:
            return row
        return row.tip if role == Qt.ItemDataRole.ToolTipRole else None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _DISPLAY) -> object:
        """Names of the columns."""
        if orientation != Qt.Orientation.Horizontal or role != Qt.ItemDataRole.DisplayRole:
            return None
        return tr(self._columns[section]) if self._columns[section] else ""
