"""One curve in a plot: the band of what was measured, the line, the dots."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QLineF, QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from xception_gui.base.curve_lines import Envelope, envelope, thinned
from xception_gui.base.growing import Numbers
from xception_gui.gui import style
from xception_gui.gui.style.paint import mix
from xception_gui.gui.views.train_axes import Frame

_BAND = {False: 0.15, True: 0.22}  # opacity in the light and in the dark theme
_DOT, _DOT_ROOM = 5.0, 7.0
_DASHES = (5.0, 3.0)
_FEW = 50  # points up to which a line is one path; Qt takes 15 times as long for it as for pieces


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
    width, opacity : float
        Of the line, pixels; 0 … 1.
    dots : bool
        Mark each point, as long as they do not touch.
    """

    name: str
    x: Numbers
    y: Numbers
    raw: Numbers | None
    colour: str
    width: float
    opacity: float = 1.0
    dots: bool = False
    dashed: bool = False


@dataclass(frozen=True)
class Drawn:
    """What is painted of a line: no more points than the plot has columns, in the axis' numbers."""

    line: Line
    x: Numbers
    y: Numbers
    band: Envelope | None

    def extent(self) -> tuple[float, float] | None:
        """Least and greatest value; None where there is nothing."""
        low, high = (self.y, self.y) if self.band is None else (self.band.low, self.band.high)
        if not len(low):
            low = high = self.y
        return (float(low.min()), float(high.max())) if len(low) else None


def drawn(line: Line, begin: float, end: float, columns: int, factor: float, log: bool) -> Drawn:
    """The part of a line between two x, its numbers times `factor`, or the logarithms of that."""
    x, y = _scaled(*thinned(line.x, line.y, begin, end, columns), factor, log)
    if line.raw is None:
        return Drawn(line, x, y, None)
    band = envelope(line.x, line.raw, begin, end, columns)
    if log and len(band.low):
        import numpy as np

        above = band.high > 0
        least = band.low[band.low > 0].min(initial=band.high.max())
        band = Envelope(band.x[above], np.maximum(band.low, least)[above], band.high[above])
    _, low = _scaled(band.x, band.low, factor, log)
    _, high = _scaled(band.x, band.high, factor, log)
    return Drawn(line, x, y, Envelope(band.x, low, high))


def paint_line(painter: QPainter, frame: Frame, shown: Drawn) -> None:
    """Band, line, dots."""
    if shown.band is not None and len(shown.band.x):
        _paint_band(painter, frame, shown.line, shown.band)
    line, (across, down) = shown.line, frame.place(shown.x, shown.y)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(_pen(line))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    if len(across) <= _FEW or line.dashed:
        painter.drawPolyline(_polygon(across, down))
    else:
        begin, end = across[:-1].tolist(), across[1:].tolist()
        pieces = zip(begin, down[:-1].tolist(), end, down[1:].tolist(), strict=True)
        painter.drawLines([QLineF(*piece) for piece in pieces])
    if line.dots:
        _paint_dots(painter, line, _polygon(across, down))


def _paint_band(painter: QPainter, frame: Frame, line: Line, band: Envelope) -> None:
    import numpy as np

    tint = QColor(line.colour)
    tint.setAlphaF(_BAND[style.is_dark()])
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, len(band.x) <= _FEW)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(tint)
    there_and_back = np.concatenate([band.x, band.x[::-1]])
    edge = np.concatenate([band.high, band.low[::-1]])
    painter.drawPolygon(_polygon(*frame.place(there_and_back, edge)))


def _paint_dots(painter: QPainter, line: Line, points: QPolygonF) -> None:
    count = points.size()
    if count > 1 and (points.at(count - 1).x() - points.at(0).x()) / (count - 1) < _DOT_ROOM:
        return
    painter.setPen(QPen(style.colour("base"), 1))
    painter.setBrush(QColor(line.colour))
    for number in range(count):
        painter.drawEllipse(points.at(number), _DOT / 2, _DOT / 2)


def _pen(line: Line) -> QPen:
    """Opaque, in the colour that the opacity gives it: pieces must not shine through each other."""
    pen = QPen(mix(style.colour("base"), QColor(line.colour), line.opacity), line.width)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    pen.setJoinStyle(Qt.PenJoinStyle.BevelJoin)
    if line.dashed:
        pen.setDashPattern(_DASHES)
    return pen


def _scaled(x: Numbers, y: Numbers, factor: float, log: bool) -> tuple[Numbers, Numbers]:
    """A logarithmic axis leaves out what is not above zero."""
    if not log:
        return x, y * factor
    import numpy as np

    above = y > 0
    return x[above], np.log10(y[above] * factor)


def _polygon(across: Numbers, down: Numbers) -> QPolygonF:
    return QPolygonF(list(map(QPointF, across.tolist(), down.tolist())))
