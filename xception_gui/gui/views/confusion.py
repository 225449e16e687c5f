"""The confusion matrix: a row per class, a column per answer; what a cell means is told."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QFontMetrics,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from xception_gui.base.numbers import exact
from xception_gui.gui import style
from xception_gui.gui.item_models.class_texts import class_words
from xception_gui.gui.language import tr
from xception_gui.gui.views.confusion_grid import Grid, cell_image, fitted, ink_on, occurring
from xception_gui.gui.views.elide import text_width
from xception_gui.gui.views.focus import TABBED

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

_MOST_NUMBERS = 20  # classes; with more, cells are too small for them
_LABELS, _GAP, _SIDE = 0.26, 6, 400
_STEPS = {
    Qt.Key.Key_Up.value: (-1, 0),
    Qt.Key.Key_Down.value: (1, 0),
    Qt.Key.Key_Left.value: (0, -1),
    Qt.Key.Key_Right.value: (0, 1),
}
_PICKING = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)
_BESIDE = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_ABOVE = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_CENTRE = Qt.AlignmentFlag.AlignCenter
Cell = tuple[int, int]


class ConfusionMatrix(QWidget):
    """Only classes that occur; pointer and arrow keys choose a cell, a click or Enter picks it."""

    told = Signal(str)  # what the chosen cell means; empty for none
    picked = Signal()  # another cell, or none any more

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._names: list[str] = []
        self._counts: list[list[int]] = []
        self._confusion: npt.NDArray[np.int64] | None = None
        self._image = QImage()
        self._chosen: Cell | None = None
        self._picked: Cell | None = None
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def set_confusion(self, classes: Sequence[str], confusion: npt.NDArray[np.int64]) -> None:
        """Show counts (true class, answered class); of the same classes the picked cell stays."""
        places = occurring(confusion)
        self._confusion = confusion[places][:, places]
        self._counts = self._confusion.tolist()
        names = [classes[place] for place in places]
        if names != self._names:
            self._picked = None
        self._names = names
        self._image = cell_image(self._confusion)
        self.choose(None)

    def choose(self, cell: Cell | None) -> None:
        """Tell of a cell."""
        self._chosen = cell
        words = "" if cell is None else self.words(*cell)
        self.setAccessibleDescription(words)
        self.told.emit(words)
        self.update()

    def pick(self, cell: Cell | None) -> None:
        """Keep to a cell behind which there are errors; the same one again lets it go."""
        self._picked = cell if cell != self._picked and self._errors(cell) else None
        self.update()
        self.picked.emit()

    def pair(self) -> tuple[str, str] | None:
        """Class and answer of the picked cell."""
        if self._picked is None:
            return None
        row, column = self._picked
        return self._names[row], self._names[column]

    def pictures(self) -> int:
        """How many errors are behind the picked cell."""
        return self._errors(self._picked)

    def _errors(self, cell: Cell | None) -> int:
        """Behind a cell; one of the diagonal stands for those of its row."""
        if cell is None:
            return 0
        row, column = cell
        counts = self._counts[row]
        return sum(counts) - counts[row] if row == column else counts[column]

    def words(self, row: int, column: int) -> str:
        """What a cell means."""
        count, total = self._counts[row][column], sum(self._counts[row])
        target, answer = class_words(self._names[row]), class_words(self._names[column])
        if not total:
            return tr("There is no picture of {target}", target=target)
        text = (
            tr("{count} of {total} pictures of {target} were told right")
            if row == column
            else tr("{count} of {total} pictures of {target} were said to be {answer}")
        )
        return text.format(count=exact(count), total=exact(total), target=target, answer=answer)

    def retranslate(self) -> None:
        """Read the texts again."""
        self.setAccessibleName(tr("Confusion matrix"))
        self.choose(self._chosen)

    def grid(self) -> Grid:
        """Where the cells lie: below and beside the names, where these are readable."""
        edge, room = self._names_width() + style.px(_GAP), QRectF(self.rect())
        named = fitted(len(self._names), room.adjusted(edge, edge, 0, 0))
        if not self._has_names(named):
            return fitted(len(self._names), room)
        if self._is_wide_enough(named):
            above = QFontMetrics(style.font("small")).height() + style.px(_GAP)
            return fitted(len(self._names), room.adjusted(edge, above, 0, 0))
        return named

    def sizeHint(self) -> QSize:
        """A square."""
        return QSize(style.px(_SIDE), style.px(_SIDE))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Cells, numbers, names, the chosen cell."""
        grid, painter = self.grid(), QPainter(self)
        smooth = QPainter.RenderHint.SmoothPixmapTransform
        painter.setRenderHint(smooth, grid.cell * self.devicePixelRatioF() < 1)
        painter.drawImage(grid.rect, self._image)
        painter.setFont(style.font("small"))
        if len(self._names) <= _MOST_NUMBERS:
            self._paint_gaps(painter, grid)
            self._paint_numbers(painter, grid)
        if self._has_names(grid):
            self._paint_names(painter, grid)
        for cell, width in ((self._chosen, 2), (self._picked, 3)):
            if cell is not None:
                painter.setPen(QPen(style.colour("text"), width))
                painter.drawRect(grid.cell_rect(*cell).adjusted(0, 0, -1, -1))

    def _has_names(self, grid: Grid) -> bool:
        return grid.cell >= QFontMetrics(style.font("small")).ascent()

    def _is_wide_enough(self, grid: Grid) -> bool:
        """Whether every name fits above its column without being turned."""
        font = style.font("small")
        widths = (text_width(font, class_words(name)) for name in self._names)
        return max(widths, default=0) + style.px(_GAP) <= grid.cell

    def _names_width(self) -> int:
        font = style.font("small")
        widest = max((text_width(font, class_words(name)) for name in self._names), default=0)
        return min(widest, round(_LABELS * min(self.width(), self.height())))

    def _paint_gaps(self, painter: QPainter, grid: Grid) -> None:
        painter.setPen(QPen(style.colour("base"), 1))
        for place in range(1, grid.count):
            right, down = QPointF(place * grid.cell, 0), QPointF(0, place * grid.cell)
            painter.drawLine(grid.rect.topLeft() + right, grid.rect.bottomLeft() + right)
            painter.drawLine(grid.rect.topLeft() + down, grid.rect.topRight() + down)

    def _paint_numbers(self, painter: QPainter, grid: Grid) -> None:
        """Where they fit; zeros say themselves."""
        metrics = painter.fontMetrics()
        for row, counts in enumerate(self._counts):
            for column, count in enumerate(counts):
                rect, text = grid.cell_rect(row, column), exact(count)
                if count and metrics.horizontalAdvance(text) + 4 <= rect.width():
                    painter.setPen(ink_on(self._image.pixelColor(column, row)))
                    painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, text)

    def _paint_names(self, painter: QPainter, grid: Grid) -> None:
        """Rows at the left; columns above, written upwards where they are too wide."""
        painter.setPen(style.colour("muted"))
        room, metrics = self._names_width(), painter.fontMetrics()
        upright = self._is_wide_enough(grid)
        for place, name in enumerate(self._names):
            text = metrics.elidedText(class_words(name), Qt.TextElideMode.ElideRight, room)
            row = QRectF(0, grid.top + place * grid.cell, room, grid.cell)
            painter.drawText(row, _BESIDE, text)
            if upright:
                column = QRectF(grid.left + place * grid.cell, 0, grid.cell, grid.top)
                painter.drawText(column, _CENTRE, text)
                continue
            painter.save()
            painter.translate(grid.left + place * grid.cell, grid.top - style.px(_GAP))
            painter.rotate(-90)
            painter.drawText(QRectF(0, 0, room, grid.cell), _ABOVE, text)
            painter.restore()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Tell of the cell below the pointer."""
        self.choose(self.grid().at(event.position()))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Pick the cell below the pointer; beside the cells, none."""
        if event.button() == Qt.MouseButton.LeftButton:
            cell = self.grid().at(event.position())
            self.pick(self._picked if cell is None else cell)

    def mouseDoubleClickEvent(self, _event: QMouseEvent) -> None:
        """The first of both clicks has picked; by default the second would let go again."""

    def leaveEvent(self, _event: QEvent) -> None:
        """Tell of none."""
        self.choose(None)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Tab arrives at the first cell."""
        super().focusInEvent(event)
        if event.reason() in TABBED and self._chosen is None and self._names:
            self.choose((0, 0))

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """No cell is chosen any more."""
        super().focusOutEvent(event)
        self.choose(None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows choose the neighbour, the first one the first cell; Enter or Space picks it."""
        step, last = _STEPS.get(event.key()), len(self._names) - 1
        if event.key() in _PICKING and self._chosen is not None:
            self.pick(self._chosen)
            return
        if step is None or last < 0:
            super().keyPressEvent(event)
        elif self._chosen is None:
            self.choose((0, 0))
        else:
            moved = (at + by for at, by in zip(self._chosen, step, strict=True))
            row, column = (min(max(0, place), last) for place in moved)
            self.choose((row, column))

    def changeEvent(self, event: QEvent) -> None:
        """Other colours, or another language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and self._confusion is not None:
            self._image = cell_image(self._confusion)
        elif event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
