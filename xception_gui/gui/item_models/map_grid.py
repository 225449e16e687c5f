"""Where the tiles of a mosaic lie, in whole pixels of the screen. Numbers only, no painting."""

from __future__ import annotations

import math
from dataclasses import dataclass

Rect = tuple[int, int, int, int]
"""Left, top, width, height."""

FEWER = 2 / 3  # how much smaller tiles in columns get so that nothing has to be scrolled
LARGEST_VALUE = 32  # pixels that one value of a map is enlarged to at most


@dataclass(frozen=True)
class MapGrid:
    """`count` square tiles in rows of `columns`, gaps around each.

    Parameters
    ----------
    tile, gap : int
        Side of a tile and width of a gap, pixels of the screen.
    """

    count: int
    columns: int
    tile: int
    gap: int = 1

    @property
    def rows(self) -> int:
        """How many rows there are; the last may be shorter."""
        return -(-self.count // self.columns)

    @property
    def pitch(self) -> int:
        """From one tile to the next."""
        return self.tile + self.gap

    @property
    def width(self) -> int:
        """Of the whole, outer gaps included."""
        return self.columns * self.pitch + self.gap

    @property
    def height(self) -> int:
        """Of the whole, outer gaps included."""
        return self.rows * self.pitch + self.gap

    def tile_rect(self, position: int) -> Rect:
        """Where the tile at a position lies, without its gaps."""
        row, column = divmod(position, self.columns)
        return (column * self.pitch + self.gap, row * self.pitch + self.gap, self.tile, self.tile)

    def rest(self) -> Rect:
        """What the last row leaves free: right of its last tile's gap, below the row above."""
        used = self.count - (self.rows - 1) * self.columns
        left, top = used * self.pitch + self.gap, (self.rows - 1) * self.pitch + self.gap
        if used == self.columns or not self.count:
            return (0, 0, 0, 0)
        # Below a full row its lower gap stays; a single row ends with its last tile.
        above = self.gap if self.rows == 1 else 0
        return (left, top - above, self.width - left, self.pitch + above)

    def position_at(self, x: float, y: float) -> int | None:
        """The tile at a point; a gap belongs to the tile below and to the right of it."""
        column, row = int(x // self.pitch), int(y // self.pitch)
        position = row * self.columns + column
        inside = 0 <= column < self.columns and row >= 0
        return position if inside and position < self.count else None

    def value_at(self, position: int, x: float, y: float, side: int) -> tuple[int, int]:
        """Column and row of the value at a point of a tile whose map is `side` values wide."""
        left, top, tile, _ = self.tile_rect(position)
        return _cell((x - left) / tile, side), _cell((y - top) / tile, side)

    def cells(self, rect: Rect) -> Rect:
        """First column, first row, and how many columns and rows a rectangle touches."""
        left, top, width, height = rect
        first = (max(0, left // self.pitch), max(0, top // self.pitch))
        last = (
            min(self.columns, -(-(left + width) // self.pitch)),
            min(self.rows, -(-(top + height) // self.pitch)),
        )
        return (*first, max(0, last[0] - first[0]), max(0, last[1] - first[1]))

    def moved(self, position: int, across: int, down: int) -> int:
        """The position so many columns and rows further, kept inside; rows are continued."""
        wanted = position + across + down * self.columns
        if down and not 0 <= wanted < self.count:
            column = position % self.columns
            last = column + (self.count - 1 - column) // self.columns * self.columns
            wanted = column if wanted < 0 else last
        return min(max(wanted, 0), self.count - 1)

    def with_tile(self, tile: int) -> MapGrid:
        """The same rows with larger or smaller tiles."""
        return MapGrid(self.count, self.columns, max(1, tile), self.gap)


def fitted(count: int, width: int, height: int, gap: int = 1) -> MapGrid:
    """The largest tiles of which `count` fit into `width` × `height` pixels."""
    tile = max(1, min(width, height, math.isqrt(max(1, width * height // max(1, count))) + 1))
    while True:
        columns = max(1, min(count, (width - gap) // (tile + gap)))
        grid = MapGrid(count, columns, tile, gap)
        if tile == 1 or (grid.width <= width and grid.height <= height):
            return grid
        tile -= 1


def in_columns(
    count: int, columns: int, rows: int, width: int, height: int, gap: int = 1
) -> MapGrid:
    """Rows of `columns` tiles, as wide as `width` allows; somewhat less where `rows` then fit.

    `rows` is how many a full column has, so that columns with fewer maps have tiles of its size.
    """
    wide = max(1, (width - gap) // columns - gap)
    high = (height - gap) // max(1, rows) - gap
    tile = high if FEWER * wide <= high < wide else wide
    return MapGrid(count, columns, tile, gap)


def largest_tile(fit: int, side: int) -> int:
    """How far a mosaic whose fitted tiles are `fit` pixels wide can be enlarged."""
    return max(2 * fit, LARGEST_VALUE * side)


def beside(tile: Rect, card: tuple[int, int], view: tuple[int, int], distance: int) -> Rect:
    """Where a card stands beside a tile: right of it, else left of it, always inside the view."""
    left, top, width, height = tile
    x = left + width + distance
    if x + card[0] > view[0]:
        x = left - distance - card[0]
    y = top + (height - card[1]) // 2
    return (_inside(x, card[0], view[0]), _inside(y, card[1], view[1]), *card)


def _inside(start: int, length: int, room: int) -> int:
    return max(0, min(start, room - length))


def _cell(share: float, side: int) -> int:
    return min(max(int(share * side), 0), side - 1)
