"""Loss, accuracy, learning rate, gradient norms, speed: plots with one x and one crosshair."""

from __future__ import annotations

import math
import time
from collections.abc import Mapping
from typing import TypeVar

from PySide6.QtCore import QBuffer, QByteArray, QPoint, QTimer
from PySide6.QtGui import QImage, QPainter, QPaintEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from xception_gui.base.curve_lines import nearest
from xception_gui.base.curves import Curves
from xception_gui.base.numbers import exact, power_of_ten, real
from xception_gui.gui import style
from xception_gui.gui.language import tr
from xception_gui.gui.views.train_curve import Line
from xception_gui.gui.views.train_lines import RunLines, longest, shortest
from xception_gui.gui.views.train_look import (
    ACCURACY,
    LOSS,
    NORM,
    RATE,
    SPEED,
    TITLES,
    VALUES,
    WIDEST,
    Look,
    shares,
)
from xception_gui.gui.views.train_plot import TrainPlot
from xception_gui.gui.views.train_plot_title import Entry, TrainPlotTitle
from xception_gui.gui.views.train_words import time_unit
from xception_gui.gui.views.translated import Translated

Layout = TypeVar("Layout", bound=QBoxLayout)

_ROWS = (60, 40)
_LEFT, _RIGHT = 0.07, 0.05  # of the range, before the first and after the last point
_DECIMALS = ((1, 4), (2, 0.4))  # of the chip, where so many epochs are on view
_TURN_MS = 12  # between two plots
_SEEN, _AT_LEAST = 0.5, 1.0  # pixels; seconds
_PERCENT = -3.0, 103.0  # as far as an axis of percents goes
_SMALL = 0.1  # a learning rate below is written with a power of ten
_TINY = 1e-9  # of what a logarithm is taken at least
_SPEED = "images_per_second"


