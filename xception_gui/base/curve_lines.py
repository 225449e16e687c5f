"""What is drawn of a curve: smoothed, and no more points than the screen has columns.

`x` never falls. A hundred thousand points become a few hundred in a fraction of a millisecond; a
spike stays, because a column shows the least and the greatest of its values.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from xception_gui.base.growing import Numbers

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Places = npt.NDArray[np.intp]
else:
    Places = Any

MOST = 0.99
"""The strongest smoothing."""
_BLOCK = 128
_SPREAD = 4  # points from which the least and the greatest are told


class Smoothed:
    """Exponential average without its bias to zero, of values that only grow in number.

    After n values v the n-th is Σ aⁿ⁻ⁱ vᵢ / Σ aⁿ⁻ⁱ, where `amount` a goes from 0 (the values
    themselves) to `MOST`.
    """

    def __init__(self, amount: float) -> None:
        self.amount = min(MOST, max(0.0, amount))
        self._made = _empty()
        self._count, self._carry = 0, 0.0

    def of(self, values: Numbers) -> Numbers:
        """All of `values` (n,), smoothed; only those beyond the last call are worked out."""
        if self.amount < 0.01:
            return values
        if len(values) < self._count:
            self._count, self._carry = 0, 0.0
        self._make_room(len(values))
        new = values[self._count :]
        if len(new):
            self._add(new)
        return self._made[: self._count]

    def _add(self, new: Numbers) -> None:
        import numpy as np

        biased = _recursive(new, self.amount, self._carry)
        end = self._count + len(new)
        weights = 1 - self.amount ** np.arange(self._count + 1, end + 1, dtype=float)
        self._made[self._count : end] = biased / weights
        self._count, self._carry = end, float(biased[-1])

    def _make_room(self, length: int) -> None:
        import numpy as np

        if length > len(self._made):
            self._made = np.concatenate([self._made, np.empty(length + _BLOCK)])  # doubles


def _recursive(values: Numbers, a: float, before: float) -> Numbers:
    """s[n] = a s[n-1] + (1 - a) v[n], a block at a time: numpy has no such loop."""
    import numpy as np

    powers = a ** np.arange(_BLOCK)
    blocks = -(-len(values) // _BLOCK)
    padded = np.zeros(blocks * _BLOCK)
    padded[: len(values)] = values
    made = np.cumsum(padded.reshape(blocks, _BLOCK) / powers, 1) * powers * (1 - a)
    for number in range(blocks):
        made[number] += a * powers * before
        before = made[number, -1]
    flat: Numbers = made.reshape(-1)[: len(values)]
    return flat


@dataclass(frozen=True)
class Envelope:
    """Least and greatest value of each column, float64 (columns,) each."""

    x: Numbers
    low: Numbers
    high: Numbers


def envelope(x: Numbers, y: Numbers, begin: float, end: float, columns: int) -> Envelope:
    """Between `begin` and `end`, in so many columns, or fewer where points are few."""
    import numpy as np

    first, last = span(x, begin, end)
    starts = _starts(x[first:last], begin, end, min(columns, (last - first) // _SPREAD))
    if not len(starts):
        return Envelope(_empty(), _empty(), _empty())
    seen = y[first:last]
    return Envelope(
        _middles(x[first:last], starts),
        np.minimum.reduceat(seen, starts),
        np.maximum.reduceat(seen, starts),
    )


def thinned(
    x: Numbers, y: Numbers, begin: float, end: float, columns: int
) -> tuple[Numbers, Numbers]:
    """The line between `begin` and `end`, (points,) twice: column means where points are many.

    One point more on either side, so that a line leaves the plot where it should.
    """
    import numpy as np

    first, last = span(x, begin, end)
    starts = _starts(x[first:last], begin, end, columns)
    if last - first <= 2 * columns or not len(starts):
        around = slice(max(0, first - 1), last + 1)
        return x[around], y[around]
    before, after = slice(max(0, first - 1), first), slice(last, last + 1)
    places, means = _middles(x[first:last], starts), _means(y[first:last], starts)
    return np.concatenate([x[before], places, x[after]]), np.concatenate(
        [y[before], means, y[after]]
    )


def finite(x: Numbers, y: Numbers) -> tuple[Numbers, Numbers]:
    """Without the points that have no value."""
    import numpy as np

    known = np.isfinite(y)
    return (x, y) if known.all() else (x[known], y[known])


def nearest(x: Numbers, y: Numbers, at: float) -> float | None:
    """The value whose x is nearest to `at`."""
    import numpy as np

    if not len(x):
        return None
    right = min(int(np.searchsorted(x, at)), len(x) - 1)
    left = max(0, right - 1)
    return float(y[left] if at - x[left] < x[right] - at else y[right])


def span(x: Numbers, begin: float, end: float) -> tuple[int, int]:
    """Index of the first point from `begin` on, and of the first beyond `end`."""
    import numpy as np

    return int(np.searchsorted(x, begin, "left")), int(np.searchsorted(x, end, "right"))


def _starts(x: Numbers, begin: float, end: float, columns: int) -> Places:
    """Index of the first point of each column that has any."""
    import numpy as np

    if not len(x) or columns < 1 or end <= begin:
        return np.empty(0, np.intp)
    edges = np.searchsorted(x, np.linspace(begin, end, columns + 1)[:-1], "left")
    return edges[np.diff(edges, append=len(x)) > 0]


def _middles(x: Numbers, starts: Places) -> Numbers:
    """Halfway between the first and the last point of each column."""
    import numpy as np

    ends = np.append(starts[1:], len(x)) - 1
    made: Numbers = (x[starts] + x[ends]) / 2
    return made


def _means(values: Numbers, starts: Places) -> Numbers:
    import numpy as np

    made: Numbers = np.add.reduceat(values, starts) / np.diff(starts, append=len(values))
    return made


def _empty() -> Numbers:
    import numpy as np

    return np.empty(0)
