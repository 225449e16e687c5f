"""Where an axis has its marks, and what stands there."""

from __future__ import annotations

import math

from xception_gui.base.numbers import MINUS, NARROW, power_of_ten, real

_NICE = (1.0, 2.0, 5.0, 10.0)
_OFF = 1e-6  # of the distance between the first and the last, what a text may be off
_HUGE = 1e15  # from here on there is no unit: what a run that diverges reaches
_UNITS = tuple(  # from where on, what 1 stands for, what is written behind
    (least, unit, NARROW + word)
    for least, unit, word in ((1e12, 1e12, "T"), (1e9, 1e9, "G"), (1e6, 1e6, "M"), (1e4, 1e3, "k"))
)


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
    """With the same number of decimals: ``0  0.5  1.0``; from 10,000 on ``20 k``, 10¹⁵ ``1e15``.

    They are as short as is true: an axis has no room for more.
    """
    largest = max(map(abs, values), default=0.0)
    if largest >= _HUGE:
        return [f"{value:.6g}".replace("e+", "e").replace("-", MINUS) for value in values]
    fitting = ((unit, word) for least, unit, word in _UNITS if largest >= least)
    unit, word = next(fitting, (1.0, ""))
    return [text + word if text != "0" else text for text in _plain([v / unit for v in values])]


def _plain(values: list[float]) -> list[str]:
    """With the fewest decimals with which none is written as another number than it is."""
    span = (max(values) - min(values) or abs(values[0])) if values else 0.0
    told = (n for n in range(20) if all(abs(round(v, n) - v) <= _OFF * span for v in values))
    decimals = next(told, 20)
    texts = (f"{value:,.{decimals}f}".replace("-", MINUS) for value in values)
    return ["0" if abs(v) <= _OFF * span else text for v, text in zip(values, texts, strict=True)]


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
