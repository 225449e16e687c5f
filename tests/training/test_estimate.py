"""The estimate is measured: it grows with what makes a run longer and larger."""

from __future__ import annotations

import os
from dataclasses import replace

import pytest

from tests.training.samples import CONFIG
from xception_gui.base.training_data import TrainingData
from xception_gui.training import estimate as measured
from xception_gui.training.estimate import _share_of_size, beside_reading, estimate

DATA = TrainingData("data", "data", (("cat", 50), ("dog", 70)), 100, 20, reading=0.01)


def test_that_time_and_memory_grow_with_the_run() -> None:
    found = estimate(CONFIG, DATA)
    assert found.seconds > 0
    assert (found.decoded, found.read_while) == (120 * 3 * 16 * 16, False)
    larger = replace(CONFIG, batch_size=CONFIG.batch_size * 4)
    assert found.memory < estimate(larger, DATA).memory <= 4 * found.memory


def test_that_a_deeper_network_needs_more_memory() -> None:
    deeper = replace(CONFIG, model=replace(CONFIG.model, middle_blocks=2), batch_size=4)
    less = estimate(replace(CONFIG, batch_size=4), DATA).memory
    assert estimate(deeper, DATA).memory > less


def test_that_smaller_inputs_at_first_cost_less() -> None:
    growing = replace(CONFIG, growth=((0.0, 12), (0.5, 24)))
    assert _share_of_size(growing, 24) == pytest.approx(0.5 * 0.25 + 0.5)
    assert _share_of_size(CONFIG, 24) == 1.0


def test_that_reading_is_in_it_where_pictures_are_read_while_the_run_trains(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(measured, "room", lambda: 1_000)
    slow = replace(DATA, reading=30.0)
    found = estimate(CONFIG, slow)
    assert found.read_while
    assert found.seconds >= 30.0 * 100 * CONFIG.epochs / measured.readers()


def test_that_reading_costs_nothing_beside_a_device_that_computes_longer() -> None:
    assert beside_reading(2.0, 1.0, "cuda") == 2.0
    assert beside_reading(0.001, 8.0, "cuda") == 8.0 / measured.readers()
    assert beside_reading(2.0, 1.0, "cpu") == pytest.approx(2.0 + 1.0 / (os.cpu_count() or 1))
