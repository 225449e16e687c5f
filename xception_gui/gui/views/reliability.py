"""The reliability diagram: how often answers were right that were so sure (Guo et al. 2017)."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from xception_gui.base.evaluation import CalibrationBin
from xception_gui.base.numbers import exact, percent
from xception_gui.gui import style
from xception_gui.gui.language import tr
from xception_gui.gui.style.tokens import RUNS
from xception_gui.gui.views.elide import text_width
from xception_gui.gui.views.focus import TABBED

_TICKS = (0.0, 0.25, 0.5, 0.75, 1.0)
_LINE, _SIDE, _GAP = 18, 300, 6
_GRID = 0.16
_BESIDE = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_KEYS = {Qt.Key.Key_Left.value: -1, Qt.Key.Key_Right.value: 1}


class Reliability(QWidget):
    """A bar for each bin that has answers; those of a calibrated network end at the diagonal."""

    told = Signal(str)  # what the chosen bar means; empty for none

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bins: tuple[CalibrationBin, ...] = ()
        self._chosen: int | None = None
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def set_bins(self, bins: Sequence[CalibrationBin]) -> None:
        """Show bins; the empty ones are left out."""
        self._bins = tuple(one for one in bins if one.count)
        self.choose(None)

    def choose(self, place: int | None) -> None:
        """Tell of a bar."""
        self._chosen = place
        words = "" if place is None else _words(self._bins[place])
        self.setAccessibleDescription(words)
        self.told.emit(words)
        self.update()

    def retranslate(self) -> None:
        """Read the texts again."""
        self.setAccessibleName(tr("Reliability diagram"))
        self.choose(self._chosen)

    def plot(self) -> QRectF:
        """Where the bars stand: a square beside and above the ticks."""
        left = text_width(style.font("small"), percent(1.0)) + style.px(_GAP)
        foot = 2 * style.px(_LINE)
        room = QRectF(self.rect()).adjusted(left, style.px(_LINE), -left / 2, -foot)
        side = max(1.0, min(room.width(), room.height()))
        return QRectF(room.left(), room.top(), side, side)

    def bar(self, one: CalibrationBin) -> QRectF:
        """Of one bin, one pixel away from its neighbours."""
        plot = self.plot()
        left, right = (plot.left() + at * plot.width() for at in (one.low, one.high))
        high = max(1.0, one.right * plot.height())
        return QRectF(left + 1, plot.bottom() - high, right - left - 1, high)

    def sizeHint(self) -> QSize:
        """A square."""
        return QSize(style.px(_SIDE), style.px(_SIDE))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Ticks, bars, the diagonal."""
        painter, plot = QPainter(self), self.plot()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(style.font("small"))
        self._paint_axes(painter, plot)
        for place, one in enumerate(self._bins):
            painter.fillRect(self.bar(one), QColor(RUNS[0]))
            if place == self._chosen:
                painter.setPen(QPen(style.colour("text"), 2))
                painter.drawRect(self.bar(one))
        painter.setPen(QPen(style.colour("text"), 1, Qt.PenStyle.DashLine))
        painter.drawLine(plot.bottomLeft(), plot.topRight())

    def _paint_axes(self, painter: QPainter, plot: QRectF) -> None:
        line, grid = style.px(_LINE), style.colour("muted")
        grid.setAlphaF(_GRID)
        for at in _TICKS:
            x, y = plot.left() + at * plot.width(), plot.bottom() - at * plot.height()
            painter.setPen(QPen(grid, 1))
            painter.drawLine(QPointF(plot.left(), y), QPointF(plot.right(), y))
            painter.setPen(style.colour("muted"))
            words = f"{100 * at:.0f}"
            beside = QRectF(0, y - line / 2, plot.left() - style.px(_GAP), line)
            painter.drawText(beside, _BESIDE, words)
            below = QRectF(x - line, plot.bottom() + 2, 2 * line, line)
            painter.drawText(below, Qt.AlignmentFlag.AlignCenter, words)
        foot = QRectF(plot.left(), plot.bottom() + line, plot.width(), line)
        painter.drawText(foot, Qt.AlignmentFlag.AlignCenter, tr("Probability of the answer, %"))
        painter.drawText(QRectF(0, 0, self.width(), plot.top() - 4), 0, tr("Right, %"))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Tell of the bar in whose column the pointer is."""
        plot = self.plot()
        at = (event.position().x() - plot.left()) / plot.width()
        hit = (place for place, one in enumerate(self._bins) if one.low < at <= one.high)
        self.choose(next(hit, None))

    def leaveEvent(self, _event: QEvent) -> None:
        """Tell of none."""
        self.choose(None)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Tab arrives at the first bar."""
        super().focusInEvent(event)
        if event.reason() in TABBED and self._chosen is None and self._bins:
            self.choose(0)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """No bar is chosen any more."""
        super().focusOutEvent(event)
        self.choose(None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Left and right choose the neighbour."""
        step, last = _KEYS.get(event.key()), len(self._bins) - 1
        if step is None or last < 0:
            super().keyPressEvent(event)
        else:
            self.choose(0 if self._chosen is None else min(max(0, self._chosen + step), last))

    def changeEvent(self, event: QEvent) -> None:
        """Another language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()


def _words(one: CalibrationBin) -> str:
    return tr(
        "{count} answers, {probability} sure: {right} right",
        count=exact(one.count),
        probability=percent(one.probability),
        right=percent(one.right),
    )
