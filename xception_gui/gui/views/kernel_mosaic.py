"""The 3×3 kernels of a depthwise convolution as small pictures, one per channel.

numpy is imported inside functions: the window is on screen before it.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QRect, QRectF, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from xception_gui.base.colour_maps import colour_map
from xception_gui.base.numbers import real
from xception_gui.base.results import FloatArray
from xception_gui.gui import style
from xception_gui.gui.language import tr

_CELL, _EDGE, _GAP = 6, 1, 1
_SIDE = 3 * _CELL + 2 * _EDGE
_COLOURS = "blue-white-red"


class KernelMosaic(QWidget):
    """Tiles in rows; pointer and arrow keys tell the nine numbers of one."""

    moved = Signal(QRect)  # where the kernel is to which the keyboard has gone

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kernels: FloatArray | None = None
        self._strip = QImage()
        self._count, self._shown_rows = 0, 0
        self._current, self._hovered = 0, -1
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    # What is shown

    def show_kernels(self, kernels: FloatArray) -> None:
        """Show the kernels of another module: float32 (channels, 3, 3)."""
        self._kernels, self._strip = kernels, strip_image(kernels)
        self._take(len(kernels))

    def await_kernels(self, count: int) -> None:
        """Empty tiles, while the numbers are on their way."""
        self._kernels, self._strip = None, QImage()
        self._take(count)

    def _take(self, count: int) -> None:
        self._count, self._current, self._hovered = count, 0, -1
        self.retranslate()
        self._fit()

    def set_rows(self, rows: int) -> None:
        """Show so many rows at most; 0: all."""
        self._shown_rows = rows
        self._current = min(self._current, max(0, self.shown() - 1))
        self._fit()

    def retranslate(self) -> None:
        """Read the texts again."""
        self.setAccessibleName(tr("3×3 kernels"))
        self.setAccessibleDescription(self._words(self._current))

    def count(self) -> int:
        """Kernels there are."""
        return self._count

    def shown(self) -> int:
        """Kernels that are drawn."""
        limit = self._shown_rows * self._columns()
        return min(self.count(), limit) if limit else self.count()

    def tile(self, number: int) -> QRect:
        """Where a kernel lies, with its edge."""
        row, column = divmod(number, self._columns())
        side = style.px(_SIDE)
        return QRect(column * (side + _GAP), row * (side + _GAP), side, side)

    def at(self, point: QPoint) -> int:
        """The kernel at a point; -1 for none."""
        pitch, columns = style.px(_SIDE) + _GAP, self._columns()
        column, row = point.x() // pitch, point.y() // pitch
        number = row * columns + column
        inside = 0 <= column < columns and row >= 0
        return int(number) if inside and number < self.shown() else -1

    # Size

    def resizeEvent(self, _event: QResizeEvent) -> None:
        """A narrower pane has more rows."""
        self._fit()

    def _fit(self) -> None:
        """As high as its rows, at once: height-for-width takes several rounds of layout."""
        rows = -(-self.count() // self._columns())
        rows = min(rows, self._shown_rows) if self._shown_rows else rows
        self.setFixedHeight(max(0, rows * (style.px(_SIDE) + _GAP) - _GAP))
        self.update()

    def _columns(self) -> int:
        return max(1, (self.width() + _GAP) // (style.px(_SIDE) + _GAP))

    # Drawing

    def paintEvent(self, event: QPaintEvent) -> None:
        """The tiles that are to be drawn again, and the ring of the keyboard."""
        painter = QPainter(self)
        for number in range(self.shown()):
            tile = self.tile(number)
            if tile.intersects(event.rect()):
                self._paint_tile(painter, tile, number)
        if self._hovered >= 0:
            self._ring(painter, self._hovered, "text")
        if self.count() and style.has_keyboard_focus(self):
            self._ring(painter, self._current, "accent")

    def _ring(self, painter: QPainter, number: int, role: str) -> None:
        pen = QPen(style.colour(role), 2)
        pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
        painter.setPen(pen)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)  # else it is a pixel off
        painter.drawRect(QRectF(self.tile(number)).adjusted(1, 1, -1, -1))

    def _paint_tile(self, painter: QPainter, tile: QRect, number: int) -> None:
        painter.fillRect(tile, style.colour("strong"))
        inner = tile.adjusted(_EDGE, _EDGE, -_EDGE, -_EDGE)
        if self._strip.isNull():
            painter.fillRect(inner, style.colour("track"))
        else:
            painter.drawImage(QRectF(inner), self._strip, QRectF(0, 3 * number, 3, 3))

    # Telling

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Tell the numbers below the pointer."""
        number = self.at(event.position().toPoint()) if self._kernels is not None else -1
        self._hover(number)
        if number >= 0:
            self._tell(number, event.globalPosition().toPoint())

    def leaveEvent(self, _event: QEvent) -> None:
        """Nothing is told any more."""
        self._hover(-1)

    def _hover(self, number: int) -> None:
        if number < 0:
            QToolTip.hideText()
        if number != self._hovered:
            self._hovered = number
            self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows, Home and End walk through the kernels that are shown."""
        target = self._target(event.key())
        if target is None or self._kernels is None:
            super().keyPressEvent(event)
            return
        self._current = min(max(0, target), self.shown() - 1)
        self.setAccessibleDescription(self._words(self._current))
        tile = self.tile(self._current)
        self.moved.emit(tile)
        self._tell(self._current, self.mapToGlobal(tile.bottomRight()))
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """The ring goes."""
        super().focusOutEvent(event)
        QToolTip.hideText()
        self.update()

    def _target(self, key: int) -> int | None:
        columns = self._columns()
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
        steps |= {Qt.Key.Key_Up: -columns, Qt.Key.Key_Down: columns}
        if key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            return 0 if key == Qt.Key.Key_Home else self.shown() - 1
        step = steps.get(Qt.Key(key))
        target = self._current + step if step else None
        return target if target is None or 0 <= target < self.shown() else self._current

    def _tell(self, number: int, where: QPoint) -> None:
        QToolTip.showText(where, self._table(number), self, self.tile(number))

    def _values(self, number: int) -> list[list[str]]:
        if self._kernels is None or number >= len(self._kernels):
            return []
        return [[real(value) for value in row] for row in self._kernels[number].tolist()]

    def _words(self, number: int) -> str:
        values = [value for row in self._values(number) for value in row]
        return " ".join([tr("Channel {number}", number=number), *values]) if values else ""

    def _table(self, number: int) -> str:
        cells = [
            "".join(f'<td align="right">{value}</td>' for value in row)
            for row in self._values(number)
        ]
        rows = "".join(f"<tr>{row}</tr>" for row in cells)
        title = tr("Channel {number}", number=number)
        return f'<b>{title}</b><table cellspacing="0" cellpadding="3">{rows}</table>'


def strip_image(kernels: FloatArray) -> QImage:
    """All kernels below each other, 3 pixels wide.

    One scale for all: white is 0, full red and full blue are the largest size there is.
    """
    import numpy as np

    if not len(kernels):
        return QImage()
    scale = float(np.abs(kernels).max()) or 1.0
    places = np.rint(127.5 + 127.5 * kernels.reshape(-1, 3) / scale).astype(np.uint8)
    pixels = np.full((*places.shape, 4), 255, np.uint8)
    pixels[..., :3] = colour_map(_COLOURS)[places]
    height = len(places)
    image = QImage(pixels.tobytes(), 3, height, 12, QImage.Format.Format_RGBA8888)
    return image.convertToFormat(QImage.Format.Format_RGB32)
