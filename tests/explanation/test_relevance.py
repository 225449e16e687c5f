"""Gradient × activation: what the logit would lose, to first order; judged by captum."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from tests.inference.samples import loaded, picture
from xception_gui.base.problem import Problem
from xception_gui.explanation import relevance
from xception_gui.inference import Engine

PREPARED = picture(1)


@pytest.fixture(scope="module")
def engine() -> Engine:
    return Engine(loaded(), "cpu", "float32")


def test_that_at_the_last_activation_it_adds_up_to_the_logit(engine: Engine) -> None:
    """Everything behind it is linear: the sum plus the bias is the logit itself."""
    (found,) = relevance(engine, PREPARED, "exit.act4", 3)
    bias = engine.model.get_classifier().get_parameter("bias")[3].item()
    logit = engine.predict(PREPARED)[0].logits[3]
    assert found.values.sum() + bias == pytest.approx(float(logit), rel=1e-4)
    assert (found.path, found.label) == ("exit.act4", "dog")


@pytest.mark.parametrize("path", ["entry.block2.bn1", "middle.block4.sepconv2", "exit.act3"])
def test_that_captum_says_the_same(engine: Engine, path: str) -> None:
    attr = pytest.importorskip("captum.attr")
    judge = attr.LayerGradientXActivation(engine.model, engine.model.get_submodule(path))
    expected = judge.attribute(torch.from_numpy(PREPARED.values)[None], target=2)
    found = relevance(engine, PREPARED, path, 2)[-1]
    np.testing.assert_allclose(
        found.values, expected[0].sum((1, 2)).detach().numpy(), rtol=1e-3, atol=1e-5
    )


def test_that_branch_and_skip_add_up_to_the_sum(engine: Engine) -> None:
    """The gradient of a sum is that of both its terms."""
    for path in ("entry.block3", "middle.block5"):
        branch, skip, total = relevance(engine, PREPARED, path, 1)
        np.testing.assert_allclose(branch.values + skip.values, total.values, rtol=1e-3, atol=1e-5)


def test_that_logits_have_a_relevance_too(engine: Engine) -> None:
    (found,) = relevance(engine, PREPARED, "classifier.fc", 2)
    assert np.flatnonzero(found.values).tolist() == [2]


def test_that_an_unknown_class_is_one_line(engine: Engine) -> None:
    with pytest.raises(Problem, match="99"):
        relevance(engine, PREPARED, "exit.act4", 99)


def test_that_a_gradient_without_numbers_is_one_line() -> None:
    odd = loaded()
    with torch.no_grad():  # as a run leaves that has diverged
        odd.model.get_submodule("exit.bn3").get_parameter("weight").fill_(3e38)
    with pytest.raises(Problem, match="NaN or infinity"):
        relevance(Engine(odd, "cpu", "float32"), PREPARED, "exit.act4", 1)
