"""Where an axis has its marks, and what stands there."""

from __future__ import annotations

import itertools
import math

from xception_gui.base.numbers import power_of_ten, real, short

_NICE = (1.0, 2.0, 5.0, 10.0)


def ticks(low: float, high: float, most: int) -> list[float]:
    """Round numbers from `low` to `high`, at most `most`, evenly spread by 1, 2 or 5 × 10ⁿ."""
    if not (math.isfinite(low) and math.isfinite(high)) or high <= low or most < 1:
        return []
    step = _nice_step((high - low) / most)
    first = math.ceil(low / step - 1e-9)
    last = math.floor(high / step + 1e-9)
    return [number * step for number in range(first, last + 1)]


def log_ticks(low: float, high: float, most: int) -> list[float]:
    """Decades of 10 ** `low` to 10 ** `high`; with 2 and 5 between them where there is room.

    Round numbers, evenly spread as on any axis, where the range holds no two of these.
    """
    decades = range(math.floor(low), math.ceil(high) + 1)
    for leads in ((1, 2, 5), (1, 3), (1,)):
        marks = [math.log10(lead) + decade for decade in decades for lead in leads]
        inside = [mark for mark in marks if low - 1e-9 <= mark <= high + 1e-9]
        if len(inside) < 2:
            return ticks(10**low, 10**high, most)
        if len(inside) <= most:
            return [10**mark for mark in inside]
    every = math.ceil(len(inside) / max(1, most))
    return [10**mark for mark in inside[::every]]


def tick_texts(values: list[float]) -> list[str]:
    """With the same number of decimals: ``0  0.5  1.0``; from 10,000 on ``20 k``."""
    if not values:
        return []
    if max(map(abs, values)) >= 10_000:
        return [short(value, "0") for value in values]
    step = min((b - a for a, b in itertools.pairwise(values)), default=values[0] or 1)
    decimals = max(0, -math.floor(math.log10(step) + 1e-9)) if step > 0 else 0
    return ["0" if abs(value) < step / 2 else f"{value:,.{decimals}f}" for value in values]


def log_texts(values: list[float]) -> list[str]:
    """``0.5``, ``20``; far from 1 ``10⁻⁴``."""
    return [_log_text(value) for value in values]


def _log_text(value: float) -> str:
    if 0.005 < value < 5000:
        return f"{value:.6g}"
    return real(value, 1) if not _is_decade(value) else power_of_ten(round(math.log10(value)))


def _is_decade(value: float) -> bool:
    power = math.log10(value)
    return abs(power - round(power)) < 1e-9


def _nice_step(least: float) -> float:
    """The smallest of 1, 2, 5 × 10ⁿ that is not below `least`."""
    size = 10.0 ** math.floor(math.log10(least))
    return next(nice * size for nice in _NICE if nice * size >= least * (1 - 1e-9))
