"""How curves are looked at: which plots there are, what x is, and how values are written."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from xception_gui.base.curves import Axis
from xception_gui.base.numbers import exact, real
from xception_gui.gui.language import mark

LOSS, ACCURACY, RATE, NORM, SPEED = range(5)
PLOTS = ("loss", "accuracy", "rate", "norm", "speed")
TITLES = (
    mark("Loss"),
    mark("Accuracy, %"),
    mark("Learning rate"),
    mark("Gradient norm"),
    mark("Images/s"),
)
VALUES: Sequence[Callable[[float], str]] = (
    lambda value: f"{value:.3f}" if value < 10 else real(value),
    lambda value: f"{value:.1f}",
    real,
    lambda value: f"{value:.2f}" if value < 10 else real(value),
    lambda value: real(value) if value < 100 else exact(round(value)),
)
WIDEST = ("0.000", "00.0", "0.000", "0.00", "000")
_SHARES = {3: (3, 4, 3)}  # of a row of three: the legend of the gradient norm is long


@dataclass(frozen=True)
class Look:
    """How the curves are shown; `hidden` are plots (by name) that are not."""

    axis: Axis = "epoch"
    smoothing: float = 0.6
    log: bool = False
    log_x: bool = False
    hidden: frozenset[str] = frozenset()

    def rows(self) -> list[list[int]]:
        """The plots that are shown: two above, the others below; up to two beside each other."""
        shown = [number for number, name in enumerate(PLOTS) if name not in self.hidden]
        return [row for row in (shown[:2], shown[2:]) if row]


def shares(row: Sequence[int]) -> tuple[int, ...]:
    """Of the width, of each plot of a row."""
    return _SHARES.get(len(row), (1,) * len(row))
