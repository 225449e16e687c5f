"""Marks of an axis are round numbers, few enough, and read as people write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xception_gui.base.ticks import log_texts, log_ticks, tick_texts, ticks


@pytest.mark.parametrize(
    ("low", "high", "most", "texts"),
    [
        (-0.1, 3.2, 4, ["0", "1", "2", "3"]),
        (16, 103, 5, ["20", "40", "60", "80", "100"]),
        (-0.04, 1.04, 4, ["0", "0.5", "1.0"]),
        (0.9931, 1.0004, 4, ["0.994", "0.996", "0.998", "1.000"]),
        (0, 2100, 4, ["0", "1,000", "2,000"]),
        (0, 98_000, 5, ["0", "20\u202fk", "40\u202fk", "60\u202fk", "80\u202fk"]),
        (-1e5, 2.1e6, 3, ["0", "1\u202fM", "2\u202fM"]),
        (0, 1.7e9, 4, ["0", "0.5\u202fG", "1.0\u202fG", "1.5\u202fG"]),
        (-1e29, 1.6e30, 4, ["0", "5e29", "1e30", "1.5e30"]),
        (0.9e38, 2.2e38, 3, ["1e38", "1.5e38", "2e38"]),
        (-0.6, 0.6, 3, ["−0.5", "0", "0.5"]),
        (1.3, 1.75, 1, ["1.5"]),
    ],
)
def test_that_marks_are_round(low: float, high: float, most: int, texts: list[str]) -> None:
    assert tick_texts(ticks(low, high, most)) == texts


@given(st.floats(-1e3, 1e3), st.floats(1e-3, 1e6), st.integers(2, 12))
def test_that_marks_lie_inside_and_are_not_too_many(low: float, span: float, most: int) -> None:
    found = ticks(low, low + span, most)
    assert len(found) <= most + 1
    assert all(low - 1e-6 * span <= value <= low + span + 1e-6 * span for value in found)
    assert len(set(tick_texts(found))) == len(found)


@pytest.mark.parametrize("range_", [(1.0, 1.0), (2.0, 1.0), (0.0, float("inf"))])
def test_that_an_empty_range_has_no_marks(range_: tuple[float, float]) -> None:
    assert ticks(*range_, 5) == []
    assert tick_texts([]) == []


@pytest.mark.parametrize(
    ("low", "high", "most", "texts"),
    [
        (-0.8, 0.4, 5, ["0.2", "0.5", "1", "2"]),
        (-2.6, 0.1, 6, ["0.003", "0.01", "0.03", "0.1", "0.3", "1"]),
        (-6, 0, 4, ["10⁻⁶", "10⁻⁴", "0.01", "1"]),
    ],
)
def test_that_a_logarithmic_axis_marks_decades(
    low: float, high: float, most: int, texts: list[str]
) -> None:
    assert log_texts(log_ticks(low, high, most)) == texts


def test_that_a_short_logarithmic_axis_is_marked_like_any_other() -> None:
    assert log_texts(log_ticks(0.04, 0.14, 4)) == ["1.1", "1.2", "1.3"]
