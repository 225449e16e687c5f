"""How often which weight occurs: bars in the colour of a flow, and three numbers below them."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from xception_gui.base.results import ModuleWeights
from xception_gui.gui import style
from xception_gui.gui.item_models.weights_section import ticks
from xception_gui.gui.language import tr

_BARS, _TICKS, _GAP = 40, 16, 6
Tick = tuple[float, str]


class WeightHistogram(QWidget):
    """Bars over a line; without weights only the line."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._heights: tuple[float, ...] = ()
        self._ticks: tuple[Tick, ...] = ()
        self._flow = "classifier"
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(style.px(_BARS + _TICKS))

    def show_weights(self, weights: ModuleWeights | None, flow: str) -> None:
        """Show a module's histogram; None while it is being counted."""
        self._flow = flow or "classifier"
        peak = float(weights.counts.max()) if weights else 1.0
        self._heights = tuple(count / peak for count in weights.counts.tolist()) if weights else ()
        self._ticks = ticks(weights) if weights else ()
        self.setAccessibleName(tr("Histogram of the weights"))
        self.setAccessibleDescription(", ".join(text for _, text in self._ticks))
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Bars, line, ticks."""
        painter = QPainter(self)
        below = self.height() - style.px(_TICKS)
        for number, height in enumerate(self._heights):
            if height:
                painter.fillRect(self._bar(number, height, below), style.flow_colour(self._flow))
        painter.fillRect(0, below, self.width(), 1, style.colour("strong"))
        painter.setFont(style.font("small"))
        painter.setPen(style.colour("muted"))
        for rect, text in self.labels(QFontMetrics(style.font("small"))):
            painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, text)

    def _bar(self, number: int, height: float, below: int) -> QRect:
        """At least one pixel high, one pixel away from its neighbour."""
        count = len(self._heights)
        left, right = (round(at * self.width() / count) for at in (number, number + 1))
        high = max(1, round(height * (below - 1)))
        return QRect(left, below - high, max(1, right - left - 1), high)

    def labels(self, metrics: QFontMetrics) -> list[tuple[QRect, str]]:
        """Where each tick is written; one that would touch the ends' is left out."""
        top, height = self.height() - style.px(_TICKS) + 1, style.px(_TICKS) - 1
        made: list[tuple[QRect, str]] = []
        for at, text in _ends_first(self._ticks):
            width = metrics.horizontalAdvance(text) + 1
            left = round(min(max(0.0, at * self.width() - width / 2), self.width() - width))
            rect = QRect(left, top, width, height)
            if not any(rect.adjusted(-_GAP, 0, _GAP, 0).intersects(other) for other, _ in made):
                made.append((rect, text))
        return made


def _ends_first(ticks: Sequence[Tick]) -> list[Tick]:
    return sorted(ticks, key=lambda tick: 0 < tick[0] < 1)
