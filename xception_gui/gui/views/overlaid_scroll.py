"""A scroll area whose bar lies in the margin of what it scrolls: nothing moves when it comes."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget


class OverlaidScroll(QScrollArea):
    """Vertical only; its content is always as wide as the area.

    Parameters
    ----------
    inside : QWidget
        Keeps a margin at the right that is at least as wide as the bar.
    """

    def __init__(self, inside: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setBackgroundRole(QPalette.ColorRole.Base)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalScrollBar().setProperty("overlaid", True)
        self.setWidgetResizable(True)
        self.setWidget(inside)
