"""The interval of a share, against published numbers."""

from __future__ import annotations

import pytest

from xception_gui.base.interval import wilson


# Newcombe 1998, "Two-sided confidence intervals for the single proportion", table I, method 3
@pytest.mark.parametrize(
    ("right", "count", "low", "high"),
    [
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_that_the_interval_is_the_published_one(
    right: int, count: int, low: float, high: float
) -> None:
    assert wilson(right, count) == pytest.approx((low, high), abs=5e-5)


def test_that_it_stays_within_nothing_and_everything() -> None:
    for count in range(1, 100):
        assert wilson(count, count)[1] == 1
        assert wilson(0, count)[0] == 0, "none is not less than one in a thousand"
    assert wilson(0, 0) == (0, 1)
