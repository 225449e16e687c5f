"""Small pictures: scaled to fill their place, ringed where shown, marked where they failed."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRectF, QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPen, QPixmap
from PySide6.QtWidgets import QListView, QStyledItemDelegate, QStyleOptionViewItem

from xception_gui.gui import style
from xception_gui.gui.style.paint import has_keyboard_focus
from xception_gui.gui.views.canvas import STALE
from xception_gui.gui.views.film_model import ITEM, FilmItem, Image, Index
from xception_gui.gui.views.heat_image import photo_image

_SIZE = QSize(72, 54)
_GAP = 2  # between two rings
RING = 3  # from the ring's outer edge to the picture
_KEPT = 256  # thumbnails, 12 kB each


class Thumbnails(QStyledItemDelegate):
    """Paints one thumbnail; keeps the pictures that it scaled lately."""

    def __init__(self, view: QListView) -> None:
        super().__init__(view)
        self._view = view
        self._scaled: dict[int, tuple[Image, float, QPixmap]] = {}

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        """A thumbnail and the gap to the next."""
        size = thumbnail_size()
        return QSize(size.width() + _GAP, size.height())

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Picture, sign, ring."""
        item: FilmItem = index.data(ITEM)
        rect = QRectF(option.rect.topLeft(), thumbnail_size())
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_picture(painter, rect.adjusted(RING, RING, -RING, -RING), item)
        if index.row() == self._view.currentIndex().row():
            self._paint_ring(painter, rect)
        painter.restore()

    def _paint_picture(self, painter: QPainter, rect: QRectF, item: FilmItem) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(style.colour("track"))
        painter.drawRoundedRect(rect, 3, 3)
        if item.image is not None:
            painter.setOpacity(1.0 if item.state == "answered" else STALE)
            painter.drawPixmap(rect.topLeft(), self._thumbnail(item.image, rect))
            painter.setOpacity(1.0)
        if item.state == "failed":
            _paint_sign(painter, rect, "warning", "error")
        elif item.image is None:
            _paint_sign(painter, rect, "image", "faint")

    def _thumbnail(self, image: Image, rect: QRectF) -> QPixmap:
        ratio = self._view.devicePixelRatioF()
        kept = self._scaled.get(id(image))
        if kept is not None and kept[0] is image and kept[1] == ratio:
            return kept[2]
        if len(self._scaled) >= _KEPT:
            self._scaled.clear()
        made = filled(image, rect.size().toSize(), ratio)
        self._scaled[id(image)] = (image, ratio, made)
        return made

    def _paint_ring(self, painter: QPainter, rect: QRectF) -> None:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        thick = 4 if has_keyboard_focus(self._view) else 2
        half = thick / 2
        painter.setPen(QPen(style.colour("accent"), thick))
        painter.drawRoundedRect(rect.adjusted(half, half, -half, -half), 5, 5)


def thumbnail_size() -> QSize:
    """Of one picture with its ring."""
    return QSize(style.px(_SIZE.width()), style.px(_SIZE.height()))


def filled(image: Image, size: QSize, ratio: float) -> QPixmap:
    """The middle of a picture, scaled so that it fills `size` on a screen of `ratio`."""
    whole = image if isinstance(image, QImage) else photo_image(image)
    pixels = QSize(round(size.width() * ratio), round(size.height() * ratio))
    by_expanding = Qt.AspectRatioMode.KeepAspectRatioByExpanding
    scaled = whole.scaled(pixels, by_expanding, Qt.TransformationMode.SmoothTransformation)
    left = (scaled.width() - pixels.width()) // 2
    top = (scaled.height() - pixels.height()) // 2
    made = QPixmap.fromImage(scaled.copy(left, top, pixels.width(), pixels.height()))
    made.setDevicePixelRatio(ratio)
    return made


def _paint_sign(painter: QPainter, rect: QRectF, name: str, role: str) -> None:
    size = style.px(16)
    ratio = painter.device().devicePixelRatioF()
    at = rect.center().toPoint() - QPoint(size // 2, size // 2)
    if role == "error":
        painter.setBrush(style.colour("error_surface"))
        painter.drawEllipse(rect.center(), style.px(13), style.px(13))
    painter.drawPixmap(at, style.pixmap(name, role, size, ratio))
