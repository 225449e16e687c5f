"""Kept results are bounded in bytes, and the longest unused goes first."""

from __future__ import annotations

import numpy as np

from xception_gui.base.results import Activation, Origin
from xception_gui.gui.cache import ByteCache, byte_size


def kilobytes(count: int) -> np.ndarray:
    return np.zeros(1000 * count, np.uint8)


def test_that_it_never_holds_more_than_its_limit() -> None:
    cache = ByteCache(10_000)
    for number in range(100):
        cache.put(number, kilobytes(number % 7 + 1))
        assert cache.used <= 10_000
    assert cache.get(99) is not None
    assert cache.get(0) is None


def test_that_what_was_used_last_stays_longest() -> None:
    cache = ByteCache(3000)
    for name in "abc":
        cache.put(name, kilobytes(1))
    cache.get("a")
    cache.put("d", kilobytes(1))
    assert [cache.get(name) is not None for name in "abcd"] == [True, False, True, True]


def test_that_one_that_is_too_large_pushes_nothing_out() -> None:
    cache = ByteCache(3000)
    cache.put("a", kilobytes(1))
    cache.put("b", kilobytes(4))
    assert cache.get("a") is not None
    assert cache.get("b") is None


def test_that_replacing_and_forgetting_give_room_back() -> None:
    cache = ByteCache(3000)
    cache.put("a", kilobytes(2))
    cache.put("a", kilobytes(1))
    assert cache.used == 1000
    cache.forget("a")
    cache.forget("a")
    assert cache.used == 0


def test_that_arrays_inside_results_are_counted() -> None:
    origin = Origin("image", "state", "steps")
    values = np.zeros((8, 10, 10), np.float32)
    size = byte_size((Activation(origin, "exit.act4", values), None))
    assert 3200 < size < 3600
