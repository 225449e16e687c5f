"""A curve of a plot: a line, perhaps dots, and a band between the least and the greatest value."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pyqtgraph as pg
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPen

from xception_gui.base.curve_lines import envelope, thinned
from xception_gui.base.growing import Numbers
from xception_gui.gui import style
from xception_gui.gui.style.paint import mix

_BAND = {False: 0.15, True: 0.22}  # opacity in the light and in the dark theme
_DOT, _DOT_ROOM = 5.0, 7.0
_DASHES = (5.0, 3.0)


@dataclass(frozen=True)
class Stroke:
    """How a curve is drawn: `width` in pixels, `opacity` from 0 to 1; `band`: what it varies in."""

    colour: str
    width: float
    opacity: float = 1.0
    dots: bool = False
    dashed: bool = False
    band: bool = False


@dataclass(frozen=True)
class Line:
    """A curve.

    Parameters
    ----------
    name : str
        In the legend, to be translated; "" for none.
    x, y : float64 array (points,)
        All points, smoothed.
    raw : float64 array (points,) or None
        The same before smoothing: the band around the line shows their least and greatest.
    """

    name: str
    x: Numbers
    y: Numbers
    look: Stroke
    raw: Numbers | None = None

    def times(self, factor: float) -> Line:
        """Its numbers in another unit."""
        if factor == 1.0:
            return self
        raw = None if self.raw is None else self.raw * factor
        return replace(self, y=self.y * factor, raw=raw)

    def on_log_x(self) -> Line:
        """Its x as powers of ten; what is not above 0 is left out."""
        import numpy as np

        known = self.x > 0
        raw = None if self.raw is None else self.raw[known]
        return replace(self, x=np.log10(self.x[known]), y=self.y[known], raw=raw)


class TrainCurve:
    """What a plot draws of a line: no more points than it has columns of pixels.

    They are thinned here, once: pyqtgraph does it anew with every range and every number that is
    set, which takes three times as long as all the rest.
    """

    def __init__(self, look: Stroke) -> None:
        self.look = look
        self.extent: tuple[float, float] | None = None
        """Least and greatest y that is drawn."""
        self.line = pg.PlotCurveItem(antialias=True, skipFiniteCheck=True)
        # Qt strokes a long polyline 15 times slower than the same line in pieces.
        self.line.setSegmentedLineMode("off" if look.dashed else "on")
        self.dots = (
            pg.ScatterPlotItem(size=_DOT, useCache=False, antialias=True) if look.dots else None
        )
        self.band = pg.PlotCurveItem(pen=None, fillLevel="enclosed") if look.band else None
        if self.band is not None:
            self.band.setZValue(-1)
        self.dress()

    @property
    def items(self) -> list[pg.GraphicsObject]:
        """All that lies in the plot."""
        return [item for item in (self.band, self.line, self.dots) if item is not None]

    def dress(self) -> None:
        """In the colours in force."""
        base, colour = style.colour("base"), QColor(self.look.colour)
        # Opaque, in the colour that the opacity gives it: pieces must not shine through each other.
        pen = QPen(mix(base, colour, self.look.opacity), self.look.width)
        pen.setCosmetic(True)
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        pen.setJoinStyle(Qt.PenJoinStyle.BevelJoin)
        if self.look.dashed:
            pen.setDashPattern(_DASHES)
        self.line.setPen(pen)
        if self.dots is not None:
            self.dots.setPen(pg.mkPen(base))
            self.dots.setBrush(pg.mkBrush(colour))
        if self.band is not None:
            tint = QColor(colour)
            tint.setAlphaF(_BAND[style.is_dark()])
            self.band.setBrush(tint)

    def set_points(self, line: Line, x_range: tuple[float, float], columns: int, log: bool) -> None:
        """The part of the line between two x; a logarithmic axis leaves out what is not above 0."""
        x, y = thinned(*_scaled(line.x, line.y, log), *x_range, columns)
        self.line.setData(x, y)
        if self.dots is not None:
            apart = len(x) < 2 or _pixels_apart(x, x_range, columns) >= _DOT_ROOM
            self.dots.setData(*(x, y) if apart else ([], []))
        seen = [y]
        if self.band is not None and line.raw is not None:
            found = envelope(*_scaled(line.x, line.raw, log), *x_range, columns)
            there, back = (found.x, found.high), (found.x[::-1], found.low[::-1])
            self.band.setData(*map(_joined, there, back))
            seen += [found.low, found.high]  # a smoothed line may lie outside of its band
        self.extent = _extent(seen)


def _extent(seen: list[Numbers]) -> tuple[float, float] | None:
    ends = [(float(y.min()), float(y.max())) for y in seen if len(y)]
    return (min(low for low, _ in ends), max(high for _, high in ends)) if ends else None


def _pixels_apart(x: Numbers, x_range: tuple[float, float], columns: int) -> float:
    return float((x[-1] - x[0]) / (len(x) - 1) / (x_range[1] - x_range[0]) * columns)


def _scaled(x: Numbers, y: Numbers, log: bool) -> tuple[Numbers, Numbers]:
    if not log:
        return x, y
    import numpy as np

    return x[y > 0], np.log10(y[y > 0])


def _joined(one: Numbers, other: Numbers) -> Numbers:
    import numpy as np

    made: Numbers = np.concatenate([one, other])
    return made
