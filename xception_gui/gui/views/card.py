"""The surface of what floats above the window: rounded, edged, with a soft shadow."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from xception_gui.gui import style

_RADIUS, _SHADOW = 12, 12


def paint_card(
    painter: QPainter, card: QRectF, radius: float = _RADIUS, reach: int = _SHADOW
) -> None:
    """Draw the card and its shadow, which reaches so many pixels; anti-aliasing is the caller's."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(0, 0, 0, (120 if style.is_dark() else 48) // reach))
    for spread in range(reach, 0, -1):
        shadow = card.adjusted(-spread, -spread, spread, spread).translated(0, 3)
        painter.drawRoundedRect(shadow, radius + spread, radius + spread)
    painter.setPen(QPen(style.colour("line"), 1))
    painter.setBrush(style.colour("raised"))
    painter.drawRoundedRect(card.adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)
