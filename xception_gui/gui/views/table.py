"""A table of facts to sort: whole rows, no grid, words that begin below the columns' names."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from PySide6.QtCore import (
    QAbstractItemModel,
    QModelIndex,
    QPersistentModelIndex,
    QSortFilterProxyModel,
    Qt,
)
from PySide6.QtGui import QPainter, QPalette
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from xception_gui.gui import style
from xception_gui.gui.item_models.rows_model import SORT_ROLE

_EDGE, _GAP, _ROW = 12, 8, 28


class _Cell(QStyledItemDelegate):
    """Words begin and end where the names of the columns do; the style itself leaves 2 pixels."""

    def __init__(self, table: QTableView) -> None:
        super().__init__(table)
        self._table = table

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        cell = QStyleOptionViewItem(option)
        self.initStyleOption(cell, index)
        text, cell.text = cell.text, ""
        element = QStyle.ControlElement.CE_ItemViewItem
        self._table.style().drawControl(element, cell, painter, self._table)
        left = _EDGE if index.column() == 0 else _GAP
        words = cell.rect.adjusted(left, 0, -_GAP, 0)
        elided = cell.fontMetrics.elidedText(text, cell.textElideMode, words.width())
        painter.setFont(cell.font)
        painter.setPen(cell.palette.color(QPalette.ColorRole.Text))
        painter.drawText(words, cell.displayAlignment, elided)


class _Some(QSortFilterProxyModel):
    """Sorted, and only some of the rows that were given."""

    _rows: Collection[int] | None = None

    def show_only(self, rows: Collection[int] | None) -> None:
        if rows != self._rows:
            self._rows = rows
            self.invalidate()

    def filterAcceptsRow(
        self, source_row: int, source_parent: QModelIndex | QPersistentModelIndex
    ) -> bool:
        wanted = self._rows is None or source_row in self._rows
        return wanted and super().filterAcceptsRow(source_row, source_parent)


class Table(QTableView):
    """The first column takes what the others leave; a click on a name sorts by `SORT_ROLE`.

    Parameters
    ----------
    widths : mapping
        Of the other columns, in pixels of a 12-pixel font.
    """

    def __init__(
        self, model: QAbstractItemModel, widths: Mapping[int, int], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.sorted = _Some(self)
        self.sorted.setSourceModel(model)
        self.sorted.setSortRole(SORT_ROLE)
        self.setModel(self.sorted)
        self.setSortingEnabled(True)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setShowGrid(False)
        self.setItemDelegate(_Cell(self))
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.setTabKeyNavigation(False)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(style.px(_ROW))
        self._arrange_header(widths)

    def show_only(self, rows: Collection[int] | None) -> None:
        """Some of the rows that were given; None: all."""
        self.sorted.show_only(rows)

    def row_of(self, index: QModelIndex) -> int:
        """The place of a shown row in the model that was given."""
        return self.sorted.mapToSource(index).row()

    def _arrange_header(self, widths: Mapping[int, int]) -> None:
        header = self.horizontalHeader()
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        for column, width in widths.items():
            self.setColumnWidth(column, style.px(width))
