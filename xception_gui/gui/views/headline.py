"""The answer in large letters: class, probability, and where the numbers come from."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from xception_gui.gui import style
from xception_gui.gui.views.elide import text_width

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
        """Large lines and facts; a long title has room for two lines where they are stacked."""
        large = QFontMetrics(style.font("headline")).height()
        small = QFontMetrics(style.font("body")).height()
        lines = 1 if self._one_line or not self._figure else 2
        return QSize(0, lines * large + self._extra() + style.px(4) + len(self._facts) * small)

    def minimumSizeHint(self) -> QSize:
        """All lines."""
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Write all lines."""
        painter = QPainter(self)
        painter.setOpacity(self._strength)
        bottom = self._paint_in_line(painter) if self._one_line else self._paint_stacked(painter)
        self._paint_facts(painter, bottom + style.px(4))

    def resizeEvent(self, _event: QResizeEvent) -> None:
        """A narrower title may need a second line."""
        self.updateGeometry()
        self._hint()

    def _paint_in_line(self, painter: QPainter) -> int:
        height = QFontMetrics(style.font("headline")).height()
        line = QRect(0, 0, self.width(), height)
        painter.setPen(style.colour("text"))
        painter.setFont(style.font("figure"))
        painter.drawText(line, _RIGHT, self._figure)
        font = self._title_font()
        painter.setFont(font)
        room = self._title_room()
        title = QFontMetrics(font).elidedText(self._title, Qt.TextElideMode.ElideRight, room)
        painter.drawText(line, _LEFT, title)
        return height

    def _paint_stacked(self, painter: QPainter) -> int:
        font = self._title_font()
        height = QFontMetrics(style.font("headline")).height() + self._extra()
        painter.setPen(style.colour("text"))
        painter.setFont(font)
        if self._extra():
            painter.drawText(QRect(0, 0, self.width(), height), _WRAPPED, self._title)
        else:
            title = QFontMetrics(font).elidedText(
                self._title, Qt.TextElideMode.ElideRight, self.width()
            )
            painter.drawText(QRect(0, 0, self.width(), height), _LEFT, title)
        if not self._figure:
            return height
        painter.setFont(style.font("figure"))
        figure = QRect(0, height, self.width(), QFontMetrics(style.font("figure")).height())
        painter.drawText(figure, _LEFT, self._figure)
        return figure.bottom() + 1

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
        if self._width_in(large) <= self._title_room():
            return large
        return least

    def _extra(self) -> int:
        """More height for a title on two lines."""
        least = style.font(_LEAST_KIND)
        fits = self._width_in(least) <= self._title_room()
        return 0 if self._one_line or fits else QFontMetrics(least).height()

    def _width_in(self, font: QFont) -> int:
        return text_width(font, self._title)

    def _hint(self) -> None:
        cut = self._width_in(self._title_font()) > self._title_room()
        self.setToolTip(self._title if cut else "")
