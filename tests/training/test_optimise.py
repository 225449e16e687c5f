"""Optimisers, clipping, accumulation, and which flows learn when."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
import torch

from tests.training.samples import CONFIG, finish, interrupted, weights_of
from xception_gui.base.events import EpochDone, StepDone
from xception_gui.base.training import RECIPES, TrainingConfig
from xception_gui.training.optimise import clip, gradient_norms, optimiser_of, thaw
from xception_gui.training.state import fresh

CPU = torch.device("cpu")
SGD = replace(CONFIG, epochs=1, augmentation="none", checkpoint_steps=100)


@pytest.mark.parametrize("name", list(RECIPES))
def test_that_only_matrices_decay(name: str) -> None:
    config = replace(RECIPES[name], model=CONFIG.model)
    optimiser = optimiser_of(config, fresh(config, CPU).model)
    *turned, matrices, vectors = optimiser.param_groups
    assert [group["weight_decay"] for group in turned] == [0] * (config.optimiser == "muon")
    assert (matrices["weight_decay"], vectors["weight_decay"]) == (config.weight_decay, 0)
    assert {p.ndim for p in vectors["params"]} == {1}
    assert type(optimiser).__name__.lower() == config.optimiser


@pytest.mark.parametrize(
    ("optimiser", "rate"), [("rmsprop", 3e-3), ("adamw", 3e-3), ("muon", 0.05)]
)
def test_that_every_optimiser_learns(
    data: Path, tmp_path: Path, optimiser: str, rate: float
) -> None:
    config = replace(CONFIG, optimiser=optimiser, learning_rate=rate, epochs=3)
    losses = [e.loss for e in finish(data, tmp_path / "run", config) if isinstance(e, StepDone)]
    assert losses[-1] < 0.7 * losses[0]


def test_that_the_norms_are_those_of_each_flow_and_clipping_shortens_them_together() -> None:
    model = fresh(CONFIG, CPU).model
    generator = torch.Generator().manual_seed(0)
    for parameter in model.parameters():
        parameter.grad = torch.randn(parameter.shape, generator=generator)
    norms = gradient_norms(model)
    assert list(norms) == ["entry", "middle", "exit", "classifier"]
    exact = sum(float(p.grad.double().square().sum()) for p in model.parameters()) ** 0.5  # type: ignore[union-attr]
    lengths = [float(norm) for norm in norms.values()]
    assert sum(x**2 for x in lengths) ** 0.5 == pytest.approx(exact, rel=1e-5)
    clip(model, 0.5, lengths)
    again = [float(norm) for norm in gradient_norms(model).values()]
    assert sum(x**2 for x in again) ** 0.5 == pytest.approx(0.5, rel=1e-4)
    assert again[0] / again[1] == pytest.approx(lengths[0] / lengths[1], rel=1e-4)


def test_that_a_step_tells_its_norms_and_the_epoch_their_means(data: Path, tmp_path: Path) -> None:
    events = finish(data, tmp_path / "run", SGD)
    steps = [e.gradient_norms for e in events if isinstance(e, StepDone)]
    (epoch,) = [e for e in events if isinstance(e, EpochDone)]
    for flow in ("entry", "middle", "exit", "classifier"):
        mean = sum(norms[flow] for norms in steps) / len(steps)
        assert epoch.gradient_norms[flow] == pytest.approx(mean)
    assert epoch.learning_rate > 0
    assert epoch.images_per_second > 0
    assert epoch.memory > 10_000_000


def test_that_the_mean_norm_of_a_flow_is_that_of_the_steps_in_which_it_learnt(
    data: Path, tmp_path: Path
) -> None:
    config = replace(SGD, epochs=1, thaw=((0.0, "classifier"), (0.5, "exit")), checkpoint_steps=100)
    whole = finish(data, tmp_path / "whole", config)
    steps = [e.gradient_norms for e in whole if isinstance(e, StepDone)]
    exit_ = [norms["exit"] for norms in steps if "exit" in norms]
    assert 0 < len(exit_) < len(steps)
    (epoch,) = [e for e in whole if isinstance(e, EpochDone)]
    assert epoch.gradient_norms["exit"] == pytest.approx(sum(exit_) / len(exit_))
    interrupted(data, tmp_path / "cut", 3, config)
    resumed = finish(data, tmp_path / "cut", config, resume=True)
    (again,) = [e for e in resumed if isinstance(e, EpochDone)]
    assert again.gradient_norms == epoch.gradient_norms


def test_that_parts_of_a_batch_give_the_gradient_of_the_whole(data: Path, tmp_path: Path) -> None:
    """Up to batch norm, which a frozen network does not have."""
    head = replace(SGD, thaw=((0.0, "classifier"),), model=replace(CONFIG.model, drop_rate=0.0))
    for parts in (1, 4):
        finish(data, tmp_path / str(parts), replace(head, accumulate=parts))
    one, four = weights_of(tmp_path / "1"), weights_of(tmp_path / "4")
    name = "classifier.fc.weight"
    torch.testing.assert_close(four[name], one[name], rtol=1e-4, atol=1e-6)


def test_that_flows_thaw_one_after_the_other() -> None:
    config = replace(CONFIG, thaw=((0.0, "classifier"), (0.5, "exit")))
    model = fresh(config, CPU).model
    thaw(model, config, 0.4)
    assert {n.split(".")[0] for n, p in model.named_parameters() if p.requires_grad} == {
        "classifier"
    }
    assert not model.exit.training
    thaw(model, config, 0.5)
    assert {n.split(".")[0] for n, p in model.named_parameters() if p.requires_grad} == {
        "exit",
        "classifier",
    }
    assert [f.training for f in (model.entry, model.middle, model.exit)] == [False, False, True]


def test_that_a_frozen_flow_stays_to_the_bit(data: Path, tmp_path: Path) -> None:
    config = replace(SGD, thaw=((0.0, "classifier"), (0.6, "exit")))
    finish(data, tmp_path / "run", config)
    start = fresh(replace(config, model=replace(config.model, num_classes=2)), CPU)
    found = weights_of(tmp_path / "run")
    same = {name.split(".")[0] for name, t in start.model.state_dict().items()
            if torch.equal(t, found[name]) and t.ndim > 1}  # fmt: skip
    assert same == {"entry", "middle"}
    assert torch.equal(found["entry.bn1.running_mean"], torch.zeros(2))


def test_that_a_config_with_single_pictures_in_a_part_is_refused() -> None:
    from xception_gui.base.problem import Problem

    with pytest.raises(Problem, match="accumulate"):
        TrainingConfig(batch_size=8, accumulate=5)
