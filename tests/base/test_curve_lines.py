"""What is drawn of a curve is true to it."""

from __future__ import annotations

import numpy as np
import pytest

from xception_gui.base.curve_lines import Smoothed, envelope, finite, nearest, thinned


def smooth(values: np.ndarray, amount: float) -> list[float]:
    """The definition, number by number."""
    made, upper, lower = [], 0.0, 0.0
    for value in values:
        upper, lower = amount * upper + value, amount * lower + 1
        made.append(upper / lower)
    return made


@pytest.mark.parametrize("amount", [0.01, 0.3, 0.6, 0.9, 0.99])
def test_that_smoothing_is_the_average_of_its_definition(amount: float) -> None:
    values = np.random.default_rng(0).normal(3, 1, 1000)
    np.testing.assert_allclose(Smoothed(amount).of(values), smooth(values, amount), rtol=1e-9)


def test_that_smoothing_goes_on_where_it_was() -> None:
    values = np.random.default_rng(1).normal(0, 1, 700)
    piecewise, whole = Smoothed(0.8), Smoothed(0.8).of(values)
    for count in (1, 2, 130, 131, 600, 700):
        np.testing.assert_allclose(piecewise.of(values[:count]), whole[:count], atol=1e-12)


def test_that_fewer_values_than_before_are_smoothed_anew() -> None:
    smoothed = Smoothed(0.5)
    smoothed.of(np.arange(10.0))
    np.testing.assert_allclose(smoothed.of(np.ones(4)), np.ones(4))


def test_that_no_smoothing_changes_nothing() -> None:
    values = np.array([1.0, 5.0, 2.0])
    assert Smoothed(0).of(values).tolist() == [1, 5, 2]


def test_that_the_envelope_keeps_a_spike_among_a_hundred_thousand_points() -> None:
    x, y = np.arange(100_000.0), np.zeros(100_000)
    y[54_321], y[77_777] = 9, -7
    made = envelope(x, y, 0, 99_999, 300)
    assert len(made.x) == 300
    assert (made.high.max(), made.low.min()) == (9, -7)
    assert abs(made.x[made.high.argmax()] - 54_321) < 100_000 / 300


def test_that_an_envelope_holds_only_what_is_between_its_ends() -> None:
    x = np.arange(1000.0)
    made = envelope(x, x, 200, 400, 10)
    assert made.low[0] == 200
    assert made.high[-1] == 400


def test_that_few_points_have_an_envelope_of_several_points_each() -> None:
    x = np.arange(12.0)
    made = envelope(x, np.tile([0.0, 1.0], 6), 0, 11, 300)
    assert len(made.x) == 3
    assert (made.high - made.low).min() == 1


@pytest.mark.parametrize("count", [0, 1, 3])
def test_that_too_few_points_have_none(count: int) -> None:
    assert len(envelope(np.arange(float(count)), np.ones(count), 0, 5, 10).x) == 0


def test_that_a_thinned_line_is_the_mean_of_each_column() -> None:
    x = np.arange(1000.0)
    shown, values = thinned(x, 2 * x, 0, 999, 10)
    assert len(shown) == 10
    np.testing.assert_allclose(values, 2 * shown)
    np.testing.assert_allclose(values[0], 2 * x[:100].mean())


def test_that_a_line_goes_on_beyond_both_edges() -> None:
    x = np.arange(1000.0)
    for columns in (10, 900):
        shown, _ = thinned(x, x, 300, 600, columns)
        assert shown[0] == 299
        assert shown[-1] == 601


def test_that_gaps_are_left_where_nothing_was_measured() -> None:
    x = np.arange(1000.0)
    some = np.concatenate([x[:100], x[900:]])
    shown, _ = thinned(some, some, 0, 999, 50)
    assert ((shown < 100) | (shown >= 900)).all()


def test_that_points_without_a_value_are_left_out() -> None:
    x, y = finite(np.arange(3.0), np.array([1, np.nan, 3]))
    assert x.tolist() == [0, 2]
    assert y.tolist() == [1, 3]


@pytest.mark.parametrize(("at", "value"), [(-5, 10), (0.4, 10), (0.6, 20), (2.4, 30), (99, 30)])
def test_that_the_crosshair_reads_the_nearest_point(at: float, value: float) -> None:
    x = np.array([0.0, 1.0, 2.0])
    assert nearest(x, np.array([10.0, 20.0, 30.0]), at) == value
    assert nearest(x[:0], x[:0], at) is None
