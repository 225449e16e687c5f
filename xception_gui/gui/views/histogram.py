"""How often which value occurs: bars in the colour of a flow, and a few numbers below them."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from xception_gui.gui import style

_BARS, _TICKS, _GAP = 40, 16, 6
Tick = tuple[float, str]


class Histogram(QWidget):
    """Bars over a line; without counts only the line."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._heights: tuple[float, ...] = ()
        self._ticks: tuple[Tick, ...] = ()
        self._flow = "classifier"
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(style.px(_BARS + _TICKS))

    def set_counts(self, counts: Sequence[int], ticks: Sequence[Tick], flow: str) -> None:
        """Show how often values occur; no counts while they are being counted.

        Parameters
        ----------
        ticks : sequence of (float, str)
            Places from 0 to 1 along the line, and what is written there.
        """
        self._flow = flow or "classifier"
        peak = max(counts, default=1)
        self._heights = tuple(count / peak for count in counts)
        self._ticks = tuple(ticks)
        self.setAccessibleDescription(", ".join(text for _, text in ticks))
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
