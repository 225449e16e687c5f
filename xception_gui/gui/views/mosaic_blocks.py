"""A mosaic in blocks of about 256 × 256 pixels, made when they come into sight and kept.

So the work for a repaint is bounded by what is seen, and panning makes only what is new.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect
from PySide6.QtGui import QImage, QPainter

from xception_gui.base.feature_maps import FeatureMaps
from xception_gui.base.results import ByteArray
from xception_gui.gui.item_models.map_grid import MapGrid, Rect
from xception_gui.gui.views.map_pictures import (
    GAP,
    block_image,
    colour_table,
    colours_of,
    cross,
    image_of,
    is_crisp,
)

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Order = npt.NDArray[np.intp]

_BLOCK = 256  # pixels
_KEPT = 96  # blocks: at most 25 MB
_SINGLE_FROM = 512  # pixels of a tile from which the painter itself enlarges single maps
_LEAST_NATIVE = 8  # pixels of a tile in the picture that is saved


class MosaicBlocks:
    """The maps that are shown, in order, and the pictures of them that were made.

    Parameters
    ----------
    levels : uint8 array (channels, side, side)
    order : integer array (shown,)
        Channels from the first tile to the last.
    colours : str
        Colour map for maps without negative values.
    """

    def __init__(self, maps: FeatureMaps, levels: ByteArray, order: Order, colours: str) -> None:
        self.maps, self._levels, self.order = maps, levels, order
        self.colours = colours_of(maps, colours)
        self._dead = maps.dead
        self._grid: MapGrid | None = None
        self._made: dict[tuple[int, int], QImage] = {}

    @property
    def side(self) -> int:
        """Values across a map."""
        return int(self._levels.shape[2])

    def levels(self, channel: int) -> ByteArray:
        """One map, uint8 (side, side)."""
        one: ByteArray = self._levels[channel]
        return one

    def draw(self, painter: QPainter, grid: MapGrid, seen: Rect) -> None:
        """Draw what of the mosaic lies in `seen`, in pixels of the screen."""
        if grid != self._grid:
            self._grid = grid
            self._made.clear()
        painter.fillRect(QRect(0, 0, grid.width, grid.height), GAP)
        if grid.tile > _SINGLE_FROM:
            self._draw_single(painter, grid, seen)
            return
        step = max(1, _BLOCK // grid.pitch)
        for row, column in _blocks(grid.cells(seen), step):
            image = self._block(grid, row, column, step)
            painter.drawImage(column * grid.pitch, row * grid.pitch, image)
        self._forget()

    def picture(self, columns: int) -> QImage:
        """The whole mosaic, one pixel per value (small maps enlarged), in rows of `columns`."""
        factor = -(-_LEAST_NATIVE // self.side) if self.side < _LEAST_NATIVE else 1
        grid = MapGrid(len(self.order), columns, factor * self.side)
        whole = QImage(grid.width, grid.height, QImage.Format.Format_RGB32)
        whole.fill(GAP)
        painter = QPainter(whole)
        painter.drawImage(0, 0, self._image(grid, self.order, columns))
        painter.end()
        return whole

    def _draw_single(self, painter: QPainter, grid: MapGrid, seen: Rect) -> None:
        smooth = QPainter.RenderHint.SmoothPixmapTransform
        painter.setRenderHint(smooth, not is_crisp(self.side, grid.tile))
        for row, column in _blocks(grid.cells(seen), 1):
            place = row * grid.columns + column
            if place < grid.count:
                image = self._made.get((row, column))
                if image is None:
                    image = self._made[row, column] = self._single(int(self.order[place]))
                painter.drawImage(QRect(*grid.tile_rect(place)), image)
        self._forget()

    def _single(self, channel: int) -> QImage:
        if self._dead[channel]:
            return image_of(cross(_SINGLE_FROM))
        return image_of(colour_table(self.colours)[self._levels[channel]])

    def _block(self, grid: MapGrid, row: int, column: int, step: int) -> QImage:
        image = self._made.pop((row, column), None)
        if image is None:
            image = self._make(grid, row, column, step)
        self._made[row, column] = image  # the last that was drawn is the last to be forgotten
        return image

    def _make(self, grid: MapGrid, row: int, column: int, step: int) -> QImage:
        import numpy as np

        columns = min(step, grid.columns - column)
        rows = min(step, grid.rows - row)
        places = (row + np.arange(rows)[:, None]) * grid.columns + column + np.arange(columns)
        return self._image(grid, self.order[places[places < grid.count]], columns)

    def _image(self, grid: MapGrid, channels: Order, columns: int) -> QImage:
        levels, dead = self._levels[channels], self._dead[channels]
        return block_image(levels, dead, self.colours, columns, grid.tile, grid.gap)

    def _forget(self) -> None:
        while len(self._made) > _KEPT:
            del self._made[next(iter(self._made))]


def _blocks(cells: Rect, step: int) -> Iterator[tuple[int, int]]:
    """First row and column of every block that holds one of the cells."""
    column, row, columns, rows = cells
    for top in range(row // step * step, row + rows, step):
        for left in range(column // step * step, column + columns, step):
            yield top, left
