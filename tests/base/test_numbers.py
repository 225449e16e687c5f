"""Numbers as the window and the command line show them."""

from __future__ import annotations

import pytest

from xception_gui.base import numbers

N = numbers.NARROW


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0, "–"),
        (864, "864"),
        (999, "999"),
        (1000, f"1.00{N}k"),
        (18_432, f"18.4{N}k"),
        (536_536, f"537{N}k"),
        (999_600, f"1.00{N}M"),
        (1_613_976, f"1.61{N}M"),
        (581_068_488, f"581{N}M"),
        (8_357_403_496, f"8.36{N}G"),
        (0.5, "0.50"),
        (12.34, "12.3"),
    ],
)
def test_that_short_keeps_three_digits_and_a_unit(value: float, text: str) -> None:
    assert numbers.short(value) == text


@pytest.mark.parametrize(
    ("fraction", "text"),
    [
        (0.931, f"93.1{N}%"),
        (1.0, f"100.0{N}%"),
        (0.0, f"0.0{N}%"),
        (0.0009, f"<0.1{N}%"),
        (0.001, f"0.1{N}%"),
        (0.9994, f"99.9{N}%"),
        (9_999 / 10_000, f">99.9{N}%"),
        (sum([0.1] * 10), f"100.0{N}%"),  # by a sum that rounds
    ],
)
def test_that_a_probability_has_one_decimal_and_is_all_or_none_only_where_it_is(
    fraction: float, text: str
) -> None:
    assert numbers.percent(fraction) == text


@pytest.mark.parametrize(
    ("value", "digits", "text"),
    [
        (0.0, 3, "0"),
        (-0.0, 3, "0"),
        (-0.41234, 3, "\u22120.412"),
        (0.3891, 2, "0.39"),
        (0.99951, 3, "1.00"),
        (1.0625, 3, "1.06"),
        (0.00012345, 3, "0.000123"),
        (1234.5, 3, "1234"),
        (-1.2345e-7, 3, "\u22121.23×10⁻⁷"),
        (2.5e8, 2, "2.5×10⁸"),
    ],
)
def test_that_a_measured_number_keeps_its_digits(value: float, digits: int, text: str) -> None:
    assert numbers.real(value, digits) == text


def test_that_shapes_exact_counts_and_sizes_are_worded() -> None:
    assert numbers.shape((728, 19, 19)) == "728×19×19"
    assert numbers.shape(()) == "–"
    assert numbers.exact(193_689_496) == "193,689,496"
    assert numbers.size(412_000_000) == f"412{N}MB"
    assert numbers.size(12) == f"12{N}B"


@pytest.mark.parametrize(
    ("ms", "text"),
    [
        (4.34, f"4.3{N}ms"),
        (9.96, f"10{N}ms"),
        (43.2, f"43{N}ms"),
        (999.6, f"1.0{N}s"),
        (3003, f"3.0{N}s"),
    ],
)
def test_that_a_duration_has_the_unit_that_fits(ms: float, text: str) -> None:
    assert numbers.duration(ms) == text
