"""How the architecture tree paints its rows and answers mouse and keys."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QCursor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QStyleOptionViewItem,
    QTreeView,
    QWidget,
)

from xception_gui.gui import style
from xception_gui.gui.item_models.module_tree import MODULE
from xception_gui.gui.style.paint import focus_ring, glyph, has_keyboard_focus
from xception_gui.gui.views.tree_delegate import LEAD, TreeDelegate
from xception_gui.gui.views.tree_header import TreeHeader

Index = QModelIndex | QPersistentModelIndex

_INDENT, _CHEVRON_SHIFT, _ACCENT = 12, 5, 3
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_REFRESHING = (QEvent.Type.PaletteChange, QEvent.Type.FontChange, QEvent.Type.StyleChange)


class TreeRows(QTreeView):
    """Rows of one height whose selection spans the whole width."""

    opened = Signal(QModelIndex)
    """The user wants this row opened: Enter, or a double click on a row without children."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._hint = ""
        self._cells = TreeDelegate(self)
        self.setItemDelegate(self._cells)
        self.setHeader(TreeHeader(self))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setIndentation(_INDENT)
        self.setUniformRowHeights(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        # Its room is always kept, so that the columns do not jump; it is empty where all is seen.
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setAttribute(Qt.WidgetAttribute.WA_MacShowFocusRect, False)

    def set_hint(self, text: str) -> None:
        """Have an empty tree say `text`."""
        if text != self._hint:  # all rows are painted anew, and this is said often
            self._hint = text
            self.viewport().update()

    def hint(self) -> str:
        """What an empty tree says."""
        return self._hint

    def changeEvent(self, event: QEvent) -> None:
        """Another theme or system font: read both again."""
        super().changeEvent(event)
        if event.type() in _REFRESHING and hasattr(self, "_cells"):
            self._cells.refresh()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The rows, or the hint where there is none."""
        super().paintEvent(event)
        if self._hint and not self.model().rowCount():
            painter = QPainter(self.viewport())
            painter.setFont(style.font("body"))
            painter.setPen(style.colour("muted"))
            room = self.viewport().rect().adjusted(12, 12, -12, -12)
            wrapped = Qt.AlignmentFlag.AlignHCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(room, wrapped, self._hint)

    def drawRow(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Background over the whole width, then chevron and cells."""
        row = QRect(0, option.rect.y(), self.viewport().width(), option.rect.height())
        selected = self.selectionModel().isSelected(index)
        if selected or self._is_hovered(row):
            painter.fillRect(row, style.colour("soft" if selected else "hover"))
        super().drawRow(painter, option, index)
        if selected:
            painter.fillRect(QRect(0, row.y(), _ACCENT, row.height()), style.colour("accent"))
        if self._rings(index):
            focus_ring(painter, row, 3)

    def _is_hovered(self, row: QRect) -> bool:
        viewport = self.viewport()
        return viewport.underMouse() and row.contains(viewport.mapFromGlobal(QCursor.pos()))

    def _rings(self, index: Index) -> bool:
        """Focus is shown where the keyboard brought it, and not after a click."""
        current = self.currentIndex().siblingAtColumn(MODULE)
        return has_keyboard_focus(self) and current == index.sibling(index.row(), MODULE)

    def drawBranches(self, painter: QPainter, rect: QRect, index: Index) -> None:
        """A chevron beside the name, no lines."""
        if not self.model().hasChildren(index):
            return
        shape = "down" if self.isExpanded(index) else "right"
        place = QRect(rect.right() + 1 - _INDENT, rect.top(), _INDENT, rect.height())
        glyph(painter, place.translated(_CHEVRON_SHIFT, 0), shape, style.colour("muted"))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click on a chevron opens or closes; anywhere else it selects."""
        self.window().setAttribute(Qt.WidgetAttribute.WA_KeyboardFocusChange, False)
        index = self._chevron_at(event.position().toPoint())
        if index is None:
            super().mousePressEvent(event)
        elif event.button() == Qt.MouseButton.LeftButton:
            self.setExpanded(index, not self.isExpanded(index))

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Two clicks on a chevron are two clicks; on a row without children they open it."""
        place = event.position().toPoint()
        if self._chevron_at(place) is not None:
            self.mousePressEvent(event)
            return
        super().mouseDoubleClickEvent(event)
        index = self.indexAt(place)
        if index.isValid() and not self.model().hasChildren(index):
            self.opened.emit(index)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens the current row; every other key is Qt's."""
        if event.key() in _ENTER and self.currentIndex().isValid():
            self.opened.emit(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def _chevron_at(self, place: QPoint) -> QModelIndex | None:
        """The row whose chevron is there, or whose branch area is."""
        index = self.indexAt(place).siblingAtColumn(MODULE)
        if not index.isValid() or not self.model().hasChildren(index):
            return None
        cell = self.visualRect(index).left()
        return index if cell - _INDENT <= place.x() < cell + LEAD else None
