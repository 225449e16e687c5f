"""Buttons that paint themselves."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractButton


class PaintedButton(QAbstractButton):
    """Enter clicks it too, and it is painted anew when the pointer comes or goes."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter is a click."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def enterEvent(self, _event: QEvent) -> None:
        """Hovered."""
        self.update()

    def leaveEvent(self, _event: QEvent) -> None:
        """Not hovered any more."""
        self.update()
