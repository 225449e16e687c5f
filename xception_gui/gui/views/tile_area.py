"""A view of square tiles: fitted, or zoomed about a point and panned.

Everything is laid out in pixels of the screen, so tiles are sharp at any device pixel ratio; the
scroll bars count those pixels too. Events give points in device-independent pixels.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRect, QSize, Qt, Signal
from PySide6.QtGui import QNativeGestureEvent, QPalette, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QWidget

from xception_gui.gui import style
from xception_gui.gui.item_models.map_grid import MapGrid, fitted, in_columns, largest_tile

ZOOM_STEP = 1.25
MARGIN = 12
_SCROLL = 40


class TileArea(QAbstractScrollArea):
    """Lays out tiles; what is on them its heirs know.

    Parameters
    ----------
    per_row, rows : int
        So many tiles in a row and at most so many rows, scrolled by its owner; 0: as many in a
        row as fill the view, zoomable.
    """

    zoomed = Signal()

    def __init__(self, per_row: int = 0, rows: int = 0, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._per_row, self._rows = per_row, rows
        self._count, self._side, self._across = 0, 1, 0
        self._grid = self._fit = MapGrid(0, 1, 1)
        self._zoom = 1.0
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.viewport().setAutoFillBackground(False)
        if per_row:
            self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._restyle()

    def set_tiles(self, count: int, side: int, keep_zoom: bool) -> None:
        """So many tiles, whose maps are `side` values wide."""
        self._count, self._side = count, side
        if not keep_zoom:
            self._zoom = 1.0
        self._lay_out()

    def set_across(self, width: int) -> None:
        """Lay rows out in so many device-independent pixels: columns side by side are alike."""
        self._across = width
        self._lay_out()

    # What can be asked of it

    def grid(self) -> MapGrid:
        """How the tiles lie, in pixels of the screen."""
        return self._grid

    def can_zoom(self) -> bool:
        """Whether tiles can be enlarged."""
        return not self._per_row

    def zoom_factor(self) -> float:
        """How much larger the tiles are than those that fit."""
        return self._grid.tile / self._fit.tile

    def fit(self) -> None:
        """All tiles in the view."""
        self._zoom_to(self._fit.tile, None)

    def zoom(self, factor: float, at: QPointF | None = None) -> None:
        """Enlarge (or reduce) about a point of the viewport, or its middle."""
        tile = round(self._grid.tile * factor)
        if tile == self._grid.tile:  # a step must be seen, also with tiny tiles
            tile += 1 if factor > 1 else -1
        self._zoom_to(tile, at)

    def tile_rect(self, position: int) -> QRect:
        """Where a tile lies in the viewport, in device-independent pixels."""
        x, y = self.origin()
        left, top, width, height = self._grid.tile_rect(position)
        ratio = self.devicePixelRatioF()
        size = QSize(round(width / ratio), round(height / ratio))
        return QRect(QPointF((x + left) / ratio, (y + top) / ratio).toPoint(), size)

    # For heirs and owners

    def thick(self) -> int:
        """One device-independent pixel, in whole pixels of the screen."""
        return max(1, round(self.devicePixelRatioF()))

    def room(self) -> tuple[int, int]:
        """Width and height of the viewport, in pixels of the screen."""
        return self._pixels(self.viewport().size())

    def origin(self) -> tuple[int, int]:
        """Where the grid's corner lies in the viewport, in pixels of the screen."""
        width, height = self._pixels(self.maximumViewportSize())
        scrolled = self.verticalScrollBar().value()
        if self._per_row:
            return self._left_of_rows(width), self._margin() - scrolled
        left = self._start(self.horizontalScrollBar().value(), self._grid.width, width)
        return left, self._start(scrolled, self._grid.height, height)

    def tile_at(self, point: QPointF) -> tuple[int, tuple[int, int]] | None:
        """The tile below a point of the viewport, and the value (column, row) of its map."""
        (left, top), ratio = self.origin(), self.devicePixelRatioF()
        x, y = point.x() * ratio - left, point.y() * ratio - top
        position = self._grid.position_at(x, y)
        if position is None:
            return None
        return position, self._grid.value_at(position, x, y, self._side)

    def pan(self, moved: QPointF) -> None:
        """Move the tiles by device-independent pixels."""
        ratio = self.devicePixelRatioF()
        bars = (self.horizontalScrollBar(), self.verticalScrollBar())
        for bar, way in zip(bars, (moved.x(), moved.y()), strict=True):
            bar.setValue(bar.value() - round(way * ratio))

    def reveal(self, position: int) -> None:
        """Bring a tile into sight, with its neighbours' edges."""
        x, y, tile, _ = self._grid.tile_rect(position)
        bars = (self.horizontalScrollBar(), self.verticalScrollBar())
        gap, edges = self._grid.gap, self._edges()
        for bar, start, edge, room in zip(bars, (x, y), edges, self.room(), strict=True):
            first, last = start - gap, start + tile + gap + edge - room
            bar.setValue(min(max(bar.value(), last), max(first, last)))

    def page(self) -> int:
        """Rows in the view, less one that stays."""
        return max(1, self.room()[1] // self._grid.pitch - 1)

    # Qt

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll; with Ctrl zoom about the pointer. Columns are scrolled by their owner."""
        notches = event.angleDelta().y() / 120
        if self._per_row:
            event.ignore()
        elif not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            super().wheelEvent(event)
        elif notches:
            self.zoom(ZOOM_STEP**notches, event.position())
            event.accept()

    def viewportEvent(self, event: QEvent) -> bool:
        """Two fingers zoom about the point between them."""
        pinch = Qt.NativeGestureType.ZoomNativeGesture
        gesture = event if isinstance(event, QNativeGestureEvent) else None
        if gesture is not None and self.can_zoom() and gesture.gestureType() == pinch:
            self.zoom(1 + gesture.value(), gesture.position())
            return True
        return super().viewportEvent(event)

    def resizeEvent(self, _event: QResizeEvent) -> None:
        """The tiles keep fitting."""
        self._lay_out()

    def changeEvent(self, event: QEvent) -> None:
        """Another theme; a screen with other pixels."""
        if event.type() == QEvent.Type.PaletteChange:
            self._restyle()
        elif event.type() == QEvent.Type.DevicePixelRatioChange:
            self._lay_out()
        super().changeEvent(event)

    def sizeHint(self) -> QSize:
        """It takes what there is."""
        return QSize(style.px(400), style.px(300))

    def minimumSizeHint(self) -> QSize:
        """A few tiles."""
        return QSize(style.px(80), style.px(80))

    # Inside

    def _pixels(self, size: QSize) -> tuple[int, int]:
        ratio = self.devicePixelRatioF()
        return round(size.width() * ratio), round(size.height() * ratio)

    def _margin(self) -> int:
        return round(style.px(MARGIN) * self.devicePixelRatioF())

    def _edges(self) -> tuple[int, int]:
        """What is kept free left and right, above and below; below rows it may be half of it."""
        margin = self._margin()
        return 2 * margin, (margin * 3 // 2 if self._per_row else 2 * margin)

    def _lay_out(self) -> None:
        width, height = self._pixels(self.maximumViewportSize())
        gap, (across, down) = self.thick(), self._edges()
        if self._per_row:
            # The outer gap lies in the margin: the first tile stands where words do.
            width = round(self._across * self.devicePixelRatioF()) or width
            inside = (width - across + 4 * gap, height - down)
            self._fit = in_columns(self._count, self._per_row, self._rows, *inside, 2 * gap)
        else:
            room = (max(1, width - across), max(1, height - down))
            self._fit = fitted(self._count, *room, gap)
        self._set_tile(round(self._fit.tile * self._zoom))

    def _set_tile(self, tile: int) -> None:
        self._grid = self._fit.with_tile(tile)
        # Only what is larger than the view without bars is scrolled.
        room = self._pixels(self.maximumViewportSize())
        bars = (self.horizontalScrollBar(), self.verticalScrollBar())
        lengths = (0 if self._per_row else self._grid.width, self._grid.height)
        sizes = zip(bars, lengths, self._edges(), room, self.room(), strict=True)
        for bar, length, edge, most, seen in sizes:
            scrolled = max(0, length + edge - seen) if length + edge > most else 0
            bar.setPageStep(seen)
            bar.setSingleStep(round(_SCROLL * self.devicePixelRatioF()))
            bar.setRange(0, scrolled)
        self.zoomed.emit()
        self.viewport().update()

    def _zoom_to(self, tile: int, at: QPointF | None) -> None:
        least = self._fit.tile
        tile = min(max(tile, least), largest_tile(least, self._side))
        ratio = self.devicePixelRatioF()
        middle = QPointF(self.viewport().rect().center())
        point, start = (at or middle) * ratio, self.origin()
        cells = [(p - s) / self._grid.pitch for p, s in zip(point.toTuple(), start, strict=True)]
        self._zoom = tile / least
        self._set_tile(tile)
        margin, pitch = self._margin(), self._grid.pitch
        bars = (self.horizontalScrollBar(), self.verticalScrollBar())
        for bar, cell, place in zip(bars, cells, point.toTuple(), strict=True):
            bar.setValue(round(margin + cell * pitch - place))

    def _start(self, scrolled: int, length: int, room: int) -> int:
        margin = self._margin()
        return (room - length) // 2 if length + 2 * margin <= room else margin - scrolled

    def _left_of_rows(self, room: int) -> int:
        """The first tile stands where words do; rows that are much too short, in the middle."""
        left, middle = self._margin() - self._grid.gap, (room - self._grid.width) // 2
        return left if middle - left <= self._per_row else middle

    def _restyle(self) -> None:
        """The scroll bars are painted on the colour behind the tiles."""
        ground = self.viewport().palette()
        ground.setColor(QPalette.ColorRole.Base, style.colour("canvas"))
        self.viewport().setBackgroundRole(QPalette.ColorRole.Base)
        self.viewport().setPalette(ground)
