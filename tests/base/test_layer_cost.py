"""The calculator against hand calculation and against the layers themselves."""

from __future__ import annotations

import pytest
from torch import nn

from xception_gui.base.config import XceptionConfig
from xception_gui.base.layer_cost import layer_costs
from xception_gui.base.problem import Problem
from xception_gui.model.blocks import SeparableConv


def test_that_the_known_example_comes_out() -> None:
    dense, _, separable = layer_costs(32, 64, 3, 112)
    assert (dense.params, dense.macs) == (18_432, 231_211_008)
    assert (separable.params, separable.macs) == (2_336, 29_302_784)
    assert separable.share == pytest.approx(1 / 64 + 1 / 9)


@pytest.mark.parametrize(("inside", "outside", "kernel"), [(6, 9, 3), (1, 1, 1), (5, 6, 5)])
def test_that_layers_have_as_many_parameters(inside: int, outside: int, kernel: int) -> None:
    dense, inception, separable = layer_costs(inside, outside, kernel)
    assert dense.params == nn.Conv2d(inside, outside, kernel, bias=False).weight.numel()
    if outside % 3 == 0:
        pointwise = nn.Conv2d(inside, outside, 1, bias=False)
        towers = nn.Conv2d(outside, outside, kernel, groups=3, bias=False)
        assert inception.params == pointwise.weight.numel() + towers.weight.numel()
    if kernel == 3:
        made = SeparableConv(XceptionConfig(), inside, outside)
        assert separable.params == sum(part.numel() for part in made.parameters())


def test_that_uneven_towers_lose_no_channel() -> None:
    _, inception, _ = layer_costs(1, 4, 3)
    assert inception.params == 4 + 9 * (1 + 1 + 4)


@pytest.mark.parametrize("values", [(0, 1, 3, 1), (1, 1, 0, 1), (1, 1, 3, -1), (200_000, 1, 1, 1)])
def test_that_impossible_layers_are_refused(values: tuple[int, int, int, int]) -> None:
    with pytest.raises(Problem, match="whole number"):
        layer_costs(*values)
