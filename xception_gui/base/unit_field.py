"""What one unit can see of a picture, and what moves it: frozen."""

from __future__ import annotations

from dataclasses import dataclass

from xception_gui.base.results import FloatArray, Origin

Box = tuple[int, int, int, int]
SEEN = 0.01  # of the strongest pixel's influence


@dataclass(frozen=True)
class UnitField:
    """The receptive field of one unit, in pixels of the network's input.

    Parameters
    ----------
    path, channel, row, column
        The unit: a place in one map of a module.
    theory : tuple of int or None
        Left, top, right, bottom of what it can see by kernels alone, also outside of the picture;
        None: everything.
    step : int
        Pixels from one unit to the next; 0 where it sees everything.
    values : float32 array (height, width)
        |∂ unit / ∂ pixel|, the largest over the channels, divided by `peak`.
    measured : tuple of int
        Left, top, right, bottom of what moves it by more than 1 % of the strongest; all 0 for a
        unit that nothing moves.
    """

    origin: Origin
    path: str
    channel: int
    row: int
    column: int
    theory: Box | None
    step: int
    values: FloatArray
    peak: float
    measured: Box


def field_row(found: UnitField) -> dict[str, object]:
    """What is kept of it: the unit, and both fields as left, top, right, bottom."""
    unit = {"path": found.path, "channel": found.channel}
    place = {"row": found.row, "column": found.column}
    theory = found.theory
    fields = {"theoretical": theory, "measured": found.measured, "step": found.step}
    return {**unit, **place, **fields}


def extent(values: FloatArray) -> Box:
    """Left, top, right, bottom of what is more than a hundredth of the largest value."""
    import numpy as np

    rows, columns = np.nonzero(values > SEEN * values.max(initial=0))
    if not rows.size:
        return (0, 0, 0, 0)
    ends = (columns.min(), rows.min(), columns.max() + 1, rows.max() + 1)
    return tuple(map(int, ends))  # type: ignore[return-value]
