"""What one convention makes of a picture: square, heat map, five classes, difference."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QImage, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from xception_gui.base.results import ByteArray, FloatArray
from xception_gui.gui import style
from xception_gui.gui.views.heat_image import enlarged, heat_image, photo_image
from xception_gui.gui.views.plain_tip import plain_tip

_EDGE, _SIDE, _LINE, _FOOT, _LEAST = 8, 86, 17, 20, 168
_OPACITY = 0.6


@dataclass(frozen=True)
class ParityWords:
    """What a card says: (class, probability) of its rows, and below them how far it is off."""

    rows: Sequence[tuple[str, str]]
    foot: str
    own: bool


class ParityCard(QWidget):
    """Empty until `show_answer`."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words: ParityWords | None = None
        self._photo, self._heat = QImage(), QImage()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMinimumWidth(style.px(_LEAST))

    @property
    def words(self) -> ParityWords | None:
        """What it says; None while it is empty."""
        return self._words

    def show_answer(
        self, words: ParityWords, shown: ByteArray, heat: FloatArray, colours: str
    ) -> None:
        """Show an answer; `heat` is the small grid, 0 … 1."""
        self._words = words
        self._photo, self._heat = photo_image(shown), heat_image(enlarged(heat), colours)
        text = "\n".join([*(f"{name}  {share}" for name, share in words.rows), words.foot])
        self.setToolTip(plain_tip(text))
        self.setAccessibleDescription(text)
        self.update()

    def sizeHint(self) -> QSize:
        """As high as the square and the line below."""
        return QSize(style.px(_LEAST), style.px(2 * _EDGE + _SIDE + _FOOT))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Card, square, rows."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        own = self._words is not None and self._words.own
        painter.setPen(QPen(style.colour("accent" if own else "line"), 2 if own else 1))
        painter.setBrush(style.colour("raised"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 8, 8)
        edge, side = style.px(_EDGE), style.px(_SIDE)
        square = QRect(edge, edge, side, side)
        painter.fillRect(square, style.colour("canvas"))
        if self._words is None:
            return
        painter.drawImage(square, self._photo)
        painter.setOpacity(_OPACITY)
        painter.drawImage(square, self._heat)
        painter.setOpacity(1)
        left = square.right() + style.px(10)
        self._paint_rows(painter, QRect(left, edge, self.width() - left - edge, side), self._words)
        foot = QRect(edge, square.bottom() + 1, self.width() - 2 * edge, style.px(_FOOT))
        painter.setPen(style.colour("accent" if own else "muted"))
        low = Qt.AlignmentFlag.AlignBottom
        painter.drawText(foot, low, _cut(painter, self._words.foot, foot.width()))

    def _paint_rows(self, painter: QPainter, room: QRect, words: ParityWords) -> None:
        line, right = style.px(_LINE), Qt.AlignmentFlag.AlignRight
        middle = Qt.AlignmentFlag.AlignVCenter
        for number, (name, share) in enumerate(words.rows):
            painter.setFont(style.font("small"))
            painter.setPen(style.colour("muted" if number else "text"))
            row = QRect(room.left(), room.top() + number * line, room.width(), line)
            painter.drawText(row, right | middle, share)
            free = row.width() - QFontMetrics(painter.font()).horizontalAdvance(share + "  ")
            painter.drawText(row, middle, _cut(painter, name, free))


def _cut(painter: QPainter, text: str, room: int) -> str:
    metrics = QFontMetrics(painter.font())
    return metrics.elidedText(text, Qt.TextElideMode.ElideRight, room)
