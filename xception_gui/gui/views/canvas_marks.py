"""What is written on the picture: the crop's edge, its chip, the value at the pointer.

These lie on a photo, so they have the same colours in both themes.
"""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen

from xception_gui.gui import style

_CHIP = QColor(22, 26, 34, 225)
_CHIP_TEXT = QColor("#F2F3F5")
_EDGE = QColor(255, 255, 255, 235)
_EDGE_UNDER = QColor(0, 0, 0, 110)  # keeps the white dashes visible on a white photo
_DASH = (4.0, 2.0)
_INSET = 5
_POINTER_GAP = 14


def crop_edge(painter: QPainter, crop: QRectF) -> None:
    """White dashes, one pixel, just inside the crop."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    line = crop.adjusted(0, 0, -1, -1)
    painter.setPen(QPen(_EDGE_UNDER, 1))
    painter.drawRect(line)
    dashes = QPen(_EDGE, 1)
    dashes.setDashPattern(list(_DASH))
    painter.setPen(dashes)
    painter.drawRect(line)


def chip(painter: QPainter, text: str, crop: QRectF, seen: QRectF) -> None:
    """A sign for the crop, where the crop or part of it is seen."""
    if crop.intersects(seen):
        _sign(painter, text, chip_place(_size(text), crop, seen))


def chip_place(size: QSizeF, crop: QRectF, seen: QRectF) -> QRectF:
    """In the crop's upper left corner; beside a crop that it would cover; always in sight."""
    rect = QRectF(crop.intersected(seen).topLeft() + QPointF(_INSET, _INSET), size)
    if crop.width() < size.width() + 2 * _INSET or crop.height() < size.height() + 2 * _INSET:
        rect.moveBottomLeft(crop.topLeft() - QPointF(0, _INSET))
        if rect.top() < seen.top() + _INSET:
            rect.moveTop(crop.bottom() + _INSET)
    rect.moveRight(min(rect.right(), seen.right() - _INSET))
    rect.moveBottom(min(rect.bottom(), seen.bottom() - _INSET))
    rect.moveLeft(max(rect.left(), seen.left() + _INSET))
    return rect


def value(painter: QPainter, text: str, pointer: QPointF, seen: QRectF) -> None:
    """A sign beside the pointer, on its other side where there is no room."""
    rect = QRectF(pointer + QPointF(_POINTER_GAP, _POINTER_GAP), _size(text))
    if rect.right() > seen.right():
        rect.moveRight(pointer.x() - _POINTER_GAP)
    if rect.bottom() > seen.bottom():
        rect.moveBottom(pointer.y() - _POINTER_GAP)
    _sign(painter, text, rect)


def _size(text: str) -> QSizeF:
    metrics = QFontMetricsF(style.font("small"))
    return QSizeF(metrics.horizontalAdvance(text) + style.px(12), style.px(18))


def _sign(painter: QPainter, text: str, rect: QRectF) -> None:
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(_CHIP)
    painter.drawRoundedRect(rect, 3, 3)
    painter.setFont(style.font("small"))
    painter.setPen(_CHIP_TEXT)
    painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, text)
