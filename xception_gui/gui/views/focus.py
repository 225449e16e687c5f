"""The ring that says where the keyboard is; after a click there is none."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

from xception_gui.gui.style.paint import focus_ring, has_keyboard_focus

TABBED = (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason)
"""Why the keyboard comes to a widget when Tab brings it."""


def paint_ring(widget: QWidget, painter: QPainter, radius: float = 6) -> None:
    """Draw the ring inside `widget`'s edge, if the keyboard is there; at full strength."""
    if has_keyboard_focus(widget):
        painter.setOpacity(1.0)
        focus_ring(painter, QRectF(widget.rect()), radius)
