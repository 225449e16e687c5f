"""A photo ready to be drawn quickly: in colour, and grey and dark for what lies outside the crop.

It is kept in halved copies, so that no repaint ever reads many more pixels than it draws. At the
size that fits the view it is scaled with care, once, and kept; zoomed it is drawn from the copy
next in size.
"""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QRegion

from xception_gui.base.results import ByteArray
from xception_gui.gui.views.heat_image import photo_image

_GREY = 0.8  # how far the colours outside the crop go towards grey
_DARK = QColor(12, 14, 20, 125)  # laid over them
_CRISP_FROM = 3.0  # screen pixels per picture pixel from which single pixels are shown
_LEAST = 64  # a side that is not halved any more


class PhotoLayers:
    """One photo, drawn at any size.

    Parameters
    ----------
    pixels : uint8 array (height, width, 3)
        The copy to show, sRGB.
    """

    def __init__(self, pixels: ByteArray) -> None:
        self._halves = [photo_image(pixels)]
        self._fitted = self._halves[0]
        self._outside = (QImage(), QImage())  # which picture, and it grey and dark

    def draw(
        self, painter: QPainter, target: QRectF, crop: QRectF, seen: QRectF, fitted: bool
    ) -> None:
        """Draw the photo over `target`; what lies outside `crop` grey and dark.

        Parameters
        ----------
        target, crop, seen : QRectF
            In whole view pixels; `seen` is the part of the view that has to be drawn.
        fitted : bool
            Whether this size will be asked for again and again.
        """
        ratio = painter.device().devicePixelRatioF()
        size = QSize(round(target.width() * ratio), round(target.height() * ratio))
        image = self._scaled(size) if fitted else self._half(size)
        inside = crop.intersected(target).intersected(seen)
        outside = QRegion(target.intersected(seen).toAlignedRect()) - inside.toAlignedRect()
        if not outside.isEmpty():
            painter.save()
            painter.setClipRegion(outside)
            _draw(painter, self._dimmed(image), target, seen)
            painter.restore()
        _draw(painter, image, target, inside)

    def _half(self, size: QSize) -> QImage:
        """The smallest halved copy that has all the pixels that `size` asks for."""
        level = 0
        while self._reaches(level + 1, size):
            level += 1
        return self._halves[level]

    def _reaches(self, level: int, size: QSize) -> bool:
        last = self._halves[min(level, len(self._halves)) - 1]
        half = QSize((last.width() + 1) // 2, (last.height() + 1) // 2)
        if level >= len(self._halves):
            if half.width() < size.width() or min(half.width(), half.height()) < _LEAST:
                return False
            self._halves.append(_smooth(last, half))
        return self._halves[level].width() >= size.width()

    def _scaled(self, size: QSize) -> QImage:
        """The photo at exactly `size` where that is smaller; else the photo itself."""
        source = self._half(size)
        if size.width() >= source.width():
            return source
        if self._fitted.size() != size:
            self._fitted = _smooth(source, size)
        return self._fitted

    def _dimmed(self, image: QImage) -> QImage:
        if self._outside[0].cacheKey() != image.cacheKey():
            self._outside = (image, _dimmed(image))
        return self._outside[1]


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


def _smooth(image: QImage, size: QSize) -> QImage:
    ratio = Qt.AspectRatioMode.IgnoreAspectRatio
    scaled = image.scaled(size, ratio, Qt.TransformationMode.SmoothTransformation)
    return scaled.convertToFormat(QImage.Format.Format_RGB32)


def _dimmed(image: QImage) -> QImage:
    """The picture drained of most colour and darkened, in memory of its own."""
    made = image.copy()
    painter = QPainter(made)
    painter.setOpacity(_GREY)
    painter.drawImage(0, 0, _grey(image))
    painter.setOpacity(1.0)
    painter.fillRect(made.rect(), _DARK)
    painter.end()
    return made


def _grey(image: QImage) -> QImage:
    """A quarter red, half green, a quarter blue: Qt's own conversion takes six times as long."""
    import numpy as np  # the window is on screen before it

    width, height = image.width(), image.height()
    pixels = np.frombuffer(image.constBits(), np.uint8).reshape(height, width, 4)
    grey = (pixels[..., 0] >> 2) + (pixels[..., 1] >> 1) + (pixels[..., 2] >> 2)
    made = QImage(grey.data, width, height, width, QImage.Format.Format_Grayscale8)
    return made.copy()
