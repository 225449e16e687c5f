"""An axis of a plot: round numbers as the window writes them, a faint grid for y alone."""

from __future__ import annotations

import math
from collections.abc import Sequence

import pyqtgraph as pg
from PySide6.QtGui import QPainter

from xception_gui.base.ticks import log_texts, log_ticks, tick_texts, ticks
from xception_gui.gui import style

_ROW, _COLUMN = 45, 64  # pixels that a mark of y, of x, takes
_LEAST_ROWS, _TIGHT_ROW = 4, 24  # so many even where they stand closer, but not closer than that
_GRID = 0.16
_GAP = 5


class TrainAxis(pg.AxisItem):  # type: ignore[misc]
    """Left ("left") or below ("bottom")."""

    def __init__(self, side: str) -> None:
        super().__init__(side)
        self._unit, self._word = 1.0, ""
        self.setStyle(tickAlpha=_GRID if side == "left" else 0, tickTextOffset=_GAP, tickLength=0)
        self.setGrid(255 if side == "left" else False)

    def set_unit(self, unit: float, word: str) -> None:
        """What 1 in the texts stands for, and what is written after the last one: 60, "min"."""
        if (unit, word) != (self._unit, self._word):
            self._unit, self._word = unit, word
            self.picture = None
            self.update()

    def dress(self) -> None:
        """In the colours and the font in force."""
        self.setPen(style.colour("line"))
        self.setTickPen(style.colour("muted"))
        self.setTextPen(style.colour("muted"))
        self.setTickFont(style.font("small"))

    def paint(self, painter: QPainter, *_: object) -> None:
        """Without pyqtgraph's QPicture, which takes 2 ms for a few numbers, each time."""
        if self.picture is None:
            self.picture = self.generateDrawSpecs(painter)
        if self.picture is not None:
            self.drawPicture(painter, *self.picture)

    def tickValues(self, low: float, high: float, _pixels: float) -> list[tuple[None, list[float]]]:
        """Where the marks stand."""
        if self.logMode:
            unit = math.log10(self._unit)
            values = log_ticks(low - unit, high - unit, self._most())
            return [(None, [math.log10(value) + unit for value in values])]
        values = ticks(low / self._unit, high / self._unit, self._most())
        return [(None, [value * self._unit for value in values])]

    def tickStrings(self, values: Sequence[float], _scale: float, _spacing: None) -> list[str]:
        """What stands there."""
        if self.logMode:
            texts = log_texts([10**value / self._unit for value in values])
        else:
            texts = tick_texts([value / self._unit for value in values])
        return [*texts[:-1], f"{texts[-1]} {self._word}".rstrip()] if texts else []

    def _most(self) -> int:
        if self.orientation == "bottom":
            return max(2, int(self.width() / style.px(_COLUMN)))
        tight = max(1, int(self.height() / style.px(_TIGHT_ROW)))
        return min(tight, max(_LEAST_ROWS, int(self.height() / style.px(_ROW))))
