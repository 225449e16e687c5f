"""Learning rates over a whole run, as the papers and tutorials give them."""

from __future__ import annotations

import pytest

from xception_gui.base.training import RECIPES, TrainingConfig
from xception_gui.training.schedule import learning_rate


def rates(config: TrainingConfig, steps_per_epoch: int = 100) -> list[float]:
    total = config.epochs * steps_per_epoch
    return [learning_rate(config, step, steps_per_epoch) for step in range(total)]


@pytest.mark.parametrize("name", list(RECIPES))
def test_that_the_learning_rate_rises_to_its_peak_and_never_again(name: str) -> None:
    found = rates(RECIPES[name])
    peak = found.index(max(found))
    assert max(found) == pytest.approx(RECIPES[name].learning_rate)
    assert found[: peak + 1] == sorted(found[: peak + 1])
    assert found[peak:] == sorted(found[peak:], reverse=True)


def test_that_a_cosine_ends_at_zero() -> None:
    assert rates(TrainingConfig())[-1] < 1e-4 * TrainingConfig().learning_rate


def test_that_the_papers_rate_falls_by_a_stair_every_second_epoch() -> None:
    found = rates(RECIPES["imagenet"])
    assert found[199] == 0.045
    assert found[200] == found[399] == pytest.approx(0.045 * 0.94)
    assert found[400] == pytest.approx(0.045 * 0.94**2)


def test_that_the_jft_rate_falls_every_three_million_samples() -> None:
    config = RECIPES["jft"]
    first = -(-3_000_000 // config.batch_size)
    before, after = (learning_rate(config, step, 10_000) for step in (first - 1, first))
    assert before == 0.001
    assert after == pytest.approx(0.0009)


def test_that_an_exponential_decay_has_no_stairs() -> None:
    config = TrainingConfig(schedule="exponential", decay=0.5, decay_every=1, warmup_epochs=0)
    found = rates(config)
    assert found[50] == pytest.approx(config.learning_rate * 0.5**0.5)
    assert len(set(found)) == len(found)


def test_that_a_constant_rate_stays_after_its_warm_up() -> None:
    found = rates(TrainingConfig(schedule="constant", warmup_epochs=1))
    assert found[0] == pytest.approx(0.00045)
    assert set(found[99:]) == {0.045}
