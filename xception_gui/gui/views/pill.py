"""A small rounded sign that states a condition: icon, words and colour together."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from xception_gui.gui import style

_ICONS = {"warning": "warning", "error": "error", "good": "check"}


class Pill(QWidget):
    """A status such as "Untrained weights" or "Running".

    Parameters
    ----------
    text
        The words: colour alone never carries the meaning.
    role
        ``warning``, ``error`` or ``good``.
    icon
        Name of the icon; each role has its own if this is empty.
    """

    def __init__(
        self, text: str = "", role: str = "warning", icon: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.set_status(text, role, icon)

    def set_status(self, text: str, role: str = "warning", icon: str = "") -> None:
        """Show another status; see the class for the parameters."""
        self._text, self._role, self._icon = text, role, icon or _ICONS[role]
        self.setAccessibleName(text)
        self.updateGeometry()
        self.update()

    def text(self) -> str:
        """The words that are shown."""
        return self._text

    def sizeHint(self) -> QSize:
        """Icon, words and 8 pixels around them, 24 high."""
        words = QFontMetrics(style.font("body")).horizontalAdvance(self._text)
        return QSize(words + style.px(8 + 16 + 6 + 10), style.px(24))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw surface, icon and words."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(style.colour(f"{self._role}_surface"))
        half = self.height() / 2
        painter.drawRoundedRect(QRectF(self.rect()), half, half)
        self._paint_icon(painter)
        painter.setFont(style.font("body"))
        painter.setPen(style.colour(self._role))
        rect = self.rect().adjusted(style.px(30), 0, 0, 0)
        painter.drawText(rect, Qt.AlignmentFlag.AlignVCenter, self._text)

    def _paint_icon(self, painter: QPainter) -> None:
        size = style.px(16)
        drawn = style.pixmap(self._icon, self._role, size, self.devicePixelRatioF())
        painter.drawPixmap(style.px(8), (self.height() - size) // 2, drawn)
