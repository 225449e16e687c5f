"""How often the values of a map occur, its zeros left out."""

from __future__ import annotations

from xception_gui.base.numbers import real
from xception_gui.base.results import FloatArray
from xception_gui.gui.language import tr
from xception_gui.gui.views.histogram import Histogram, Tick

_BINS, _DIGITS = 32, 3


class MapHistogram(Histogram):
    """Most values of a map may be zero: their bar would dwarf all others, and it is told apart."""

    def set_values(self, values: FloatArray, flow: str) -> None:
        """Count some values; the line alone where all are zero, or none are given."""
        import numpy as np

        rest = values[values != 0].astype(np.float64)  # values may differ by their last digit
        counts = np.histogram(rest, _BINS)[0] if rest.size else np.zeros(0, int)
        low, high = (float(rest.min()), float(rest.max())) if rest.size else (0.0, 0.0)
        ticks = _ticks(low, high) if values.size else []
        self.set_counts([int(count) for count in counts], ticks, flow)
        self.retranslate()

    def retranslate(self) -> None:
        """Read the texts again."""
        words = tr("How often each value occurs, zeros left out")
        self.setToolTip(words)
        self.setAccessibleName(words)


def _ticks(low: float, high: float) -> list[Tick]:
    """The ends, and zero where it lies between them; one value stands in the middle."""
    if low == high:
        return [(0.5, real(low, _DIGITS))]
    ends = [(0.0, real(low, _DIGITS)), (1.0, real(high, _DIGITS))]
    return [*ends, (-low / (high - low), "0")] if low < 0 < high else ends
