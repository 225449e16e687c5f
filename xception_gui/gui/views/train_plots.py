"""Loss, accuracy, learning rate, gradient norms: four plots with one x and one crosshair."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QBuffer, QByteArray, QTimer
from PySide6.QtGui import QImage, QPainter, QPaintEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from xception_gui.base.curve_lines import nearest
from xception_gui.base.curves import Axis, Curves
from xception_gui.base.numbers import exact, power_of_ten, real
from xception_gui.gui import style
from xception_gui.gui.language import mark, tr
from xception_gui.gui.views.train_curve import Line
from xception_gui.gui.views.train_lines import RunLines, longest
from xception_gui.gui.views.train_plot import TrainPlot
from xception_gui.gui.views.train_plot_title import Entry, TrainPlotTitle
from xception_gui.gui.views.train_words import time_unit
from xception_gui.gui.views.translated import Translated

LOSS, ACCURACY, RATE, NORM = range(4)
TITLES = (mark("Loss"), mark("Accuracy, %"), mark("Learning rate"), mark("Gradient norm"))
_ROWS = (60, 40)
_LEFT, _RIGHT = 0.07, 0.05  # of the range, before the first and after the last point
_DECIMALS = ((1, 4), (2, 0.4))  # of the chip, where so many epochs are on view
_TURN_MS = 12  # between two plots
_SEEN, _AT_LEAST = 0.5, 1.0  # pixels; seconds
_PERCENT = -3.0, 103.0  # as far as an axis of percents goes
_SMALL = 0.1  # a learning rate below is written with a power of ten


@dataclass(frozen=True)
class Look:
    """How the curves are shown."""

    axis: Axis = "epoch"
    smoothing: float = 0.6
    log: bool = False


class TrainPlots(Translated):
    """Two rows of two. It is given curves and keeps how they are looked at: zoom and crosshair."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._runs: dict[str, RunLines] = {}
        self._current = ""
        self._look = Look()
        self._at: float | None = None
        self._zoom: tuple[float, float] | None = None
        self._grown: list[object] = []
        self._drawn: tuple[object, ...] = ()
        self._drawn_at, self._reached = 0.0, 0.0
        self._lines: list[list[Line]] = [[], [], [], []]
        self.titles = [TrainPlotTitle() for _ in TITLES]
        self.plots = [TrainPlot(_PERCENT if n == ACCURACY else None) for n in range(4)]
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

    def set_look(self, look: Look) -> None:
        """Another x axis ends a zoom; smoothing and log y keep it."""
        if look.axis != self._look.axis:
            self._zoom, self._at = None, None
        self._look = look
        self.refresh()

    def show_everything(self) -> None:
        """The whole run again, also as it grows."""
        self._zoom = None
        for plot in self.plots:
            plot.show_everything()
        self.refresh()

    def refresh(self) -> None:
        """Show what has grown; nothing while it is not seen.

        The legends follow at once, the curves when it is half a pixel, or a second later.
        """
        grown = [_size(run) for run in self._runs.values()]
        if not self.isVisible() or (grown == self._grown and self._is_drawn()):
            return
        self._grown = grown
        self._lines = self._all_lines()
        if not self._is_drawn() or self._is_old():
            self._draw()
        self._tell()

    def _draw(self) -> None:
        self._drawn, self._drawn_at = self._state(), time.monotonic()
        self._reached = longest(list(self._runs.values()), self._look.axis)
        self._waiting = list(range(len(self.plots)))
        self._next.start()

    def _draw_next(self) -> None:
        """One plot at a time, so that a key or a click waits for one and not for four."""
        number = self._waiting.pop(0)
        factor, plot = self._factor(number), self.plots[number]
        lines = [line.times(factor) for line in self._lines[number]]
        plot.set_x_unit(*self._x_unit())
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
        return (self._current, self._look, self._zoom, self._power(), runs)

    def _is_drawn(self) -> bool:
        return self._state() == self._drawn

    def _is_old(self) -> bool:
        """Whether the steps since then would be seen."""
        low, high = self._x_range()
        new = longest(list(self._runs.values()), self._look.axis) - self._reached
        pixels = new / (high - low) * self.plots[LOSS].width()
        return pixels >= _SEEN or time.monotonic() - self._drawn_at >= _AT_LEAST

    # What can be taken away

    def image(self, scale: float = 2.0) -> QImage:
        """All four plots, `scale` pixels per device-independent one."""
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
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(1)
        for number, (title, plot) in enumerate(zip(self.titles, self.plots, strict=True)):
            cell = QVBoxLayout()
            cell.setSpacing(0)
            cell.addWidget(title)
            cell.addWidget(plot, 1)
            grid.addLayout(cell, number // 2, number % 2)
        for row, share in enumerate(_ROWS):
            grid.setRowStretch(row, share)
            grid.setColumnStretch(row, 1)

    def _all_lines(self) -> list[list[Line]]:
        axis, smoothing = self._look.axis, self._look.smoothing
        current = self._runs.get(self._current)
        others = [run for path, run in self._runs.items() if path != self._current]
        plots: list[list[Line]] = [[], [], [], []]
        for number, column in ((LOSS, "loss"), (ACCURACY, "top1")):
            for run in others:
                plots[number] += run.beside(column, axis, smoothing)
            plots[number] += current.pair(column, axis, smoothing) if current else []
        if current:
            plots[RATE], plots[NORM] = current.rate(axis), current.norms(axis, smoothing)
        return plots

    def _x_range(self) -> tuple[float, float]:
        if self._zoom is not None:
            return self._zoom
        end = longest(list(self._runs.values()), self._look.axis) or 1.0
        return -_LEFT * end, (1 + _RIGHT) * end

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
        end = longest(list(self._runs.values()), self._look.axis) or 1.0
        least, most = -_LEFT * end, (1 + _RIGHT) * end
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
        if self._look.axis == "step":
            return exact(round(self._at))
        if self._look.axis == "epoch":
            low, high = self._x_range()
            decimals = next((n for n, least in _DECIMALS if high - low >= least), 3)
            return f"{self._at:.{decimals}f}"
        unit, word = self._x_unit()
        return f"{self._at / unit:.1f} {word}"

    def _entry(self, number: int, line: Line) -> Entry:
        at = self._at if self._at is not None else math.inf
        value = nearest(line.x, line.y, at)
        power = self._power() if number == RATE else 0
        word = f"×{power_of_ten(power)}" if power else tr(line.name)
        shown = "" if value is None else _VALUES[number](value * self._factor(number))
        look = line.look
        return Entry(look.colour, word, shown, _WIDEST[number], max(look.width, 1.5), look.dots)

    def _fit_titles(self) -> None:
        """Titles side by side are equally high."""
        for row in (self.titles[:2], self.titles[2:]):
            two = any(title.needs_two_lines() for title in row)
            for title in row:
                title.set_two_lines(two)

    def _paint(self, painter: QPainter) -> None:
        self.draw_now()
        painter.fillRect(self.rect(), style.colour("line"))
        parts: list[TrainPlotTitle | TrainPlot] = [*self.titles, *self.plots]
        for part in parts:
            painter.save()
            painter.translate(part.pos())
            part.paint(painter)
            painter.restore()


def _size(run: RunLines) -> object:
    """Changes whenever there is something new."""
    return (run, len(run.curves.steps), *_cuts(run.curves))


def _cuts(curves: Curves) -> tuple[int, ...]:
    """Changes at the end of an epoch, and when a run goes back."""
    return (len(curves.epochs), curves.steps.cuts, curves.epochs.cuts)


_VALUES: Sequence[Callable[[float], str]] = (
    lambda value: f"{value:.3f}" if value < 10 else real(value),
    lambda value: f"{value:.1f}",
    real,
    lambda value: f"{value:.2f}" if value < 10 else real(value),
)
_WIDEST = ("0.000", "00.0", "0.000", "0.00")
