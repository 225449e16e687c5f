"""Axes of a plot: where a number lies, grid, marks, and the crosshair with its chip."""

from __future__ import annotations

import math
from dataclasses import dataclass

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPen

from xception_gui.base.growing import Numbers
from xception_gui.base.ticks import log_texts, log_ticks, tick_texts, ticks
from xception_gui.gui import style
from xception_gui.gui.style.paint import box
from xception_gui.gui.views.elide import text_width

_ROW, _COLUMN = 45, 64  # pixels that a mark of y, of x, takes
_LEAST_ROWS, _TIGHT_ROW = 4, 24  # so many even where they stand closer, but not closer than that
_CLEAR = 3  # pixels above the axis in which a line of the grid would only double it
_GRID = 0.16
_GAP = 5
_CHIP_SIDE = 5


@dataclass(frozen=True)
class Scale:
    """How an axis counts.

    Parameters
    ----------
    log : bool
        Its numbers are logarithms to the base 10.
    unit : float
        What 1 in the texts stands for: 60 where seconds are written as minutes.
    word : str
        Written after the last text: "min".
    """

    log: bool = False
    unit: float = 1.0
    word: str = ""


@dataclass(frozen=True)
class Frame:
    """The part of the widget where curves lie, and what part of the numbers it shows."""

    area: QRectF
    x: tuple[float, float]
    y: tuple[float, float]

    def place(self, x: Numbers, y: Numbers) -> tuple[Numbers, Numbers]:
        """Numbers (points,) → pixels across and down."""
        area, (left, right), (low, high) = self.area, self.x, self.y
        across = area.left() + (x - left) * (area.width() / (right - left))
        return across, area.bottom() - (y - low) * (area.height() / (high - low))

    def x_of(self, value: float) -> float:
        """Number → pixels across."""
        return self.area.left() + (value - self.x[0]) / (self.x[1] - self.x[0]) * self.area.width()

    def y_of(self, value: float) -> float:
        """Number → pixels down."""
        return (
            self.area.bottom() - (value - self.y[0]) / (self.y[1] - self.y[0]) * self.area.height()
        )

    def x_at(self, pixel: float) -> float:
        """Pixels across → number."""
        share = (pixel - self.area.left()) / max(1.0, self.area.width())
        return self.x[0] + share * (self.x[1] - self.x[0])

    def y_at(self, pixel: float) -> float:
        """Pixels down → number."""
        share = (self.area.bottom() - pixel) / max(1.0, self.area.height())
        return self.y[0] + share * (self.y[1] - self.y[0])


def paint_frame(painter: QPainter, frame: Frame, x: Scale, y: Scale) -> None:
    """Grid, both axes, and the numbers beside them."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    painter.setFont(style.font("small"))
    _paint_rows(painter, frame, y)
    _paint_columns(painter, frame, x)
    paint_lines(painter, frame)


def paint_lines(painter: QPainter, frame: Frame) -> None:
    """The two axes alone."""
    painter.setPen(QPen(style.colour("line"), 1))
    left, bottom = round(frame.area.left()), round(frame.area.bottom())
    painter.drawLine(left, round(frame.area.top()), left, bottom)
    painter.drawLine(left, bottom, round(frame.area.right()), bottom)


def paint_crosshair(painter: QPainter, frame: Frame, at: float, words: str) -> None:
    """A line of one pixel, and a chip at its top on the side where there is room."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    painter.setPen(QPen(style.colour("faint"), 1))
    across, area = round(frame.x_of(at)), frame.area
    painter.drawLine(across, round(area.top()), across, round(area.bottom()))
    font = style.font("small")
    width = text_width(font, words) + 2 * _CHIP_SIDE
    left = across - width if across - width >= area.left() else across + 1
    chip = QRectF(left, area.top(), width, QFontMetrics(font).height() + 4)
    box(painter, chip, style.colour("tip"), None, 3)
    painter.setFont(font)
    painter.setPen(style.colour("tip_text"))
    painter.drawText(chip, Qt.AlignmentFlag.AlignCenter, words)


def _paint_rows(painter: QPainter, frame: Frame, scale: Scale) -> None:
    area = frame.area
    tight = max(1, int(area.height() / style.px(_TIGHT_ROW)))
    most = min(tight, max(_LEAST_ROWS, int(area.height() / style.px(_ROW))))
    if scale.log:
        values = log_ticks(*frame.y, most)
        marks = list(zip(log_texts(values), _logarithms(values), strict=True))
    else:
        values = ticks(*frame.y, most)
        marks = list(zip(tick_texts(values), values, strict=True))
    grid = style.colour("muted")
    grid.setAlphaF(_GRID)
    height = painter.fontMetrics().height()
    for text, value in marks:
        down = round(frame.y_of(value))
        if area.bottom() - down > _CLEAR:
            painter.setPen(QPen(grid, 1))
            painter.drawLine(round(area.left()) + 1, down, round(area.right()), down)
        painter.setPen(style.colour("muted"))
        # The lowest text keeps clear of those below the axis.
        top = min(down - height / 2, area.bottom() + 2 - height)
        room = QRectF(0, top, area.left() - _GAP, height)
        painter.drawText(room, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, text)


def _paint_columns(painter: QPainter, frame: Frame, scale: Scale) -> None:
    area = frame.area
    low, high = (value / scale.unit for value in frame.x)
    values = ticks(low, high, max(2, int(area.width() / style.px(_COLUMN))))
    texts = tick_texts(values)
    if texts and scale.word:
        texts[-1] = f"{texts[-1]} {scale.word}"
    painter.setPen(style.colour("muted"))
    height, width = painter.fontMetrics().height(), style.px(_COLUMN)
    for text, value in zip(texts, values, strict=True):
        across = min(frame.x_of(value * scale.unit), area.right() - _half(painter, text))
        room = QRectF(across - width, area.bottom() + _GAP, 2 * width, height)
        painter.drawText(room, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop, text)


def _half(painter: QPainter, text: str) -> float:
    return painter.fontMetrics().horizontalAdvance(text) / 2 - 6


def _logarithms(values: list[float]) -> list[float]:
    return [math.log10(value) for value in values]
