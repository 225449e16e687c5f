"""The title line of a plot, with a legend that tells the values below the crosshair."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from xception_gui.gui import style
from xception_gui.gui.views.elide import text_width

_LINE, _TWO_LINES, _SECOND = 30, 46, 22
_SIDE, _SWATCH, _GAP, _BETWEEN, _DOT = 12, 16, 8, 12, 5.0


@dataclass(frozen=True)
class Entry:
    """One curve: colour, word, value; `dots` as on the curve.

    A value has at least the room of `widest`, so that nothing moves while it changes.
    """

    colour: str
    word: str
    value: str
    widest: str
    width: float = 1.8
    dots: bool = False


class TrainPlotTitle(QWidget):
    """Title left, legend right; on a second line where both do not fit."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title, self._two = "", False
        self._entries: tuple[Entry, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def set_words(self, title: str, entries: Sequence[Entry]) -> None:
        """What the plot shows."""
        self._title, self._entries = title, tuple(entries)
        told = ", ".join(f"{entry.word} {entry.value}" for entry in entries)
        self.setAccessibleName(f"{title}: {told}" if told else title)
        self.update()

    def needs_two_lines(self) -> bool:
        """Whether title and legend have no room beside each other."""
        title = text_width(style.font("bold"), self._title)
        needed = title + self._legend_width(style.font("body")) + style.px(2 * _SIDE + _BETWEEN)
        return needed > self.width()

    def set_two_lines(self, two: bool) -> None:
        """Plots side by side have the same title height."""
        if two != self._two:
            self._two = two
            self.updateGeometry()
            self.update()

    def sizeHint(self) -> QSize:
        """One line, or two."""
        return QSize(0, style.px(_TWO_LINES if self._two else _LINE))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Surface, title and legend."""
        self.paint(QPainter(self))

    def paint(self, painter: QPainter) -> None:
        """The same on any painter."""
        painter.fillRect(self.rect(), style.colour("base"))
        side = style.px(_SIDE)
        line = QRectF(side, 0, self.width() - 2 * side, style.px(_LINE))
        painter.setFont(style.font("bold"))
        painter.setPen(style.colour("text"))
        painter.drawText(line, Qt.AlignmentFlag.AlignVCenter, self._title)
        font = style.font("body")
        if self._two:
            line.moveTop(style.px(_SECOND))
            if self._legend_width(font) > line.width():
                font = style.font("small")
        else:
            line.setLeft(line.right() - self._legend_width(font))
        self._paint_legend(painter, line, font)

    def _paint_legend(self, painter: QPainter, line: QRectF, font: QFont) -> None:
        painter.setFont(font)
        left = line.left()
        for entry in self._entries:
            _paint_swatch(painter, QPointF(left, line.center().y()), entry)
            left += style.px(_SWATCH + _GAP)
            left = self._paint_text(painter, left, line, entry.word, "muted")
            self._paint_text(painter, left + style.px(_GAP), line, entry.value, "text")
            left += style.px(_GAP + _BETWEEN) + self._value_width(font, entry)

    def _paint_text(
        self, painter: QPainter, left: float, line: QRectF, text: str, role: str
    ) -> float:
        painter.setPen(style.colour(role))
        width = QFontMetrics(painter.font()).horizontalAdvance(text)
        room = QRectF(left, line.top(), line.right() - left + 1, line.height())
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, text)
        return left + width

    def _legend_width(self, font: QFont) -> int:
        words = sum(text_width(font, entry.word) for entry in self._entries)
        values = sum(self._value_width(font, entry) for entry in self._entries)
        gaps = style.px(_SWATCH + 2 * _GAP) * len(self._entries)
        return words + values + gaps + style.px(_BETWEEN) * max(0, len(self._entries) - 1)

    def _value_width(self, font: QFont, entry: Entry) -> int:
        return max(text_width(font, entry.widest), text_width(font, entry.value))


def _paint_swatch(painter: QPainter, begin: QPointF, entry: Entry) -> None:
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor(entry.colour), entry.width))
    painter.drawLine(begin, begin + QPointF(style.px(_SWATCH), 0))
    if entry.dots:
        painter.setPen(QPen(style.colour("base"), 1))
        painter.setBrush(QColor(entry.colour))
        painter.drawEllipse(begin + QPointF(style.px(_SWATCH) / 2, 0), _DOT / 2, _DOT / 2)
    painter.restore()
