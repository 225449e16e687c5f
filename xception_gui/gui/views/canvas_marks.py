"""What is written on the picture: the crop's edge, its chip, the value at the pointer.

These lie on a photo, so they have the same colours in both themes.
"""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import QBrush, QColor, QFontMetricsF, QImage, QPainter

from xception_gui.gui import style

_CHIP = QColor(22, 26, 34, 225)
_CHIP_TEXT = QColor("#F2F3F5")
_EDGE = QColor(255, 255, 255, 235)
_EDGE_UNDER = QColor(0, 0, 0, 110)  # keeps the white dashes visible on a white photo
_DASH, _GAP = 6, 2
_INSET = 5
_POINTER_GAP = 14


def crop_edge(painter: QPainter, crop: QRectF) -> None:
    """White dashes, one pixel, just inside the crop.

    Four filled strips: a dashed pen takes more than twice as long at each move of the slider.
    """
    around = crop.toRect()
    upper, left = QRect(around), QRect(around)
    upper.setHeight(1)
    left.setWidth(1)
    lower, right = upper.translated(0, around.height() - 1), left.translated(around.width() - 1, 0)
    painter.setBrushOrigin(around.topLeft())
    for strips, size in (((upper, lower), QSize(_DASH, 1)), ((left, right), QSize(1, _DASH))):
        dashes = QBrush(_dashes(size.width(), size.height()))
        for strip in strips:
            painter.fillRect(strip, _EDGE_UNDER)
            painter.fillRect(strip, dashes)
    painter.setBrushOrigin(0, 0)


@cache
def _dashes(width: int, height: int) -> QImage:
    """One dash and the gap after it, across or down."""
    image = QImage(width, height, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    painter.fillRect(0, 0, min(width, _DASH - _GAP), min(height, _DASH - _GAP), _EDGE)
    painter.end()
    return image


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
