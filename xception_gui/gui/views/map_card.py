"""The card beside the tile below the pointer: the map enlarged, its channel and its numbers."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from xception_gui.gui import style
from xception_gui.gui.item_models.map_grid import beside
from xception_gui.gui.item_models.map_texts import channel_name, place_words, rows_of
from xception_gui.gui.language import tr
from xception_gui.gui.style.tokens import RADIUS_CARD
from xception_gui.gui.views.card import paint_card
from xception_gui.gui.views.elide import text_width
from xception_gui.gui.views.map_pictures import map_image
from xception_gui.gui.views.mosaic import Pointed

_MAP, _EDGE, _GAP, _ROW, _RIGHT = 92, 10, 12, 18, 16
_SHADOW = 12  # pixels around the card that its shadow takes
_DISTANCE = 12  # from the tile
_LEAST_MARK = 4.0  # pixels: a smaller square around a value is not seen
_LINE = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft


class MapCard(QWidget):
    """Floats above its parent; the pointer goes through it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._view = parent
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._told: Pointed | None = None
        self._rows: tuple[tuple[str, str], ...] = ()
        self._image = QImage()
        self.hide()

    def tell(self, told: Pointed, tile: QRect) -> None:
        """Tell of a map, beside its `tile` (in the parent's pixels)."""
        self._told = told
        value = place_words(told.maps, told.channel, told.x, told.y)
        self._rows = ((tr("Value"), value), *rows_of(told.maps, told.channel))
        ratio = self.devicePixelRatioF()
        pixels = round(style.px(_MAP) * ratio)
        self._image = map_image(told.maps, told.channel, told.level, told.colours, pixels)
        self._image.setDevicePixelRatio(ratio)
        self.resize(self._size() + QSize(2 * _SHADOW, 2 * _SHADOW))
        self.move(self._corner(tile) - QPoint(_SHADOW, _SHADOW))
        self.show()
        self.raise_()
        self.update()

    def rows(self) -> tuple[tuple[str, str], ...]:
        """Keys and values that stand on it."""
        return self._rows

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Shadow, surface, map, words."""
        if self._told is None:
            return
        painter = QPainter(self)
        card = self.rect().adjusted(_SHADOW, _SHADOW, -_SHADOW, -_SHADOW)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_card(painter, QRectF(card), RADIUS_CARD, _SHADOW - 3)  # it lies three pixels lower
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        corner = card.topLeft() + QPoint(style.px(_EDGE), style.px(_EDGE))
        painter.drawImage(corner, self._image)
        self._paint_mark(painter, corner, self._told)
        self._paint_words(painter, corner + QPoint(style.px(_MAP + _GAP), 0), self._told)

    def _paint_mark(self, painter: QPainter, corner: QPoint, told: Pointed) -> None:
        """A white square around the value."""
        side = told.maps.values.shape[2]
        if side == 1:
            return
        cell = style.px(_MAP) / side
        middle = QPointF(corner) + QPointF((told.x + 0.5) * cell, (told.y + 0.5) * cell)
        square = QRectF(0, 0, max(cell, _LEAST_MARK), max(cell, _LEAST_MARK))
        square.moveCenter(middle)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor("white"), 1))
        painter.drawRect(square)

    def _paint_words(self, painter: QPainter, corner: QPoint, told: Pointed) -> None:
        line = QRect(corner, QSize(self.width(), style.px(_ROW)))
        keys = self._key_width()
        painter.setFont(style.font("bold"))
        painter.setPen(style.colour("text"))
        painter.drawText(line, _LINE, channel_name(told.channel))
        painter.setFont(style.font("body"))
        line.translate(0, style.px(2))
        for key, value in self._rows:
            line.translate(0, style.px(_ROW))
            painter.setPen(style.colour("muted"))
            painter.drawText(line, _LINE, key)
            painter.setPen(style.colour("text"))
            painter.drawText(line.translated(keys, 0), _LINE, value)

    def _key_width(self) -> int:
        body = style.font("body")
        return max(text_width(body, key) for key, _ in self._rows) + style.px(10)

    def _size(self) -> QSize:
        """Of the card without its shadow; the same for all values of a map's usual numbers."""
        body, told = style.font("body"), self._told
        last = told.maps.values.shape[2] - 1 if told else 0
        usual = tr("{value} at {x}, {y}", value="0.888", x=last, y=last)
        values = max(text_width(body, text) for text in (usual, *(v for _, v in self._rows)))
        words = style.px(_MAP + _EDGE + _GAP + _RIGHT) + self._key_width() + values
        return QSize(words, style.px(_MAP + 2 * _EDGE))

    def _corner(self, tile: QRect) -> QPoint:
        size, view = self._size(), self._view.size()
        where = (tile.x(), tile.y(), tile.width(), tile.height())
        x, y, _, _ = beside(
            where, (size.width(), size.height()), (view.width(), view.height()), style.px(_DISTANCE)
        )
        return QPoint(x, y)
