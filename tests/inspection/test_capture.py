"""Hooks: what they note, that they change nothing and that none is left."""

from __future__ import annotations

import pytest
import torch
from torch import Tensor, nn

from xception_gui.base.config import XceptionConfig
from xception_gui.base.problem import Problem
from xception_gui.inspection import capture
from xception_gui.model import Xception
from xception_gui.model.initialise import calibrated

NARROW = XceptionConfig(width=0.05, middle_blocks=2, num_classes=4)
PATHS = ["entry.block2.sepconv1", "middle", "middle.block5", "exit.block12.act1", "exit.act4"]


@pytest.fixture(scope="module")
def model() -> Xception:
    return calibrated(NARROW, 0, 71)


@pytest.fixture(scope="module")
def picture() -> Tensor:
    return torch.randn(1, 3, 71, 71, generator=torch.Generator().manual_seed(2))


def hooks(model: nn.Module) -> int:
    names = ("_forward_hooks", "_forward_pre_hooks", "_backward_hooks", "_backward_pre_hooks")
    return sum(len(getattr(module, name)) for module in model.modules() for name in names)


def test_that_activations_are_what_the_modules_gave(model: Xception, picture: Tensor) -> None:
    with torch.inference_mode(), capture(model, PATHS) as seen:
        model(picture)
    assert list(seen.activations) == [*PATHS[:1], "middle.block5", "middle", *PATHS[3:]]
    with torch.inference_mode():
        middle = model.middle(model.entry(picture))
        assert torch.equal(seen.activations["middle"], middle)
        assert torch.equal(seen.activations["middle.block5"], middle)
        assert torch.equal(seen.activations["exit.block12.act1"], middle.relu())
        assert torch.equal(seen.activations["exit.act4"], model.exit(middle))
    assert seen.gradients == {}


def test_that_what_follows_leaves_a_captured_activation_as_it_was(
    model: Xception, picture: Tensor
) -> None:
    before_relu = [f"exit.bn{number}" for number in (3, 4)]
    with torch.inference_mode(), capture(model, before_relu) as seen:
        model(picture)
    assert all(bool((seen.activations[path] < 0).any()) for path in before_relu)


@pytest.mark.parametrize("gradients", [False, True])
def test_that_capturing_changes_no_answer(
    model: Xception, picture: Tensor, gradients: bool
) -> None:
    paths = [path for path, _ in model.named_modules()]
    with torch.no_grad():
        expected = model(picture)
    with capture(model, paths, gradients):
        assert torch.equal(model(picture), expected)


def test_that_gradients_are_those_of_autograd(model: Xception, picture: Tensor) -> None:
    with capture(model, PATHS, gradients=True) as seen:
        logit = model(picture)[0, 1]
        activations = [seen.activations[path] for path in PATHS]
        expected = torch.autograd.grad(logit, activations)
    assert set(seen.gradients) == set(PATHS)
    for path, gradient in zip(PATHS, expected, strict=True):
        assert gradient.abs().max() > 0
        assert torch.equal(seen.gradients[path], gradient)
    assert all(parameter.grad is None for parameter in model.parameters())


def test_that_gradients_are_the_slope_of_the_logit(model: Xception, picture: Tensor) -> None:
    head = model.classifier.double()
    try:
        with capture(model, ["exit.act4"]) as seen, torch.no_grad():
            model.exit(model.middle(model.entry(picture)))
        start = seen.activations["exit.act4"].double()
        weight = model.get_classifier().weight
        assert isinstance(weight, Tensor)
        nudged = start.clone()
        nudged[0, 3, 1, 2] += 1.0
        slope = (head(nudged) - head(start))[0, 2].item()
    finally:
        head.float()
    with capture(model, ["exit.act4"], gradients=True) as seen:
        torch.autograd.grad(model(picture)[0, 2], seen.activations["exit.act4"])
    assert seen.gradients["exit.act4"][0, 3, 1, 2].item() == pytest.approx(slope, rel=1e-5)


def test_that_frozen_parameters_do_not_stop_gradients(model: Xception, picture: Tensor) -> None:
    frozen = calibrated(NARROW, 0, 71).requires_grad_(False)
    found = []
    for network in (frozen, model):
        with capture(network, ["middle", "exit.act4"], gradients=True) as seen:
            torch.autograd.grad(network(picture)[0, 1], list(seen.activations.values()))
        found.append(seen.gradients)
    for path, gradient in found[0].items():
        torch.testing.assert_close(gradient, found[1][path])


def test_that_backward_fills_the_gradients_too(picture: Tensor) -> None:
    network = calibrated(NARROW, 0, 71).train()
    with capture(network, ["entry", "exit"], gradients=True) as seen:
        network(picture.repeat(2, 1, 1, 1)).sum().backward()
    assert seen.gradients["entry"].shape == seen.activations["entry"].shape
    assert seen.gradients["entry"].abs().max() > 0


def test_that_no_hook_is_left_even_after_an_error(model: Xception, picture: Tensor) -> None:
    with capture(model, PATHS, gradients=True) as seen:
        assert hooks(model) == len(PATHS)
        logit = model(picture)[0, 0]
    assert hooks(model) == 0
    torch.autograd.grad(logit, seen.activations["middle"])
    assert seen.gradients == {}  # the tensors' hooks are gone as well
    with pytest.raises(ZeroDivisionError), capture(model, PATHS):
        raise ZeroDivisionError
    assert hooks(model) == 0


def test_that_an_unknown_path_is_one_line_with_close_matches(model: Xception) -> None:
    with pytest.raises(Problem, match=r"exit\.block12\.skipp.*exit\.block12\.skip,"):
        capture(model, ["exit.act4", "exit.block12.skipp"]).__enter__()
    assert hooks(model) == 0
