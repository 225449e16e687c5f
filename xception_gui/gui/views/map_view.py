"""One map enlarged: value by value, or smooth over the photo's crop."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from xception_gui.base.feature_maps import FeatureMaps
from xception_gui.base.results import ByteArray
from xception_gui.gui.views.focus import paint_ring
from xception_gui.gui.views.heat_image import photo_image
from xception_gui.gui.views.map_overlay import overlay_image
from xception_gui.gui.views.map_pictures import (
    CRISP_FROM,
    STALE,
    colours_of,
    map_image,
    to_screen,
)

Box = tuple[float, float, float, float]


class MapView(QWidget):
    """A square as wide as there is room; `stepped` asks for the next or the previous map.

    `unit_chosen` tells row and column of the value that was clicked; −1, −1 by Enter: any.
    """

    stepped = Signal(int)
    unit_chosen = Signal(int, int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._maps: FeatureMaps | None = None
        self._channel, self._colours, self._on_photo = 0, "viridis", False
        self._stale = False
        self._level: ByteArray | None = None
        self._photo, self._crop = QImage(), QRectF()
        self._made: tuple[int, QImage] | None = None
        self._overlay: QImage | None = None
        policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def set_map(
        self,
        maps: FeatureMaps,
        channel: int,
        level: ByteArray,
        colours: str,
        stale: bool = False,
    ) -> None:
        """Show a map; `level` is uint8 (side, side). A stale one is faint, and on no photo."""
        self._maps, self._channel, self._level, self._stale = maps, channel, level, stale
        self._colours = colours_of(maps, colours)
        self._made = self._overlay = None
        self.updateGeometry()
        self.update()

    def set_photo(self, display: ByteArray | None, box: Box) -> None:
        """The photo, uint8 (height, width, 3), and the crop on it as fractions of its sides."""
        self._photo = photo_image(display) if display is not None else QImage()
        left, top, right, bottom = box
        width, height = self._photo.width(), self._photo.height()
        self._crop = QRectF(
            left * width, top * height, (right - left) * width, (bottom - top) * height
        )
        self.update()

    def set_on_photo(self, on_photo: bool) -> None:
        """Over the photo, or value by value."""
        self._on_photo = on_photo
        self.update()

    def has_photo(self) -> bool:
        """Whether there is a photo to lay the map over."""
        return not self._photo.isNull()

    def side(self, width: int) -> int:
        """Pixels of the screen for the map in so many of them: whole ones for each value."""
        values = self._level.shape[1] if self._level is not None else 1
        each = width // values
        return each * values if each >= CRISP_FROM else width

    # Qt

    def sizeHint(self) -> QSize:
        """Square."""
        return QSize(0, self.heightForWidth(self.width()))

    def hasHeightForWidth(self) -> bool:
        """As high as the map is wide."""
        return True

    def heightForWidth(self, width: int) -> int:
        """In device-independent pixels."""
        ratio = self.devicePixelRatioF()
        return round(self.side(round(width * ratio)) / ratio)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Map, or photo and map."""
        if self._maps is None or self._level is None:
            return
        painter = QPainter(self)
        side = self.side(round(self.width() * self.devicePixelRatioF()))
        painter.save()
        to_screen(painter)
        if self._on_photo and self.has_photo():
            self._paint_on_photo(painter, QRect(0, 0, side, side))
        else:
            painter.setOpacity(STALE if self._stale else 1.0)
            painter.drawImage(0, 0, self._image(side))
        painter.restore()
        paint_ring(self, painter, radius=0)

    def unit_at(self, x: float, y: float) -> tuple[int, int]:
        """Row and column of the value below a point of the widget."""
        assert self._level is not None
        ratio, (rows, columns) = self.devicePixelRatioF(), self._level.shape
        side = self.side(round(self.width() * ratio)) / ratio
        row, column = int(y / side * rows), int(x / side * columns)
        return min(max(row, 0), rows - 1), min(max(column, 0), columns - 1)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click gives the keys to the map, and chooses the unit below it."""
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        if event.button() == Qt.MouseButton.LeftButton and self._level is not None:
            self.unit_chosen.emit(*self.unit_at(event.position().x(), event.position().y()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Left and right show the neighbours of the map, Enter what moves its strongest unit."""
        step = {Qt.Key.Key_Left.value: -1, Qt.Key.Key_Right.value: 1}.get(event.key(), 0)
        if step:
            self.stepped.emit(step)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.unit_chosen.emit(-1, -1)
        else:
            super().keyPressEvent(event)

    # Inside

    def _image(self, side: int) -> QImage:
        if self._made is None or self._made[0] != side:
            assert self._maps is not None
            assert self._level is not None
            image = map_image(self._maps, self._channel, self._level, self._colours, side)
            self._made = (side, image)
        return self._made[1]

    def _paint_on_photo(self, painter: QPainter, target: QRect) -> None:
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(QRectF(target), self._photo, self._crop)
        if self._overlay is None and self._maps is not None and self._level is not None:
            self._overlay = overlay_image(self._level, self._colours, self._maps.signed)
        if self._overlay is not None and not self._stale:
            painter.drawImage(target, self._overlay)
