"""The few shapes that every control is made of."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QWidget

from xception_gui.gui.style.theme import colour
from xception_gui.gui.style.tokens import RADIUS

_POINTS = {
    "down": ((-3.5, -1.75), (0, 1.75), (3.5, -1.75)),
    "up": ((-3.5, 1.75), (0, -1.75), (3.5, 1.75)),
    "right": ((-1.75, -3.5), (1.75, 0), (-1.75, 3.5)),
    "left": ((1.75, -3.5), (-1.75, 0), (1.75, 3.5)),
    "tick": ((-3.6, 0.2), (-1.1, 2.7), (3.6, -2.5)),
    "dash": ((-3.5, 0), (3.5, 0)),
}


def mix(first: QColor, second: QColor, share: float) -> QColor:
    """``first`` with ``share`` (0 … 1) of ``second``; alpha is that of ``first``."""
    return QColor(
        round(first.red() + (second.red() - first.red()) * share),
        round(first.green() + (second.green() - first.green()) * share),
        round(first.blue() + (second.blue() - first.blue()) * share),
        first.alpha(),
    )


def box(
    painter: QPainter,
    rect: QRect | QRectF,
    fill: QColor | None,
    edge: QColor | None = None,
    radius: float = RADIUS,
) -> None:
    """A rounded rectangle with a sharp edge of one pixel."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(edge, 1) if edge else Qt.PenStyle.NoPen)
    painter.setBrush(fill if fill else Qt.BrushStyle.NoBrush)
    inset = 0.5 if edge else 0.0
    painter.drawRoundedRect(QRectF(rect).adjusted(inset, inset, -inset, -inset), radius, radius)
    painter.restore()


def focus_ring(
    painter: QPainter, rect: QRect | QRectF, radius: float = RADIUS, role: str = "accent"
) -> None:
    """The ring of keyboard focus, two pixels wide, just inside ``rect``."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(colour(role), 2))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(QRectF(rect).adjusted(1, 1, -1, -1), radius - 1, radius - 1)
    painter.restore()


def glyph(painter: QPainter, rect: QRect, shape: str, ink: QColor, width: float = 1.35) -> None:
    """A chevron (down, up, right, left), a tick or a dash in the middle of ``rect``."""
    centre = QRectF(rect).center()
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    pen = QPen(ink, width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    painter.drawPolyline(_moved(_POINTS[shape], centre))
    painter.restore()


def has_keyboard_focus(widget: QWidget) -> bool:
    """Whether a widget has the focus and the user last moved it with the keyboard."""
    by_key = widget.window().testAttribute(Qt.WidgetAttribute.WA_KeyboardFocusChange)
    return widget.hasFocus() and by_key


def _moved(points: Sequence[tuple[float, float]], centre: QPointF) -> list[QPointF]:
    return [centre + QPointF(x, y) for x, y in points]
