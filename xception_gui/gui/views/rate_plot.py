"""Loss over rising learning rates: what each step lost, smoothed, and the rate that is taken."""

from __future__ import annotations

import math
from collections.abc import Sequence

import pyqtgraph as pg
from pyqtgraph.GraphicsScene.mouseEvents import MouseClickEvent
from PySide6.QtCore import QEvent, Qt, Signal

from xception_gui.base.events import RateTried
from xception_gui.base.numbers import real
from xception_gui.gui import style
from xception_gui.gui.language import mark, tr
from xception_gui.gui.style.tokens import RUNS
from xception_gui.gui.views.train_curve import Line, Stroke
from xception_gui.gui.views.train_plot import TrainPlot
from xception_gui.gui.views.train_plot_title import Entry

WORDS = (mark("of each batch"), mark("smoothed"))
_LOOKS = (Stroke(RUNS[0], 1.2, 0.65), Stroke(RUNS[0], 1.8))
_ROOM = 0.15  # of the height, below; twice as much above
_RANGE = (-6.15, 1.15)  # powers of ten that are tried, with some room


class RatePlot(TrainPlot):
    """A click takes the rate that lies there: `picked`."""

    picked = Signal(float)

    def __init__(self) -> None:
        super().__init__()
        self._tried: Sequence[RateTried] = ()
        self._zoom = _RANGE
        self.marker = pg.InfiniteLine(angle=90)
        self.marker.setZValue(1)
        self.marker.hide()
        self.box.addItem(self.marker, ignoreBounds=True)
        self.set_x_unit(1.0, "", log=True)
        self.scene().sigMouseClicked.connect(self._pick)
        self.pointed.connect(self._point_at)
        self.zoomed.connect(self._zoom_to)
        self.everything_wanted.connect(self._zoom_out)
        self._dress_marker()
        self._draw()

    def set_tried(self, tried: Sequence[RateTried]) -> None:
        """The rates so far."""
        self._tried = tuple(tried)
        self._draw()

    def set_rate(self, rate: float | None) -> None:
        """Mark the rate that is taken; None: none is."""
        self.marker.setVisible(rate is not None)
        if rate is not None:
            self.marker.setValue(math.log10(rate))

    def entries(self) -> list[Entry]:
        """The legend, with the last values."""
        last = self._tried[-1:]
        values = [(real(one.loss), real(one.smoothed)) for one in last] or [("", "")]
        return [
            Entry(look.colour, tr(word), value, "0.000", look.width)
            for look, word, value in zip(_LOOKS, WORDS, values[0], strict=True)
        ]

    def changeEvent(self, event: QEvent) -> None:
        """Another theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "marker"):
            self._dress_marker()

    def _all_of_y(self) -> tuple[float, float]:
        """The fall, and some room; what comes after it leaves the plot through its upper edge."""
        if not self._tried:
            return super()._all_of_y()
        least = min(range(len(self._tried)), key=lambda place: self._tried[place].smoothed)
        high = max(one.smoothed for one in self._tried[: least + 1])
        low = min(one.loss for one in self._tried)
        room = _ROOM * (high - low) or 0.1 * abs(high) or 1.0
        return low - room, high + 2 * room

    def _draw(self) -> None:
        import numpy as np

        x = np.log10([one.rate for one in self._tried])
        losses = [[one.loss for one in self._tried], [one.smoothed for one in self._tried]]
        lines = [
            Line(word, x, np.asarray(y, np.float64), look)
            for word, y, look in zip(WORDS, losses, _LOOKS, strict=True)
        ]
        self.part_of_x = self._zoom != _RANGE
        self.set_lines(lines, self._zoom, log=False)

    def _pick(self, event: MouseClickEvent) -> None:
        left = event.button() == Qt.MouseButton.LeftButton and not event.double()
        if left and self.box.sceneBoundingRect().contains(event.scenePos()):
            self.picked.emit(10 ** self.box.mapSceneToView(event.scenePos()).x())

    def _point_at(self, at: float | None) -> None:
        self.set_crosshair(at, "" if at is None else real(10**at))

    def _zoom_to(self, low: float, high: float) -> None:
        low, high = max(low, _RANGE[0]), min(high, _RANGE[1])
        if high - low > 0.01:
            self._zoom = low, high
            self._draw()

    def _zoom_out(self) -> None:
        self._zoom = _RANGE
        self.show_everything()
        self._draw()

    def _dress_marker(self) -> None:
        self.marker.setPen(pg.mkPen(style.colour("accent"), width=2))
