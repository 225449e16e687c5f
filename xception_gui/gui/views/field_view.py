"""A photo with what one unit sees of it: in colour what moves it, in a frame what could."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from xception_gui.base.results import Picture
from xception_gui.base.unit_field import UnitField
from xception_gui.gui import style
from xception_gui.gui.views.heat_image import heat_image
from xception_gui.gui.views.photo_layers import PhotoLayers
from xception_gui.gui.views.viewport import Viewport

_HEIGHT, _OPACITY = 380, 0.9
_FRAME, _UNDER = QColor(255, 255, 255), QColor(0, 0, 0, 130)
Box = tuple[float, float, float, float]


class FieldView(QWidget):
    """The whole photo; what lies outside the network's crop is grey."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.viewport = Viewport()
        self._photo: PhotoLayers | None = None
        self._heat = QImage()
        self._crop: Box = (0, 0, 1, 1)
        self._shape: tuple[int, ...] = (1, 1)
        self._theory: tuple[int, int, int, int] | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_field(self, picture: Picture, crop: Box, found: UnitField) -> None:
        """Show a unit's field; `crop` is what the network sees of the picture, in its pixels."""
        self._photo, self._crop = PhotoLayers(picture.display), crop
        self.viewport.picture = QSizeF(picture.width, picture.height)
        self._heat = heat_image(found.values, "inferno")
        self._shape, self._theory = found.values.shape, found.theory
        self.update()

    def frame(self) -> QRectF | None:
        """What the unit can see by kernels alone, in pixels of the widget; None: everything."""
        if self._theory is None:
            return None
        left, top, right, bottom = self._crop
        across, down = (right - left) / self._shape[1], (bottom - top) / self._shape[0]
        x0, y0, x1, y1 = self._theory
        return self.viewport.to_view(
            (left + x0 * across, top + y0 * down, left + x1 * across, top + y1 * down)
        )

    def sizeHint(self) -> QSize:
        """As wide as there is room."""
        return QSize(style.px(_HEIGHT), style.px(_HEIGHT))

    def resizeEvent(self, _event: object) -> None:
        """The photo keeps fitting."""
        self.viewport.area = QSizeF(self.size())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Photo, colours, frame."""
        painter = QPainter(self)
        if self._photo is None:
            painter.fillRect(self.rect(), style.colour("canvas"))
            return
        painter.drawImage(0, 0, self._coloured(self._photo))
        frame = self.frame()
        if frame is not None:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            for colour, width in ((_UNDER, 4), (_FRAME, 2)):
                painter.setPen(QPen(colour, width))
                painter.drawRect(frame.intersected(QRectF(self.rect()).adjusted(2, 2, -2, -2)))

    def _coloured(self, photo: PhotoLayers) -> QImage:
        """Photo and colours in one picture: an SVG file can hold no part of a picture."""
        ratio = self.devicePixelRatioF()
        image = QImage(self.size() * ratio, QImage.Format.Format_RGB32)
        image.setDevicePixelRatio(ratio)
        image.fill(style.colour("canvas"))
        painter = QPainter(image)
        rect, crop = self.viewport.rect, self.viewport.to_view(self._crop)
        photo.draw(painter, rect, crop, QRectF(self.rect()), True)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.setClipRect(rect)
        painter.setOpacity(_OPACITY)
        painter.drawImage(crop, self._heat)
        painter.end()
        return image
