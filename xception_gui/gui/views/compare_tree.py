"""A tree of compared rows: names at the left, numbers at the right, what differs is marked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFontMetrics, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from xception_gui.gui import style
from xception_gui.gui.item_models.compare_model import NAME, ROW_ROLE, CompareModel
from xception_gui.gui.item_models.compare_rows import CompareRow
from xception_gui.gui.item_models.module_texts import FLOWS
from xception_gui.gui.views.tree_delegate import LEAD
from xception_gui.gui.views.tree_rows import TreeRows

Index = QModelIndex | QPersistentModelIndex
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_ROW, _SQUARE, _GAP, _MARGIN = 24, 8, 8, 8
_NAMES = 160
_MARKED = QStyle.StateFlag.State_Selected | QStyle.StateFlag.State_MouseOver


class _Cells(QStyledItemDelegate):
    """Paints a row's name and numbers; its background is the view's."""

    def __init__(self, parent: QObject | None, split: int) -> None:
        super().__init__(parent)
        self.split = split

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(0, style.px(_ROW))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row = index.data(ROW_ROLE)
        if not isinstance(row, CompareRow):
            return
        rect: QRect = option.rect
        marked = bool(option.state & _MARKED)
        if index.column() == NAME:
            self._paint_name(painter, rect, row, marked)
        else:
            self._paint_number(painter, rect, row, index.column() - 1, marked)
        if self.split and index.column() == self.split:
            painter.fillRect(rect.left(), rect.top(), 1, rect.height(), style.colour("line"))

    def _paint_name(self, painter: QPainter, rect: QRect, row: CompareRow, marked: bool) -> None:
        rect = rect.adjusted(LEAD, 0, 0, 0)
        if row.heading:
            square = QRect(rect.left(), rect.center().y() - _SQUARE // 2 + 1, _SQUARE, _SQUARE)
            style.box(painter, square, style.flow_colour(row.flow), None, 2)
            rect.adjust(_SQUARE + _GAP, 0, 0, 0)
        font = style.font("bold" if row.heading else "body")
        metrics = QFontMetrics(font)
        painter.setFont(font)
        painter.setPen(style.colour("error" if row.stop and not marked else "text"))
        shown = metrics.elidedText(row.name, Qt.TextElideMode.ElideMiddle, rect.width())
        painter.drawText(rect, _LEFT, shown)
        rest = rect.adjusted(metrics.horizontalAdvance(row.name) + _GAP, 0, 0, 0)
        small = style.font("small")
        if row.kind and QFontMetrics(small).horizontalAdvance(row.kind) <= rest.width():
            painter.setFont(small)
            painter.setPen(style.colour("text" if marked else "faint"))
            painter.drawText(rest, _LEFT, row.kind)

    def _paint_number(
        self, painter: QPainter, rect: QRect, row: CompareRow, number: int, marked: bool
    ) -> None:
        cell = row.cells[number]
        if cell.differs and not marked:
            inner = rect.adjusted(2, 2, -2, -2)
            style.box(painter, inner, style.colour("warning_surface"), None, 3)
        if cell.share > 0:
            self._paint_bar(painter, rect, row.flow, cell.share)
        strong = cell.differs or row.heading or marked
        painter.setFont(style.font("small"))
        painter.setPen(style.colour("text" if strong else "muted"))
        painter.drawText(rect.adjusted(0, 0, -_MARGIN, 0), _RIGHT, cell.text)

    def _paint_bar(self, painter: QPainter, rect: QRect, flow: str, share: float) -> None:
        room = rect.adjusted(4, 4, -4, -4)
        colour = style.flow_colour(flow if flow in FLOWS else "classifier")
        colour.setAlphaF(0.29 if style.is_dark() else 0.18)
        room.setWidth(max(1, round(share * room.width())))
        style.box(painter, room, colour, None, 3)


class CompareTree(TreeRows):
    """Tells the path of the row that the user selects; `moved` tells it whoever selects.

    Parameters
    ----------
    columns : sequence of str
        Their names in English.
    widths : mapping
        Of all columns but the first, in pixels of a 12-pixel font.
    spared : sequence of int
        Columns that are left out where names have no room.
    split : int
        The column before which a line stands; 0 for none.
    """

    path_selected = Signal(str)
    moved = Signal(str)

    def __init__(
        self,
        columns: Sequence[str],
        widths: Mapping[int, int],
        split: int = 0,
        spared: Sequence[int] = (),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._split, self._spared = split, spared
        self.rows = CompareModel(columns, self)
        self._widths, self._open, self._quiet = widths, set(FLOWS), False
        self._delegate = _Cells(self, split)
        self.setItemDelegate(self._delegate)
        self.setModel(self.rows)
        self.header().setSectionResizeMode(NAME, QHeaderView.ResizeMode.Stretch)
        for column in widths:
            self.header().setSectionResizeMode(column, QHeaderView.ResizeMode.Fixed)
        self._size_columns()
        self.selectionModel().currentChanged.connect(self._moved)
        self.expanded.connect(lambda index: self._open.add(self._path(index)))
        self.collapsed.connect(lambda index: self._open.discard(self._path(index)))

    def set_rows(self, rows: Sequence[CompareRow]) -> None:
        """Show other rows; what is open and selected stays where it exists."""
        selected, self._quiet = self._path(self.currentIndex()), True
        wanted = set(self._open)
        self.rows.set_rows(rows)
        for path in wanted:
            self.expand(self.rows.index_of(path))
        self._open = wanted
        self._quiet = False
        self.select(selected)

    def select(self, path: str) -> None:
        """Select a row by its path, without a signal; none if it is not there."""
        self._quiet = True
        index = self.rows.index_of(path)
        self.setCurrentIndex(index)
        if index.isValid():
            self.scrollTo(index)
        else:
            self.clearSelection()
        self._quiet = False

    @property
    def path(self) -> str:
        """Of the row that is selected; "" for none."""
        return self._path(self.currentIndex())

    def changeEvent(self, event: QEvent) -> None:
        """Another language has other names, another font other widths."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._size_columns()
        elif event.type() == QEvent.Type.LanguageChange:
            last = self.rows.columnCount() - 1
            self.rows.headerDataChanged.emit(Qt.Orientation.Horizontal, NAME, last)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where names have no room, columns that can be spared give theirs."""
        super().resizeEvent(event)
        rest = self.viewport().width() - sum(style.px(width) for width in self._widths.values())
        for column in self._spared:
            self.header().setSectionHidden(column, rest < style.px(_NAMES))
        split = self._split
        self._delegate.split = split + int(split > 0 and self.header().isSectionHidden(split))

    def _size_columns(self) -> None:
        for column, width in self._widths.items():
            self.header().resizeSection(column, style.px(width))

    def _moved(self, index: QModelIndex) -> None:
        path = self._path(index)
        self.moved.emit(path)
        if path and not self._quiet and not path.startswith(":"):
            self.path_selected.emit(path)

    def _path(self, index: QModelIndex) -> str:
        row = self.rows.row(index)
        return row.path if row is not None else ""
