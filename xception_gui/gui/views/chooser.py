"""A list that opens at a link and narrows while one types: 1000 classes, or all layers."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    QSortFilterProxyModel,
    QStringListModel,
    Qt,
    Signal,
)
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QLineEdit,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from xception_gui.gui import style
from xception_gui.gui.style.paint import box

_WIDTH, _HEIGHT = 280, 320
_ROW, _SIDE = 28, 8
Index = QModelIndex | QPersistentModelIndex
_TO_LIST = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)


class _Row(QStyledItemDelegate):
    """One line of the list, as high as every list's; the one that Enter takes is marked."""

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        return QSize(0, style.px(_ROW))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        state = QStyle.StateFlag
        marked = bool(option.state & state.State_Selected)
        hovered = bool(option.state & state.State_MouseOver)
        if marked or hovered:
            box(painter, option.rect, style.colour("soft" if marked else "hover"))
        inner = option.rect.adjusted(_SIDE, 0, -_SIDE, 0)
        font = style.font("body")
        elided = QFontMetrics(font).elidedText(
            str(index.data()), Qt.TextElideMode.ElideMiddle, inner.width()
        )
        painter.setFont(font)
        painter.setPen(style.colour("text"))
        painter.drawText(inner, Qt.AlignmentFlag.AlignVCenter, elided)


class Chooser(QFrame):
    """A pop-up list with a search field; `chosen` gives the row in the list it was given."""

    chosen = Signal(int)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self._texts = QStringListModel(self)
        self._matches = QSortFilterProxyModel(self)
        self._matches.setSourceModel(self._texts)
        self._matches.setFilterCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.search = QLineEdit(self)
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self._narrow)
        self.search.installEventFilter(self)
        self.list = QListView(self)
        self.list.setUniformItemSizes(True)
        self.list.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.list.setModel(self._matches)
        self.list.setItemDelegate(_Row(self.list))
        self.list.setMouseTracking(True)
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.clicked.connect(self._take)
        self.list.setFocusProxy(self.search)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 8, 8, 8)
        layout.setSpacing(8)
        layout.addWidget(self.search)
        layout.addWidget(self.list)

    def set_texts(self, texts: Sequence[str], hint: str) -> None:
        """The rows to choose from, and what the search field asks for."""
        self._texts.setStringList(list(texts))
        self.search.setPlaceholderText(hint)
        self.search.setAccessibleName(hint)
        self.list.setAccessibleName(hint)

    def open_at(self, anchor: QWidget, row: int) -> None:
        """Open below `anchor` (above where there is no room) with a row selected."""
        self.search.clear()
        self.list.setCurrentIndex(self._matches.mapFromSource(self._texts.index(row)))
        self.resize(style.px(_WIDTH), style.px(_HEIGHT))
        self.move(self._place(anchor))
        self.show()
        self.list.scrollTo(self.list.currentIndex(), QListView.ScrollHint.PositionAtCenter)
        self.search.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The search field keeps the letters; arrows move in the list, Enter takes the row."""
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return super().eventFilter(watched, event)
        if event.key() in _TO_LIST:
            QApplication.sendEvent(self.list, event)
            return True
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._take()
            return True
        return super().eventFilter(watched, event)

    def _narrow(self, text: str) -> None:
        self._matches.setFilterFixedString(text)
        if not self.list.currentIndex().isValid():
            self.list.setCurrentIndex(self._matches.index(0, 0))

    def _take(self) -> None:
        index = self._matches.mapToSource(self.list.currentIndex())
        if index.isValid():
            self.close()
            self.chosen.emit(index.row())

    def _place(self, anchor: QWidget) -> QPoint:
        below = QRect(anchor.mapToGlobal(QPoint(0, anchor.height())), self.size())
        screen = anchor.screen().availableGeometry()
        if below.bottom() > screen.bottom():
            below.moveBottom(anchor.mapToGlobal(QPoint(0, 0)).y())
        below.moveLeft(max(screen.left(), min(below.left(), screen.right() - below.width())))
        return below.topLeft()
