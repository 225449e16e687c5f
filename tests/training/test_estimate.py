"""The estimate is measured: it grows with what makes a run longer and larger."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.training.samples import CONFIG
from xception_gui.training.estimate import _share_of_size, estimate


def test_that_time_and_memory_grow_with_the_run() -> None:
    seconds, memory = estimate(CONFIG, 100, 2)
    assert seconds > 0
    larger = replace(CONFIG, batch_size=CONFIG.batch_size * 4)
    assert memory < estimate(larger, 100, 2)[1] <= 4 * memory


def test_that_a_deeper_network_needs_more_memory() -> None:
    deeper = replace(CONFIG, model=replace(CONFIG.model, middle_blocks=2), batch_size=4)
    less = estimate(replace(CONFIG, batch_size=4), 1, 2)[1]
    more = estimate(deeper, 1, 2)[1]
    assert more > less


def test_that_smaller_inputs_at_first_cost_less() -> None:
    growing = replace(CONFIG, growth=((0.0, 12), (0.5, 24)))
    assert _share_of_size(growing, 24) == pytest.approx(0.5 * 0.25 + 0.5)
    assert _share_of_size(CONFIG, 24) == 1.0
