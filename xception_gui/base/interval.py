"""How far a share found among some pictures may lie from that among all of them."""

from __future__ import annotations

import math

_NORMAL_95 = 1.959963984540054  # of a normal distribution, 95 % lie within so many deviations


def wilson(right: int, count: int) -> tuple[float, float]:
    """95 % interval of a share: Wilson's score interval (1927), which holds near 0 and 1 too.

    Parameters
    ----------
    right, count : int
        ``right`` of ``count`` pictures; of none, the share may be anything.
    """
    if count == 0:
        return 0.0, 1.0
    share, square = right / count, _NORMAL_95**2
    middle = share + square / (2 * count)
    reach = _NORMAL_95 * math.sqrt(share * (1 - share) / count + square / (4 * count**2))
    low, high = ((middle + side * reach) / (1 + square / count) for side in (-1, 1))
    return low if right else 0.0, high if right < count else 1.0  # but for rounding
