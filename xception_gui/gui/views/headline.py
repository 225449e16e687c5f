"""The answer in large letters: class, probability, and where the numbers come from."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from xception_gui.gui import style
from xception_gui.gui.views.elide import text_width
from xception_gui.gui.views.plain_tip import plain_tip

_LEAST_KIND = "title"  # a long name shrinks to this before it is cut
_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
_WRAPPED = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap)


class Headline(QWidget):
    """Title and figure below each other (or on one line), then small facts.

    It paints its words itself, so that an answer to another picture can stand there faint.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title, self._figure, self._note = "", "", ""
        self._facts: tuple[str, ...] = ()
        self._strength, self._one_line = 1.0, False
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def set_words(self, title: str, figure: str, facts: tuple[str, ...], note: str = "") -> None:
        """Show these.

        Parameters
        ----------
        title, figure : str
            In large letters: the class, its probability.
        facts : tuple of str
            One line each, muted.
        note : str
            Stands at full strength in place of the last fact.
        """
        self._title, self._figure, self._facts, self._note = title, figure, facts, note
        self.setAccessibleName(", ".join(filter(None, (title, figure, *facts, note))))
        self.updateGeometry()
        self._hint()
        self.update()

    def set_strength(self, strength: float) -> None:
        """Opacity of all but the note."""
        self._strength = strength
        self.update()

    def set_one_line(self, one_line: bool) -> None:
        """Title at the left and figure at the right of one line, as where height is plenty."""
        self._one_line = one_line
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Large lines and facts; beside each other there is always room for a second line."""
        large, small = _height("headline"), _height("body")
        if not self._facts and not self._is_wrapped():
            return QSize(0, large)
        spare = self._second_line() if self._one_line or self._is_wrapped() else 0
        lines = 1 if self._one_line or not self._figure else 2
        return QSize(0, lines * large + spare + style.px(4) + len(self._facts) * small)

    def minimumSizeHint(self) -> QSize:
        """All lines."""
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Write all lines."""
        painter = QPainter(self)
        painter.setOpacity(self._strength)
        height = _height("headline") + (self._second_line() if self._is_wrapped() else 0)
        painter.setPen(style.colour("text"))
        self._paint_title(painter, QRect(0, 0, self._title_room(), height))
        beside = QRect(0, 0, self.width(), _height("figure"))
        below = beside.translated(0, height)
        painter.setFont(style.font("figure"))
        if self._one_line:
            painter.drawText(beside, _RIGHT, self._figure)
        elif self._figure:
            painter.drawText(below, _LEFT, self._figure)
            height = below.bottom() + 1
        self._paint_facts(painter, height + style.px(4))

    def resizeEvent(self, _event: QResizeEvent) -> None:
        """A narrower title may need a second line."""
        self.updateGeometry()
        self._hint()

    def _paint_title(self, painter: QPainter, rect: QRect) -> None:
        font = self._title_font()
        painter.setFont(font)
        painter.drawText(rect, _WRAPPED if self._is_wrapped() else _LEFT, self._title)

    def _paint_facts(self, painter: QPainter, top: int) -> None:
        font = style.font("body")
        metrics = QFontMetrics(font)
        painter.setFont(font)
        painter.setPen(style.colour("muted"))
        for number, fact in enumerate(self._facts):
            noted = self._note and number == len(self._facts) - 1
            painter.setOpacity(1.0 if noted else self._strength)
            shown = self._note if noted else fact
            line = QRect(0, top + number * metrics.height(), self.width(), metrics.height())
            elided = metrics.elidedText(shown, Qt.TextElideMode.ElideRight, self.width())
            painter.drawText(line, _LEFT, elided)

    def _title_room(self) -> int:
        figure = text_width(style.font("figure"), self._figure)
        return max(0, self.width() - (figure + style.px(12) if self._one_line else 0))

    def _title_font(self) -> QFont:
        """As large as fits on one line, but no smaller than a title."""
        large, least = style.font("headline"), style.font(_LEAST_KIND)
        return large if text_width(large, self._title) <= self._title_room() else least

    def _is_wrapped(self) -> bool:
        return text_width(style.font(_LEAST_KIND), self._title) > self._title_room()

    def _second_line(self) -> int:
        """How much more height a title on two lines takes."""
        return 2 * _height(_LEAST_KIND) - _height("headline")

    def _hint(self) -> None:
        self.setToolTip(plain_tip(self._title) if self._is_wrapped() else "")


def _height(kind: str) -> int:
    return QFontMetrics(style.font(kind)).height()