class TrainPlots(Translated):
    """Two rows. It is given curves and keeps how they are looked at: zoom and crosshair."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._runs: dict[str, RunLines] = {}
        self._current = ""
        self._look = Look()
        self._at: float | None = None
        self._zoom: tuple[float, float] | None = None
        self._fitted = ""  # the run that the zoom was made for, or suits
        self._grown: list[object] = []
        self._drawn: tuple[object, ...] = ()
        self._drawn_at, self._reached = 0.0, 0.0
        self._lines: list[list[Line]] = [[] for _ in TITLES]
        self.titles = [TrainPlotTitle() for _ in TITLES]
        self.plots = [TrainPlot(_PERCENT if n == ACCURACY else None) for n in range(len(TITLES))]
        self._waiting: list[int] = []  # plots that are to be drawn
        self._next = QTimer(self, interval=_TURN_MS)
        self._next.timeout.connect(self._draw_next)
        self._arrange()
        for plot in self.plots:
            plot.pointed.connect(self._point)
            plot.zoomed.connect(self._zoom_to)
            plot.everything_wanted.connect(self.show_everything)
        self.retranslate()

    # What is shown

    def set_curves(
        self, curves: Mapping[str, Curves], places: Mapping[str, int], current: str
    ) -> None:
        """Runs by their path, the place that gives each its colour, and which one is on view."""
        kept, self._runs = self._runs, {}
        for path, of_run in curves.items():
            old = kept.get(path)
            same = old is not None and old.curves is of_run and old.place == places[path]
            self._runs[path] = old if same and old else RunLines(of_run, places[path])
        self._current = current
        self.refresh()

    def move_run(self, old: str, new: str) -> None:
        """A run has another path from here on: what was enlarged of it stays so."""
        if self._fitted == old:
            self._fitted = new

    def set_look(self, look: Look) -> None:
        """Another x axis ends a zoom; smoothing and log y keep it."""
        old, self._look = self._look, look
        if (look.axis, look.log_x) != (old.axis, old.log_x):
            self._end_zoom()
            self._at = None
        if look.rows() != old.rows():
            self._lay_out()
        self.refresh()

    def show_everything(self) -> None:
        """The whole run again, also as it grows."""
        self._end_zoom()
        self.refresh()

    def _end_zoom(self) -> None:
        self._zoom = None
        for plot in self.plots:
            plot.show_everything()

    def refresh(self) -> None:
        """Show what has grown; nothing while it is not seen.

        The legends follow at once, the curves when it is half a pixel, or a second later.
        """
        self._fit_zoom()
        grown = [_size(run) for run in self._runs.values()]
        if not self.isVisible() or (grown == self._grown and self._is_drawn()):
            return
        self._grown = grown
        self._lines = self._all_lines()
        if not self._is_drawn() or self._is_old():
            self._draw()
        self._tell()

    def _fit_zoom(self) -> None:
        """Another run is shown with all of its y, and with all of x where it has nothing in a zoom.

        Of a run without data nobody knows yet.
        """
        run = self._runs.get(self._current)
        if run is None or self._current == self._fitted or run.begin(self._look.axis) is None:
            return
        self._fitted = self._current
        low, high = self._x_range()
        begin, end = (ends([run], self._look.axis) for ends in (shortest, longest))
        kept = low <= self._in_view(end) and high >= self._in_view(begin)
        zoom = self._zoom if kept else None
        self._end_zoom()
        self._zoom = zoom

    def _draw(self) -> None:
        self._drawn, self._drawn_at = self._state(), time.monotonic()
        self._reached = longest(list(self._runs.values()), self._look.axis)
        self._waiting = [number for row in self._look.rows() for number in row]
        self._next.start()

    def _draw_next(self) -> None:
        """One plot at a time, so that a key or a click waits for one and not for all."""
        number = self._waiting.pop(0)
        factor, plot = self._factor(number), self.plots[number]
        lines = [line.times(factor) for line in self._lines[number]]
        if self._look.log_x:
            lines = [line.on_log_x() for line in lines]
        plot.part_of_x = self._zoom is not None
        plot.set_x_unit(*self._x_unit(), self._look.log_x)
        plot.set_lines(lines, self._x_range(), self._look.log and number != ACCURACY)
        if not self._waiting:
            self._next.stop()

    def draw_now(self) -> None:
        """All that waits."""
        while self._waiting:
            self._draw_next()

    def _state(self) -> tuple[object, ...]:
        """All that decides what is drawn, but for the last steps."""
        runs = [(run, *_cuts(run.curves)) for run in self._runs.values()]
        enlarged = [plot.box.own_y for plot in self.plots]
        return (self._current, self._look, self._zoom, enlarged, self._power(), runs)

    def _is_drawn(self) -> bool:
        return self._state() == self._drawn

    def _is_old(self) -> bool:
        """Whether the steps since then would be seen."""
        low, high = self._x_range()
        reach = longest(list(self._runs.values()), self._look.axis)
        new = self._in_view(reach) - self._in_view(self._reached)
        pixels = new / (high - low) * self.width() / 2
        return pixels >= _SEEN or time.monotonic() - self._drawn_at >= _AT_LEAST

    # What can be taken away

    def image(self, scale: float = 2.0) -> QImage:
        """All plots, `scale` pixels per device-independent one."""
        made = QImage(self.size() * scale, QImage.Format.Format_RGB32)
        made.setDevicePixelRatio(scale)
        painter = QPainter(made)
        self._paint(painter)
        painter.end()
        return made

    def svg(self) -> bytes:
        """The same as lines and letters."""
        from PySide6.QtSvg import QSvgGenerator

        data = QByteArray()
        buffer, generator = QBuffer(data), QSvgGenerator()
        generator.setOutputDevice(buffer)
        generator.setSize(self.size())
        generator.setViewBox(self.rect())
        generator.setTitle(", ".join(tr(title) for title in TITLES))
        painter = QPainter(generator)
        self._paint(painter)
        painter.end()
        return bytes(data.data())

    def retranslate(self) -> None:
        """Read the texts again."""
        for plot, title in zip(self.plots, TITLES, strict=True):
            plot.setAccessibleName(tr(title))
        self._tell()

    # Qt

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The lines between the plots."""
        QPainter(self).fillRect(self.rect(), style.colour("line"))

    def showEvent(self, event: QShowEvent) -> None:
        """What has grown meanwhile."""
        super().showEvent(event)
        self.refresh()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width for the legends."""
        super().resizeEvent(event)
        self._fit_titles()

    # Inside

    def _arrange(self) -> None:
        column = _stacked(QVBoxLayout(self))
        self._bands = [QWidget() for _ in _ROWS]
        self._rows = [_stacked(QHBoxLayout(band)) for band in self._bands]
        self._cells = [QWidget() for _ in TITLES]
        for band, share in zip(self._bands, _ROWS, strict=True):
            column.addWidget(band, share)
        for cell, title, plot in zip(self._cells, self.titles, self.plots, strict=True):
            inside = _stacked(QVBoxLayout(cell), 0)
            inside.addWidget(title)
            inside.addWidget(plot, 1)
        self._lay_out()

    def _lay_out(self) -> None:
        """The plots that are wanted, each in its row."""
        rows = self._look.rows()
        for cell in self._cells:
            cell.setParent(self)
            cell.hide()  # said, or it is shown with the others where none was shown yet
        for place, (band, layout) in enumerate(zip(self._bands, self._rows, strict=True)):
            row = rows[place] if place < len(rows) else []
            band.setVisible(bool(row))
            for number, share in zip(row, shares(row), strict=True):
                layout.addWidget(self._cells[number], share)
                self._cells[number].show()
        self._fit_titles()

    def _all_lines(self) -> list[list[Line]]:
        axis, smoothing = self._look.axis, self._look.smoothing
        current = self._runs.get(self._current)
        others = [run for path, run in self._runs.items() if path != self._current]
        plots: list[list[Line]] = [[] for _ in TITLES]
        for run in others:
            for number, column in ((LOSS, "loss"), (ACCURACY, "top1"), (SPEED, _SPEED)):
                plots[number] += run.beside(column, axis, smoothing)
            plots[RATE] += run.rate(axis, "")
        if current:
            plots[LOSS] += current.pair("loss", axis, smoothing)
            plots[ACCURACY] += current.pair("top1", axis, smoothing)
            plots[RATE] += current.rate(axis)
            plots[NORM] = current.norms(axis, smoothing)
            plots[SPEED] += current.speed(axis, smoothing)
        return plots

    def _x_range(self) -> tuple[float, float]:
        return self._zoom if self._zoom is not None else self._whole()

    def _whole(self) -> tuple[float, float]:
        """All of x, with some room on both sides."""
        runs, axis = list(self._runs.values()), self._look.axis
        low = self._in_view(shortest(runs, axis)) if self._look.log_x else 0.0
        high = self._in_view(longest(runs, axis) or 1.0)
        room = max(0.0, high - low) or 1.0
        return low - _LEFT * room, high + _RIGHT * room

    def _in_view(self, x: float) -> float:
        """Where a step, an epoch or a time lies."""
        return math.log10(max(x, _TINY)) if self._look.log_x else x

    def _meant(self, at: float) -> float:
        """The step, epoch or time that lies there."""
        return float(10**at) if self._look.log_x else at

    def _x_unit(self) -> tuple[float, str]:
        if self._look.axis != "seconds":
            return 1.0, ""
        return time_unit(longest(list(self._runs.values()), "seconds"))

    def _factor(self, number: int) -> float:
        if number == ACCURACY:
            return 100.0
        return 10.0 ** -self._power() if number == RATE else 1.0

    def _power(self) -> int:
        """Of ten, for the learning rate: a multiple of three, so that it rarely changes."""
        most = max((float(line.y.max()) for line in self._lines[RATE]), default=0.0)
        return 3 * math.floor(math.log10(most * 1.001) / 3) if 0 < most < _SMALL else 0

    def _point(self, at: float | None) -> None:
        self._at = at
        self._tell()

    def _zoom_to(self, low: float, high: float) -> None:
        """Never outside of what there is, never less than a thousandth of it."""
        self._fitted = self._current  # it is this run that the user looks at
        least, most = self._whole()
        low, high = max(least, low), min(most, high)
        if low <= least and high >= most:
            self._zoom = None
        elif high - low >= (most - least) / 1000:
            self._zoom = low, high
        self.refresh()

    def _tell(self) -> None:
        """Crosshair and legends."""
        chip = self._chip()
        for number, (title, plot) in enumerate(zip(self.titles, self.plots, strict=True)):
            plot.set_crosshair(self._at, chip)
            entries = [self._entry(number, line) for line in self._lines[number] if line.name]
            title.set_words(tr(TITLES[number]), entries)
        self._fit_titles()

    def _chip(self) -> str:
        if self._at is None:
            return ""
        at = self._meant(self._at)
        if self._look.axis == "step":
            return exact(round(at))
        if self._look.axis == "epoch":
            low, high = self._x_range()
            decimals = next((n for n, least in _DECIMALS if high - low >= least), 3)
            return real(at) if self._look.log_x else f"{at:.{decimals}f}"
        unit, word = self._x_unit()
        return f"{at / unit:.1f} {word}"

    def _entry(self, number: int, line: Line) -> Entry:
        at = self._meant(self._at) if self._at is not None else math.inf
        value = nearest(line.x, line.y, at)
        power = self._power() if number == RATE else 0
        word = f"×{power_of_ten(power)}" if power else tr(line.name)
        shown = "" if value is None else VALUES[number](value * self._factor(number))
        look = line.look
        width = max(look.width, 1.5)
        return Entry(look.colour, word, shown, WIDEST[number], width, look.dots, look.dashed)

    def _fit_titles(self) -> None:
        """Titles side by side are equally high."""
        for row in self._look.rows():
            two = any(self.titles[number].needs_two_lines() for number in row)
            for number in row:
                self.titles[number].set_two_lines(two)

    def _paint(self, painter: QPainter) -> None:
        """Without the crosshair, and so without the values that it marks."""
        at = self._at
        self._point(None)
        self.draw_now()
        painter.fillRect(self.rect(), style.colour("line"))
        shown = [number for row in self._look.rows() for number in row]
        parts: list[TrainPlotTitle | TrainPlot] = [self.titles[number] for number in shown]
        parts += [self.plots[number] for number in shown]
        for part in parts:
            painter.save()
            painter.translate(part.mapTo(self, QPoint()))
            part.paint(painter)
            painter.restore()
        self._point(at)


def _size(run: RunLines) -> object:
    """Changes whenever there is something new."""
    return (run, len(run.curves.steps), *_cuts(run.curves))


def _cuts(curves: Curves) -> tuple[int, ...]:
    """Changes at the end of an epoch, and when a run goes back."""
    return (len(curves.epochs), curves.steps.cuts, curves.epochs.cuts)


def _stacked(layout: Layout, spacing: int = 1) -> Layout:
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(spacing)
    return layout
