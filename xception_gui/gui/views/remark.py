"""A line or two in colour: what is wrong with what is shown below."""

from __future__ import annotations

from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from xception_gui.gui import style

_ICONS = {"warning": "warning", "error": "error"}


class Remark(QWidget):
    """Hidden while it has nothing to say.

    Parameters
    ----------
    role : {"warning", "error"}
    """

    def __init__(self, role: str = "warning", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._role, self._label = role, QLabel()
        self._label.setWordWrap(True)
        row = QHBoxLayout(self)
        row.setContentsMargins(style.px(38), style.px(6), style.px(12), style.px(7))
        row.addWidget(self._label)
        self.hide()

    def text(self) -> str:
        """What it says."""
        return self._label.text()

    def set_text(self, text: str) -> None:
        """Say something else; empty hides it."""
        self._label.setText(text)
        self.setAccessibleName(text)
        self.setVisible(bool(text))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Surface, sign, and a line below."""
        painter, side = QPainter(self), style.px(16)
        painter.fillRect(self.rect(), style.colour(f"{self._role}_surface"))
        painter.fillRect(0, self.height() - 1, self.width(), 1, style.colour("line"))
        sign = style.pixmap(_ICONS[self._role], self._role, side, self.devicePixelRatioF())
        painter.drawPixmap(style.px(14), (self.height() - side) // 2, sign)
