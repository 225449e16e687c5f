"""What the recipes do: the pretrained start, the head alone, the check that a network can learn."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
import torch

from tests.training.samples import CONFIG, Ran, finish, interrupted, weights_of
from xception_gui.base.events import EpochDone, Preparing, RunEnded, RunStarted, StepDone
from xception_gui.base.training import RECIPES, TrainingConfig
from xception_gui.training import Control, train
from xception_gui.training.run import starting_point
from xception_gui.training.samples import chosen
from xception_gui.weights import load_weights, save_weights


@pytest.fixture
def pretrained(whole: Ran) -> str:
    """Weights of a run on the same two classes."""
    return str(whole.out / "weights.safetensors")


def test_that_the_papers_imagenet_recipe_is_the_papers() -> None:
    config = RECIPES["imagenet"]
    assert (config.optimiser, config.momentum, config.learning_rate) == ("sgd", 0.9, 0.045)
    assert (config.weight_decay, config.model.drop_rate, config.nesterov) == (1e-5, 0.5, False)
    assert (config.decay, config.decay_every, config.decay_unit) == (0.94, 2, "epochs")
    assert config.ema_decay > 0


def test_that_the_papers_jft_recipe_is_the_papers() -> None:
    config = RECIPES["jft"]
    assert (config.optimiser, config.momentum, config.learning_rate) == ("rmsprop", 0.9, 0.001)
    assert (config.weight_decay, config.model.drop_rate) == (1e-5, 0.0)
    assert (config.decay, config.decay_every, config.decay_unit) == (0.9, 3_000_000, "samples")


def test_that_a_pretrained_start_takes_network_and_preprocessing(
    data: Path, tmp_path: Path, pretrained: str
) -> None:
    other = TrainingConfig(weights=pretrained, epochs=1, batch_size=8, learning_rate=0.0)
    finish(data, tmp_path / "run", other)
    start, found = load_weights(pretrained), load_weights(tmp_path / "run" / "weights.safetensors")
    assert found.weights.preprocessing == start.weights.preprocessing
    assert found.weights.config == replace(start.weights.config, drop_rate=0.0, bn_momentum=0.01)
    for name, tensor in start.model.named_parameters():
        assert torch.equal(tensor, found.model.state_dict()[name]), name


def test_that_classes_whose_names_are_told_escaped_keep_their_head(
    tmp_path: Path, pretrained: str
) -> None:
    """Weights have them as they may be shown, folders as they are."""
    names, start = ("bl\u202eue", "red\x07"), load_weights(pretrained)
    path = tmp_path / "escaped.safetensors"
    save_weights(path, start.model, replace(start.weights, classes=names))
    _, model = starting_point(TrainingConfig(weights=str(path)), names, fresh=True)
    assert model is not None
    assert load_weights(path).weights.classes != names
    expected = start.model.state_dict()["classifier.fc.weight"]
    assert torch.equal(model.state_dict()["classifier.fc.weight"], expected)


def test_that_other_classes_get_a_new_head(data: Path, tmp_path: Path, pretrained: str) -> None:
    (data / "red").rename(data / "scarlet")
    config = TrainingConfig(weights=pretrained, epochs=1, batch_size=8, learning_rate=0.0)
    finish(data, tmp_path / "run", config)
    one, two = load_weights(pretrained).model.state_dict(), weights_of(tmp_path / "run")
    assert torch.equal(one["exit.sepconv4.pointwise.weight"], two["exit.sepconv4.pointwise.weight"])
    assert not torch.equal(one["classifier.fc.weight"], two["classifier.fc.weight"])


def test_that_the_head_learns_alone_on_features_computed_once(
    data: Path, tmp_path: Path, pretrained: str
) -> None:
    config = replace(RECIPES["head-only"], weights=pretrained, epochs=6, batch_size=8)
    events = finish(data, tmp_path / "run", config)
    steps = [e for e in events if isinstance(e, StepDone)]
    assert {flow for e in steps for flow in e.gradient_norms} == {"classifier"}
    assert isinstance(events[-1], RunEnded)
    assert events[-1].validation_top1 == 1.0
    start, found = load_weights(pretrained).model.state_dict(), weights_of(tmp_path / "run")
    changed = {name for name in start if not torch.equal(start[name], found[name])}
    assert changed == {"classifier.fc.weight", "classifier.fc.bias"}


def test_that_a_head_resumes_to_the_bit(data: Path, tmp_path: Path, pretrained: str) -> None:
    config = replace(RECIPES["head-only"], weights=pretrained, epochs=2, batch_size=8)
    finish(data, tmp_path / "whole", config)
    interrupted(data, tmp_path / "cut", 3, config)
    finish(data, tmp_path / "cut", config, resume=True)
    one, two = weights_of(tmp_path / "whole"), weights_of(tmp_path / "cut")
    assert all(torch.equal(one[name], two[name]) for name in one)


def test_that_features_can_be_stopped(data: Path, tmp_path: Path, pretrained: str) -> None:
    control, events = Control(), []
    for event in train(data, tmp_path / "run", replace(CONFIG, trained="head"), control):
        if isinstance(event, Preparing) and event.what == "features":
            control.stop.set()
        else:
            events.append(type(event).__name__)
    assert events[-3:] == ["RunStarted", "CheckpointSaved", "RunEnded"]


def test_that_fine_tuning_begins_with_the_head_and_ends_with_the_whole_network(
    data: Path, tmp_path: Path, pretrained: str
) -> None:
    config = replace(RECIPES["fine-tune"], weights=pretrained, epochs=2, batch_size=8)
    steps = [e for e in finish(data, tmp_path / "run", config) if isinstance(e, StepDone)]
    flows = [len(e.gradient_norms) for e in steps]
    assert (flows[0], flows[-1]) == (1, 4)
    assert flows == sorted(flows)


def test_that_the_overfit_check_learns_its_pictures_and_is_judged_on_them(
    data: Path, tmp_path: Path
) -> None:
    check = RECIPES["overfit-check"]
    assert (check.images, check.epochs, check.augmentation) == (100, 50, "none")
    config = replace(
        check, model=CONFIG.model, preprocessing=CONFIG.preprocessing,
        images=16, epochs=6, batch_size=8, learning_rate=0.01,
    )  # fmt: skip
    events = finish(data, tmp_path / "run", config)
    assert isinstance(events[0], RunStarted)
    assert (events[0].train_images, events[0].validation_images) == (16, 16)
    judged = [e.validation_top1 for e in events if isinstance(e, EpochDone)]
    assert judged[-1] == 1.0


def test_that_few_pictures_are_of_all_classes_alike() -> None:
    labels = [0] * 50 + [1] * 5 + [2] * 50
    few = chosen(labels, 31, seed=3)
    counts = [sum(labels[i] == label for i in few) for label in range(3)]
    assert counts == [13, 5, 13]
    assert few == chosen(labels, 31, seed=3) != chosen(labels, 31, seed=4)
