"""Numbers as people read them: three significant digits, a narrow space, a unit."""

from __future__ import annotations

import math
from collections.abc import Sequence

NARROW = "\u202f"
MINUS = "\u2212"
_RAISED = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def short(value: float, none: str = "–") -> str:
    """``864``, ``18.4 k``, ``1.61 M``, ``8.36 G``; zero is a dash."""
    if value == 0:
        return none
    for factor, unit in ((1e12, "T"), (1e9, "G"), (1e6, "M"), (1e3, "k")):
        if abs(value) >= factor * 0.9995:
            return f"{_three(value / factor)}{NARROW}{unit}"
    return str(int(value)).replace("-", MINUS) if value == int(value) else _three(value)


def _three(value: float) -> str:
    """Three significant digits of a number below a thousand."""
    size = abs(value)
    digits = 2 if size < 9.995 else 1 if size < 99.95 else 0
    return f"{value:.{digits}f}".replace("-", MINUS)


def real(value: float, digits: int = 3) -> str:
    """``−0.412``, ``0.0123``, ``1.06``; very large and small ones as ``1.23×10⁻⁷``."""
    if value == 0 or math.isinf(value):
        return "∞" if value else "0"
    mantissa, _, exponent = f"{value:.{digits - 1}e}".partition("e")
    power = int(exponent)
    if -4 <= power < 6:
        text = f"{value:.{max(0, digits - 1 - power)}f}"
    else:
        text = f"{mantissa}×{power_of_ten(power)}"
    return text.replace("-", MINUS)


def power_of_ten(exponent: int) -> str:
    """``10⁻³``."""
    return f"10{str(exponent).translate(_RAISED)}"


def exact(value: int) -> str:
    """``193,689,496``."""
    return f"{value:,}".replace("-", MINUS)


def shape(dimensions: Sequence[int]) -> str:
    """``728×19×19``."""
    return "×".join(str(size) for size in dimensions) if dimensions else "–"


def percent(fraction: float) -> str:
    """``93.1 %``; below one in a thousand ``<0.1 %``, what only rounds to all ``>99.9 %``."""
    if 0 < fraction < 0.001:
        return f"<0.1{NARROW}%"
    if 0.9995 <= round(fraction, 9) < 1:  # a sum of shares may miss it by rounding
        return f">99.9{NARROW}%"
    return f"{100 * fraction:.1f}{NARROW}%".replace("-", MINUS)


def change(before: float, after: float) -> str:
    """``+968,616 (+4.2 %)``; without a share where there was nothing."""
    difference = round(after - before)
    text = f"{difference:+,}".replace("-", MINUS)
    if not before or not difference:
        return text if difference else "0"
    share = f"{100 * difference / before:+.1f}{NARROW}%".replace("-", MINUS)
    return f"{text} ({share})"


def size(count: float) -> str:
    """Bytes, decimal: ``412 MB``."""
    return f"{short(count, '0')}{'' if count >= 999.5 else NARROW}B"


def duration(ms: float) -> str:
    """Milliseconds, or seconds from one on: ``4.3 ms``, ``43 ms``, ``3.0 s``."""
    if ms >= 999.5:
        return f"{ms / 1000:.1f}{NARROW}s"
    return f"{ms:.{0 if ms >= 9.95 else 1}f}{NARROW}ms"
