"""The title line of a plot, with a legend that tells the values below the crosshair."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from xception_gui.gui import style
from xception_gui.gui.views.elide import text_width

_LINE, _TWO_LINES, _SECOND = 30, 46, 22
TITLE_SIDE, _DOT = 12, 5.0
_DASHES = (3.0, 2.0)  # shorter than on a curve: a swatch has room for two


@dataclass(frozen=True)
class _Setting:
    """How closely a legend is set; the last resort leaves the values to the tool tip."""

    kind: str
    swatch: int
    gap: int
    between: int
    values: bool = True
    cut: int = 0  # pixels by which words may be cut


_LOOSE = _Setting("body", 16, 8, 12)
_SETTINGS = (
    _LOOSE,
    _Setting("small", 16, 8, 12),
    _Setting("small", 8, 4, 8, cut=24),
    _Setting("small", 8, 4, 8, values=False, cut=1000),
)


@dataclass(frozen=True)
class Entry:
    """One curve: colour, word, value; `dots` and `dashed` as on the curve.

    A value has at least the room of `widest`, so that nothing moves while it changes.
    """

    colour: str
    word: str
    value: str
    widest: str
    width: float = 1.8
    dots: bool = False
    dashed: bool = False


class TrainPlotTitle(QWidget):
    """Title left, legend right; on a second line where both do not fit."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title, self._two = "", False
        self._entries: tuple[Entry, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def set_words(self, title: str, entries: Sequence[Entry]) -> None:
        """What the plot shows."""
        if (title, tuple(entries)) == (self._title, self._entries):
            return
        self._title, self._entries = title, tuple(entries)
        told = ", ".join(f"{entry.word} {entry.value}" for entry in entries)
        self.setAccessibleName(f"{title}: {told}" if told else title)
        self.setToolTip(told)
        self.update()

    def needs_two_lines(self) -> bool:
        """Whether title and legend have no room beside each other."""
        title = text_width(style.font("bold"), self._title)
        sides = style.px(2 * TITLE_SIDE + _LOOSE.between)
        return title + self._legend_width(_LOOSE) + sides > self.width()

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
        side = style.px(TITLE_SIDE)
        line = QRectF(side, 0, self.width() - 2 * side, style.px(_LINE))
        painter.setFont(style.font("bold"))
        painter.setPen(style.colour("text"))
        painter.drawText(line, Qt.AlignmentFlag.AlignVCenter, self._title)
        if self._two:
            line.moveTop(style.px(_SECOND))
            line.setRight(self.width() - style.px(4))
        else:
            line.setLeft(line.right() - self._legend_width(_LOOSE))
        self._paint_legend(painter, line, self._setting(line.width()) if self._two else _LOOSE)

    def _setting(self, room: float) -> _Setting:
        fitting = (one for one in _SETTINGS if self._legend_width(one) <= room + style.px(one.cut))
        return next(fitting, _SETTINGS[-1])

    def _paint_legend(self, painter: QPainter, line: QRectF, setting: _Setting) -> None:
        font = style.font(setting.kind)
        painter.setFont(font)
        left, longest = line.left(), self._longest_word(setting, line.width())
        for entry in self._entries:
            _paint_swatch(painter, QPointF(left, line.center().y()), entry, setting.swatch)
            left += style.px(setting.swatch + setting.gap)
            word = min(longest, text_width(font, entry.word))
            room = QRectF(left, line.top(), word + 1, line.height())
            _paint_text(painter, room, entry.word, "muted")
            left += word
            if setting.values:
                left += style.px(setting.gap)
                value = self._value_width(font, entry)
                room = QRectF(left, line.top(), value + 1, line.height())
                _paint_text(painter, room, entry.value, "text")
                left += value
            left += style.px(setting.between)

    def _longest_word(self, setting: _Setting, room: float) -> int:
        """Width to which words are cut so that all entries fit: the long ones give way."""
        words = [text_width(style.font(setting.kind), entry.word) for entry in self._entries]
        spare = room - (self._legend_width(setting) - sum(words))
        longest = max(words, default=0)
        while longest > 0 and sum(min(word, longest) for word in words) > spare:
            longest -= 1
        return longest

    def _legend_width(self, setting: _Setting) -> int:
        font, count = style.font(setting.kind), len(self._entries)
        width = sum(text_width(font, entry.word) for entry in self._entries)
        if setting.values:
            width += sum(self._value_width(font, entry) for entry in self._entries)
        gaps = setting.swatch + setting.gap * (1 + setting.values)
        return width + style.px(gaps) * count + style.px(setting.between) * max(0, count - 1)

    def _value_width(self, font: QFont, entry: Entry) -> int:
        return max(text_width(font, entry.widest), text_width(font, entry.value))


def _paint_text(painter: QPainter, room: QRectF, text: str, role: str) -> None:
    painter.setPen(style.colour(role))
    cut = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, int(room.width()))
    painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, cut)


def _paint_swatch(painter: QPainter, begin: QPointF, entry: Entry, length: int) -> None:
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    pen = QPen(QColor(entry.colour), entry.width)
    if entry.dashed:
        pen.setDashPattern(_DASHES)
    painter.setPen(pen)
    painter.drawLine(begin, begin + QPointF(style.px(length), 0))
    if entry.dots:
        painter.setPen(QPen(style.colour("base"), 1))
        painter.setBrush(QColor(entry.colour))
        painter.drawEllipse(begin + QPointF(style.px(length) / 2, 0), _DOT / 2, _DOT / 2)
    painter.restore()
