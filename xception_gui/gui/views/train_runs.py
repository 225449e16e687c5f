"""The list of runs below the plots: a dot that shows or hides its curves, and what it reached."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QContextMenuEvent, QKeyEvent, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QMenu,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from xception_gui.base.run_folders import RunSummary
from xception_gui.gui import style
from xception_gui.gui.item_models.rows_model import Index
from xception_gui.gui.item_models.train_runs import (
    BEST,
    CURRENT_ROLE,
    EPOCHS,
    NOTE,
    PLACE_ROLE,
    RIGHT,
    RUN,
    SHOWN,
    SHOWN_ROLE,
    STATE,
    RunModel,
)
from xception_gui.gui.language import tr
from xception_gui.gui.style.tokens import RUNS

_ROW, _HEADER, _DOT, _MOST_ROWS = 28, 27, 10, 5
_GAP, _MARK = 12, 3
_WIDTHS = {SHOWN: 34, STATE: 110, BEST: 90, EPOCHS: 84}
_NOTE_SHARE = 0.5  # of the room that name and note share
_MIDDLE = Qt.AlignmentFlag.AlignVCenter
_CUT = {RUN: Qt.TextElideMode.ElideMiddle}  # variants of a run differ in how their names end


class _Header(QHeaderView):
    """Small muted titles above a line, each over the texts of its column."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setSectionsClickable(False)
        self.setMinimumSectionSize(1)

    def sizeHint(self) -> QSize:
        """One row."""
        return QSize(0, style.px(_HEADER))

    def paintSection(self, painter: QPainter, rect: QRect, logical_index: int) -> None:
        """One title."""
        painter.fillRect(rect, style.colour("base"))
        painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), style.colour("line"))
        painter.setFont(style.font("small"))
        painter.setPen(style.colour("muted"))
        text = str(self.model().headerData(logical_index, Qt.Orientation.Horizontal) or "")
        painter.drawText(_inner(rect, logical_index), _side(logical_index) | _MIDDLE, text)


