"""The surface of what floats above the window: rounded, edged, with a soft shadow."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from xception_gui.gui import style

_RADIUS, _SHADOW = 12, 12


def paint_card(painter: QPainter, card: QRectF) -> None:
    """Draw the card and its shadow; anti-aliasing is the caller's."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(0, 0, 0, 10 if style.is_dark() else 4))
    for spread in range(_SHADOW, 0, -1):
        shadow = card.adjusted(-spread, -spread, spread, spread).translated(0, 3)
        painter.drawRoundedRect(shadow, _RADIUS + spread, _RADIUS + spread)
    painter.setPen(QPen(style.colour("line"), 1))
    painter.setBrush(style.colour("raised"))
    painter.drawRoundedRect(card.adjusted(0.5, 0.5, -0.5, -0.5), _RADIUS, _RADIUS)
