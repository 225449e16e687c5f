"""A photo ready to be drawn quickly: in colour, and grey and dark for what lies outside the crop.

Smoothly scaled once per size and kept, so that a repaint only copies pixels.
"""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QRegion

from xception_gui.base.results import ByteArray
from xception_gui.gui.views.heat_image import photo_image

_GREY = 0.8  # how far the colours outside the crop go towards grey
_DARK = QColor(12, 14, 20, 125)  # laid over them
_CRISP_FROM = 3.0  # screen pixels per picture pixel from which single pixels are shown


class PhotoLayers:
    """One photo, drawn at any size.

    Parameters
    ----------
    pixels : uint8 array (height, width, 3)
        The copy to show, sRGB.
    """

    def __init__(self, pixels: ByteArray) -> None:
        self._image = photo_image(pixels)
        self._scaled = self._image
        self._outside: QImage | None = None

    def draw(self, painter: QPainter, target: QRectF, crop: QRectF, seen: QRectF) -> None:
        """Draw the photo over `target`; what lies outside `crop` grey and dark.

        Parameters
        ----------
        target, crop, seen : QRectF
            In whole view pixels; `seen` is the part of the view that has to be drawn.
        """
        self._scale(target, painter.device().devicePixelRatioF())
        inside = crop.intersected(target)
        if inside != target:
            outside = QRegion(seen.toAlignedRect()) - QRegion(inside.toAlignedRect())
            painter.save()
            painter.setClipRegion(outside)
            self._draw(painter, self._dimmed(), target, seen)
            painter.restore()
        self._draw(painter, self._scaled, target, seen.intersected(inside))

    def _scale(self, target: QRectF, ratio: float) -> None:
        """A smaller copy where the photo is drawn smaller; else the photo itself."""
        size = QSize(round(target.width() * ratio), round(target.height() * ratio))
        small = size.width() < self._image.width() and size.height() < self._image.height()
        if self._scaled.size() == (size if small else self._image.size()):
            return
        self._outside = None
        self._scaled = self._image
        if small:
            smooth = Qt.TransformationMode.SmoothTransformation
            ratio_mode = Qt.AspectRatioMode.IgnoreAspectRatio
            scaled = self._image.scaled(size, ratio_mode, smooth)
            self._scaled = scaled.convertToFormat(QImage.Format.Format_RGB32)

    def _dimmed(self) -> QImage:
        if self._outside is None:
            self._outside = _dimmed(self._scaled)
        return self._outside

    @staticmethod
    def _draw(painter: QPainter, image: QImage, target: QRectF, seen: QRectF) -> None:
        """Only the part that is seen: a strongly enlarged photo is never drawn whole."""
        part = target.intersected(seen)
        if part.isEmpty():
            return
        across = image.width() / target.width()
        down = image.height() / target.height()
        source = QRectF(
            (part.left() - target.left()) * across,
            (part.top() - target.top()) * down,
            part.width() * across,
            part.height() * down,
        )
        magnified = painter.device().devicePixelRatioF() / max(across, down)
        smooth = QPainter.RenderHint.SmoothPixmapTransform
        painter.setRenderHint(smooth, magnified < _CRISP_FROM)
        painter.drawImage(part, image, source)


def _dimmed(image: QImage) -> QImage:
    """The picture drained of most colour and darkened, in memory of its own."""
    made = image.copy()
    painter = QPainter(made)
    painter.setOpacity(_GREY)
    painter.drawImage(0, 0, image.convertToFormat(QImage.Format.Format_Grayscale8))
    painter.setOpacity(1.0)
    painter.fillRect(made.rect(), _DARK)
    painter.end()
    return made
