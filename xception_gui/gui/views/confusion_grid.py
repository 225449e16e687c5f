"""Where the cells of a confusion matrix lie, and their colours.

numpy is imported inside functions: the window is on screen before it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QImage

from xception_gui.gui import style
from xception_gui.gui.style.tokens import RUNS

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

RIGHT, WRONG = RUNS[0], RUNS[1]
_LEAST, _BEND = 0.06, 0.6  # so that one picture of a thousand is seen
_CRISP = 3  # pixels from which on all cells are equally wide


@dataclass(frozen=True)
class Grid:
    """A square of `count` × `count` cells."""

    left: float
    top: float
    cell: float
    count: int

    @property
    def rect(self) -> QRectF:
        """All cells."""
        return QRectF(self.left, self.top, self.cell * self.count, self.cell * self.count)

    def cell_rect(self, row: int, column: int) -> QRectF:
        """One cell."""
        left, top = self.left + column * self.cell, self.top + row * self.cell
        return QRectF(left, top, self.cell, self.cell)

    def at(self, point: QPointF) -> tuple[int, int] | None:
        """Row and column below a point."""
        if not self.count or not self.rect.contains(point):
            return None
        row, column = (point.y() - self.top) / self.cell, (point.x() - self.left) / self.cell
        return min(int(row), self.count - 1), min(int(column), self.count - 1)


def fitted(count: int, room: QRectF) -> Grid:
    """The largest grid in the upper left of `room`."""
    cell = max(0.0, min(room.width(), room.height())) / max(1, count)
    return Grid(room.left(), room.top(), float(int(cell)) if cell >= _CRISP else cell, count)


def occurring(confusion: npt.NDArray[np.int64]) -> list[int]:
    """The classes that have pictures or were an answer."""
    import numpy as np

    return [int(place) for place in np.flatnonzero(confusion.sum(0) + confusion.sum(1))]


def cell_image(confusion: npt.NDArray[np.int64]) -> QImage:
    """One pixel per cell: its share of the row, right ones and wrong ones in their colours."""
    import numpy as np

    share = confusion / np.maximum(1, confusion.sum(1, keepdims=True))
    depth = np.where(confusion > 0, np.maximum(_LEAST, share**_BEND), 0)[..., None]
    diagonal = np.eye(len(confusion), dtype=bool)[..., None]
    tint = np.where(diagonal, _rgb(QColor(RIGHT)), _rgb(QColor(WRONG)))
    pixels = np.ascontiguousarray(
        np.rint(_rgb(style.colour("window")) * (1 - depth) + tint * depth)
    )
    data, side = pixels.astype(np.uint8).tobytes(), len(confusion)
    return QImage(data, side, side, 3 * side, QImage.Format.Format_RGB888).copy()


def ink_on(ground: QColor) -> QColor:
    """Black or white, whichever is at least 4.5:1 on `ground`."""
    parts = (ground.redF(), ground.greenF(), ground.blueF())
    red, green, blue = (_linear(part) for part in parts)
    light = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    return QColor("white" if light < 0.179 else "black")


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4


def _rgb(colour: QColor) -> npt.NDArray[np.float64]:
    import numpy as np

    return np.array([colour.red(), colour.green(), colour.blue()], np.float64)
