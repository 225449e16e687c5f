"""The learning-rate finder."""

from __future__ import annotations

import math
from dataclasses import replace
from pathlib import Path

import pytest

from tests.training.samples import CONFIG
from xception_gui.base.events import Preparing, RateFound, RateTried
from xception_gui.base.problem import Problem
from xception_gui.training import Control, find_rate
from xception_gui.training.find_rate import steepest


def test_that_rates_rise_until_the_loss_leaves_and_one_below_is_found(
    data: Path, tmp_path: Path
) -> None:
    *tried, found = find_rate(data, replace(CONFIG, batch_size=8), steps=30)
    assert isinstance(found, RateFound)
    rates = [event.rate for event in tried if isinstance(event, RateTried)]
    assert rates == sorted(rates)
    assert len(rates) > 10
    assert found.rate is not None
    assert 1e-5 < found.rate < rates[-1]
    assert [path.name for path in tmp_path.iterdir()] == ["data"], "nothing is written"


def test_that_the_steepest_fall_is_found() -> None:
    losses = [2.0, 2.0, 1.9, 1.5, 1.0, 0.8, 0.7, 0.9, 4.0]
    tried = [RateTried(10.0**i, loss, loss) for i, loss in enumerate(losses)]
    assert steepest(tried) == 10.0**3
    assert math.isclose(steepest(tried) or 0, 1000)


def test_that_the_noise_of_the_first_steps_is_not_the_steepest_fall(data: Path) -> None:
    *_, found = find_rate(data, replace(CONFIG, batch_size=8, seed=1))
    assert isinstance(found, RateFound)
    assert 1e-3 < (found.rate or 0) < 0.3


def test_that_a_loss_that_never_falls_finds_nothing() -> None:
    assert steepest([]) is None
    assert steepest([RateTried(10.0**i, float(i), float(i)) for i in range(5)]) is None


def test_that_it_can_be_stopped(data: Path) -> None:
    control = Control()
    control.stop.set()
    read, *found = find_rate(data, CONFIG, control)
    assert isinstance(read, Preparing)
    assert found == [RateFound(None)]


@pytest.mark.parametrize("place", ["torch.nn.Linear.forward", "torch._foreach_add_"])
def test_that_too_little_memory_for_a_step_speaks_of_no_run(
    data: Path, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    """There is none that could keep its last step, or its last checkpoint."""

    def full(*_: object, **__: object) -> None:
        raise RuntimeError("[enforce fail] DefaultCPUAllocator: can't allocate memory")

    monkeypatch.setattr(place, full)
    with pytest.raises(Problem) as caught:
        list(find_rate(data, CONFIG))
    assert (caught.value.code, caught.value.fields["name"]) == ("out-of-memory", str(data))
