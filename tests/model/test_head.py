"""`forward_head`, `get_classifier`, `reset_classifier` and dropout, as in timm."""

from __future__ import annotations

from dataclasses import replace

import pytest
import torch
from torch import nn

from xception_gui.base.config import XceptionConfig
from xception_gui.model import Xception, build, build_meta
from xception_gui.model.initialise import calibrated

NARROW = XceptionConfig(width=0.05, middle_blocks=1, num_classes=4)


@pytest.fixture
def model() -> Xception:
    return calibrated(NARROW, 0, 71)


def picture(count: int = 1) -> torch.Tensor:
    return torch.randn(count, 3, 71, 71, generator=torch.Generator().manual_seed(5))


@torch.inference_mode()
def test_that_features_then_head_are_the_whole(model: Xception) -> None:
    features = model.forward_features(picture())
    assert features.shape == (1, model.num_features, 3, 3)
    assert torch.equal(model.forward_head(features), model(picture()))


@torch.inference_mode()
def test_that_pre_logits_are_what_the_last_layer_receives(model: Xception) -> None:
    features = model.forward_features(picture())
    vector = model.forward_head(features, pre_logits=True)
    torch.testing.assert_close(vector, features.mean(dim=(2, 3)))
    assert torch.equal(model.get_classifier()(vector), model.forward_head(features))


@torch.inference_mode()
def test_that_pre_logits_come_after_the_hidden_layers() -> None:
    model = calibrated(replace(NARROW, hidden=(9, 6)), 0, 71)
    features = model.forward_features(picture())
    assert model.forward_head(features, pre_logits=True).shape == (1, 6)


def test_that_the_classifier_is_the_last_linear_layer(model: Xception) -> None:
    last = model.get_classifier()
    assert isinstance(last, nn.Linear)
    assert last is model.classifier.fc
    assert isinstance(build_meta(replace(NARROW, num_classes=0)).get_classifier(), nn.Identity)


@pytest.mark.parametrize("hidden", [(), (9,)])
def test_that_reset_gives_a_head_for_other_classes(hidden: tuple[int, ...]) -> None:
    model = build(replace(NARROW, hidden=hidden))
    kept = model.entry.conv1.weight
    model.reset_classifier(7)
    assert model(picture()).shape == (1, 7)
    assert model.config.num_classes == 7
    assert model.entry.conv1.weight is kept
    assert model.get_classifier().weight.std() > 0.01


def test_that_no_classes_remove_the_classifier(model: Xception) -> None:
    model.reset_classifier(0)
    assert isinstance(model.get_classifier(), nn.Identity)
    assert model(picture()).shape == (1, model.num_features)


def test_that_reset_is_reproducible_and_draws_nothing_from_the_global_generator(
    model: Xception,
) -> None:
    before = torch.get_rng_state()
    heads = []
    for seed in (3, 3, 4):
        model.reset_classifier(7, seed)
        heads.append(model.get_classifier().weight)
    assert torch.equal(torch.get_rng_state(), before)
    assert torch.equal(heads[0], heads[1])
    assert not torch.equal(heads[0], heads[2])


@pytest.mark.parametrize("training", [False, True])
def test_that_reset_keeps_mode_and_number_format(model: Xception, training: bool) -> None:
    model.to(torch.bfloat16).train(training)
    model.reset_classifier(7)
    assert {module.training for module in model.modules()} == {training}
    assert model.get_classifier().weight.dtype == torch.bfloat16


def test_that_drop_rate_works_in_training_and_only_there() -> None:
    plain, dropping = (calibrated(replace(NARROW, drop_rate=rate), 0, 71) for rate in (0.0, 0.5))
    features = plain.forward_features(picture()).detach()
    assert torch.equal(plain.forward_head(features), dropping.forward_head(features))
    dropping.train()
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(0)
        first, second = (dropping.forward_head(features, pre_logits=True) for _ in range(2))
    assert not torch.equal(first, second)
    zeros = (first == 0).float().mean() - (features.mean(dim=(2, 3)) == 0).float().mean()
    assert 0.25 < zeros < 0.75
