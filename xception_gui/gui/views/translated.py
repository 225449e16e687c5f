"""Widgets with words: they read them again when another language is spoken."""

from __future__ import annotations

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QWidget


class Translated(QWidget):
    """A widget whose `retranslate` is called in another language."""

    def retranslate(self) -> None:
        """Read the texts again."""

    def changeEvent(self, event: QEvent) -> None:
        """Another language."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)
