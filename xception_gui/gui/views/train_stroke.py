"""One curve in a plot: the band of what was measured, the line, the dots."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from xception_gui.base.curve_lines import Envelope, envelope, span, thinned
from xception_gui.base.growing import Numbers
from xception_gui.gui import style
from xception_gui.gui.views.train_axes import Frame

_BAND = {False: 0.15, True: 0.22}  # opacity in the light and in the dark theme
_DOT, _DOT_ROOM = 5.0, 7.0
_DASHES = (5.0, 3.0)


@dataclass(frozen=True)
class Stroke:
    """What is drawn of a curve; numbers as the axis counts them (logarithms on a log axis).

    Parameters
    ----------
    x, y : float64 array (points,)
        All points of the line, smoothed.
    raw : float64 array (points,) or None
        The same before smoothing: the band around the line shows their least and greatest.
    width, opacity : float
        Of the line, pixels; 0 … 1.
    dots : bool
        Mark each point, as long as they do not touch.
    """

    x: Numbers
    y: Numbers
    raw: Numbers | None
    colour: str
    width: float
    opacity: float = 1.0
    dots: bool = False
    dashed: bool = False


def extent(stroke: Stroke, begin: float, end: float) -> tuple[float, float] | None:
    """Least and greatest value of a curve between two x; None where it has none."""
    first, last = span(stroke.x, begin, end)
    seen = (stroke.y if stroke.raw is None else stroke.raw)[first:last]
    return (float(seen.min()), float(seen.max())) if len(seen) else None


def paint_stroke(painter: QPainter, frame: Frame, stroke: Stroke) -> None:
    """Band, line, dots; no more points than the plot has pixel columns."""
    columns = max(1, round(frame.area.width()))
    if stroke.raw is not None:
        _paint_band(painter, frame, stroke, envelope(stroke.x, stroke.raw, *frame.x, columns))
    x, y = thinned(stroke.x, stroke.y, *frame.x, columns)
    line = _polygon(frame, x, y)
    painter.setPen(_pen(stroke))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPolyline(line)
    if stroke.dots:
        _paint_dots(painter, stroke, line)


def _paint_band(painter: QPainter, frame: Frame, stroke: Stroke, band: Envelope) -> None:
    if not len(band.x):
        return
    tint = QColor(stroke.colour)
    tint.setAlphaF(_BAND[style.is_dark()])
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(tint)
    upper = _polygon(frame, band.x, band.high)
    lower = _polygon(frame, band.x[::-1], band.low[::-1])
    painter.drawPolygon(upper + lower)


def _paint_dots(painter: QPainter, stroke: Stroke, line: QPolygonF) -> None:
    count = line.size()
    if count > 1 and (line.at(count - 1).x() - line.at(0).x()) / (count - 1) < _DOT_ROOM:
        return
    painter.setPen(QPen(style.colour("base"), 1))
    painter.setBrush(QColor(stroke.colour))
    for number in range(count):
        painter.drawEllipse(line.at(number), _DOT / 2, _DOT / 2)


def _pen(stroke: Stroke) -> QPen:
    tint = QColor(stroke.colour)
    tint.setAlphaF(stroke.opacity)
    pen = QPen(tint, stroke.width)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    if stroke.dashed:
        pen.setDashPattern(_DASHES)
    return pen


def _polygon(frame: Frame, x: Numbers, y: Numbers) -> QPolygonF:
    across, down = frame.place(x, y)
    return QPolygonF(list(map(QPointF, across.tolist(), down.tolist())))
