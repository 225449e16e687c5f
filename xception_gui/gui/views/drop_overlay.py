"""What a drop would do, over the whole window, while something is dragged above it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from xception_gui.gui import style
from xception_gui.gui.views.card import paint_card

_VEIL = 0.84
_INSET = 12
_CARD = (380, 148)


class DropOverlay(QWidget):
    """Covers its parent; the drag itself goes on to the widgets below."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._window = parent
        self._title, self._detail, self._possible = "", "", True
        parent.installEventFilter(self)
        self.hide()

    def show_outcome(self, title: str, detail: str = "", possible: bool = True) -> None:
        """Name the outcome, for instance "Drop to classify 3 pictures"; or why there is none."""
        self._title, self._detail, self._possible = title, detail, possible
        self.setAccessibleName(f"{title} {detail}".strip())
        self._cover()
        self.raise_()
        self.show()
        self.update()

    def title(self) -> str:
        """The outcome that is named."""
        return self._title

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """As large as the window, always."""
        if event.type() == QEvent.Type.Resize:
            self._cover()
        return super().eventFilter(watched, event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Veil, edge, card."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        veil = style.colour("window")
        veil.setAlphaF(_VEIL)
        painter.fillRect(self.rect(), veil)
        painter.setPen(QPen(style.colour(self._role()), 2))
        inset = _INSET + 1
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(inset, inset, -inset, -inset), 8, 8)
        card = QRectF(0, 0, style.px(_CARD[0]), style.px(_CARD[1]))
        card.moveCenter(QPointF(self.rect().center()))
        paint_card(painter, card)
        self._paint_words(painter, card)

    def _paint_words(self, painter: QPainter, card: QRectF) -> None:
        size = style.px(32)
        name = "drop" if self._possible else "error"
        sign = style.pixmap(name, self._role(), size, self.devicePixelRatioF())
        centre = card.center().x()
        painter.drawPixmap(QPointF(round(centre - size / 2), card.top() + style.px(22)), sign)
        line = QRectF(card.left(), card.top() + style.px(64), card.width(), style.px(32))
        line.adjust(style.px(12), 0, -style.px(12), 0)
        middle = Qt.AlignmentFlag.AlignCenter
        painter.setFont(style.font("title"))
        painter.setPen(style.colour("text"))
        painter.drawText(line, middle, self._title)
        painter.setFont(style.font("body"))
        painter.setPen(style.colour("muted"))
        below = Qt.AlignmentFlag.AlignHCenter | Qt.TextFlag.TextWordWrap
        painter.drawText(line.translated(0, style.px(36)), int(below), self._detail)

    def _role(self) -> str:
        return "accent" if self._possible else "error"

    def _cover(self) -> None:
        self.setGeometry(self._window.rect())