class _Delegate(QStyledItemDelegate):
    """Cells: the dot in the run's colour, words cut with "…", numbers at the right."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        rect: QRect = option.rect
        current = bool(index.data(CURRENT_ROLE))
        if current:
            painter.fillRect(rect, style.colour("soft"))
        elif option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(rect, style.colour("hover"))
        if index.column() == SHOWN:
            self._paint_dot(painter, rect, index, current)
            return
        painter.setFont(style.font("body"))
        strong = index.column() in (RUN, BEST)
        painter.setPen(style.colour("text" if strong else "muted"))
        room = _inner(rect, index.column())
        cut = _CUT.get(index.column(), Qt.TextElideMode.ElideRight)
        text = painter.fontMetrics().elidedText(str(index.data()), cut, room.width())
        painter.drawText(room, _side(index.column()) | _MIDDLE, text)

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        """The editor has a name of its own."""
        editor = super().createEditor(parent, option, index)
        editor.setAccessibleName(tr("Run") if index.column() == RUN else tr("Note"))
        return editor

    def _paint_dot(self, painter: QPainter, rect: QRect, index: Index, current: bool) -> None:
        if current:
            painter.fillRect(
                QRect(rect.left(), rect.top(), _MARK, rect.height()), style.colour("accent")
            )
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        tint = QColor(RUNS[int(index.data(PLACE_ROLE)) % len(RUNS)])
        shown = bool(index.data(SHOWN_ROLE))
        size = style.px(_DOT)
        dot = QRectF(0, 0, size, size)
        dot.moveCenter(QRectF(rect).center() + QPoint(2, 0))
        painter.setPen(QPen(tint, 1.6))
        painter.setBrush(tint if shown else Qt.BrushStyle.NoBrush)
        painter.drawEllipse(dot.adjusted(0.8, 0.8, -0.8, -0.8))
        painter.restore()


class TrainRuns(QTableView):
    """Space or a click on the dot shows and hides curves, Enter or a double click opens a run."""

    run_shown = Signal(str, bool)
    run_opened = Signal(str)
    rename_wanted = Signal(str, str)
    note_wanted = Signal(str, str)
    bin_wanted = Signal(str)
    folder_wanted = Signal(str)
    like_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.runs = RunModel()
        self.setModel(self.runs)
        self.setHorizontalHeader(_Header(self))
        self.setItemDelegate(_Delegate(self))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setMouseTracking(True)
        self.setTabKeyNavigation(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.EditKeyPressed)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(style.px(_ROW))
        self.runs.renamed.connect(self.rename_wanted)
        self.runs.noted.connect(self.note_wanted)
        self.clicked.connect(self._clicked)
        self.doubleClicked.connect(self._open)
        self._fit()
        self.retranslate()

    def set_runs(self, rows: Sequence[RunSummary], places: Mapping[str, int]) -> None:
        """The runs, and the place of each among the colours."""
        current = QPersistentModelIndex(self.currentIndex())
        self.runs.set_runs(rows, places)
        if not current.isValid():  # Qt goes on to the row beside, where Delete was not meant
            self.setCurrentIndex(QModelIndex())
        self._fit()

    def set_shown(self, shown: frozenset[str], current: str) -> None:
        """Which runs are drawn, and which one is on view."""
        self.runs.set_shown(shown, current)
        self.viewport().update()  # the row on view is marked in all its cells

    def keep_typed(self, path: str, field: str, text: str) -> None:
        """The "name" or "note" of a run that was typed and could not be written."""
        self.runs.keep(path, field, text)
        self.viewport().update()

    def menu(self, index: QModelIndex) -> QMenu:
        """What can be done with a run."""
        path = self.runs.row(index).path
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        shown = self.runs.is_shown(path)
        words = tr("Hide the curves") if shown else tr("Show the curves")
        menu.addAction(tr("Open this run")).triggered.connect(lambda: self.run_opened.emit(path))
        menu.addAction(words).triggered.connect(lambda: self.run_shown.emit(path, not shown))
        menu.addSeparator()
        name, note = index.siblingAtColumn(RUN), index.siblingAtColumn(NOTE)
        menu.addAction(tr("Rename")).triggered.connect(lambda: self.edit(name))
        menu.addAction(tr("Write a note")).triggered.connect(lambda: self.edit(note))
        menu.addAction(tr("New run like this one…")).triggered.connect(
            lambda: self.like_wanted.emit(path)
        )
        menu.addAction(tr("Show the folder")).triggered.connect(
            lambda: self.folder_wanted.emit(path)
        )
        menu.addSeparator()
        menu.addAction(tr("Move to the bin")).triggered.connect(lambda: self.bin_wanted.emit(path))
        return menu

    def retranslate(self) -> None:
        """Read the texts again."""
        self.setAccessibleName(tr("Runs"))
        self.viewport().update()
        self.horizontalHeader().viewport().update()

    def sizeHint(self) -> QSize:
        """All runs, up to a few; the others are scrolled to."""
        return QSize(0, self.height_for(_MOST_ROWS))

    def height_for(self, most: int) -> int:
        """Header and rows, no more than `most`."""
        rows = min(most, max(1, self.runs.rowCount()))
        return style.px(_HEADER) + rows * style.px(_ROW)

    def changeEvent(self, event: QEvent) -> None:
        """Another language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space, Enter, F2 and Delete act on the row where the keyboard is."""
        index, key = self.currentIndex(), event.key()
        if not index.isValid():
            super().keyPressEvent(event)
        elif key == Qt.Key.Key_Space:
            self._toggle(index)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._open(index)
        elif key == Qt.Key.Key_F2 and index.column() != NOTE:
            self.edit(index.siblingAtColumn(RUN))
        elif key == Qt.Key.Key_Delete:
            self.bin_wanted.emit(self.runs.row(index).path)
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """The menu of the row below the pointer."""
        index = self.indexAt(event.pos())
        if index.isValid():
            self.menu(index).popup(event.globalPos())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Name and note share what the numbers leave."""
        super().resizeEvent(event)
        self._fit()

    def paintEvent(self, event: QEvent) -> None:
        """The rows, and a ring while the keyboard is here."""
        super().paintEvent(event)  # type: ignore[arg-type]
        painter = QPainter(self.viewport())
        row = self.currentIndex()
        if self.hasFocus() and row.isValid() and style.has_keyboard_focus(self):
            rect = self.visualRect(row)
            style.focus_ring(painter, QRect(0, rect.top(), self.viewport().width(), rect.height()))

    def _fit(self) -> None:
        fixed = {column: style.px(width) for column, width in _WIDTHS.items()}
        room = max(2, self.viewport().width() - sum(fixed.values()))
        note = round(_NOTE_SHARE * room)
        for column, width in {**fixed, RUN: room - note, NOTE: note}.items():
            self.setColumnWidth(column, width)

    def _clicked(self, index: QModelIndex) -> None:
        if index.column() == SHOWN:
            self._toggle(index)

    def _toggle(self, index: Index) -> None:
        path = self.runs.row(index).path
        self.run_shown.emit(path, not self.runs.is_shown(path))

    def _open(self, index: Index) -> None:
        if index.column() != SHOWN:
            self.run_opened.emit(self.runs.row(index).path)


def _side(column: int) -> Qt.AlignmentFlag:
    return Qt.AlignmentFlag.AlignRight if column in RIGHT else Qt.AlignmentFlag.AlignLeft


def _inner(rect: QRect, column: int) -> QRect:
    """Where the words stand: numbers keep a distance from the column to their right."""
    if column in RIGHT:
        return rect.adjusted(0, 0, -style.px(_GAP), 0)
    left = style.px(_GAP) if column == NOTE else 0
    return rect.adjusted(left, 0, -style.px(4), 0)
