"""The paper's Figures 1 to 4 against the layers that they show."""

from __future__ import annotations

import pytest
import torch
from torch import nn

from xception_gui.base.diagram import Diagram
from xception_gui.base.figures import NUMBERS, all_figures, figure
from xception_gui.base.layer_cost import layer_costs
from xception_gui.base.problem import Problem


def conv(before: int, after: int, kernel: int = 1) -> nn.Conv2d:
    return nn.Conv2d(before, after, kernel, padding=kernel // 2, bias=False)


def params(*layers: nn.Module) -> int:
    return sum(p.numel() for layer in layers for p in layer.parameters())


def test_that_figure_1_has_the_four_towers_of_inception_v3() -> None:
    quarter = 16
    towers = (
        *(conv(32, quarter), conv(quarter, quarter, 3), conv(quarter, quarter, 3)),
        *(conv(32, quarter), conv(quarter, quarter, 3)),
        *(conv(32, quarter), conv(32, quarter)),
    )
    found = figure(1, 32, 64, 3, 10)
    assert (found.params, found.macs) == (params(*towers), 100 * params(*towers))
    drawn = [sum(box.path.startswith(f"tower{n}") for box in found.diagram.boxes) for n in range(6)]
    assert drawn == [0, 3, 2, 2, 1, 0]
    words = {box.path: box.label(box.word) for box in found.diagram.boxes}
    assert [words[f"tower3.{row}"] for row in (0, 1)] == ["Mean pool 3×3", "Conv 16, 1×1"]


def test_that_figures_2_and_3_are_the_same_function() -> None:
    """Section 1.1: strictly equivalent; so are their costs, and those of the calculator."""
    two, three = figure(2, 12, 9, 3, 5), figure(3, 12, 9, 3, 5)
    cost = layer_costs(12, 9, 3, 5)[1]
    assert two.params == three.params == cost.params
    assert two.macs == three.macs == cost.macs
    firsts, seconds = [conv(12, 3) for _ in range(3)], [conv(3, 3, 3) for _ in range(3)]
    x = torch.randn(1, 12, 5, 5, generator=torch.Generator().manual_seed(0))
    towers = torch.cat([b(a(x)) for a, b in zip(firsts, seconds, strict=True)], 1)
    whole = torch.cat([a.weight for a in firsts])
    segments = nn.functional.conv2d(x, whole).split(3, 1)
    again = torch.cat([b(part) for b, part in zip(seconds, segments, strict=True)], 1)
    assert torch.allclose(towers, again, atol=1e-6)


@pytest.mark.parametrize("outside", [1, 2, 3, 4, 64])
def test_that_figure_4_is_a_separable_convolution(outside: int) -> None:
    found = figure(4, 32, outside, 3, 7)
    assert found.params == params(
        conv(32, outside), nn.Conv2d(outside, outside, 3, groups=outside, bias=False)
    )
    assert found.macs == 49 * found.params
    more = [box for box in found.diagram.boxes if box.kind == "more"]
    assert [box.numbers for box in more] == ([str(outside - 3)] if outside > 3 else [])


def inside(diagram: Diagram) -> bool:
    boxes, wide, high = [box.rect for box in diagram.boxes], diagram.width, diagram.height
    return all(x >= 0 and x + w <= wide and y + h <= high for x, y, w, h in boxes)


def test_that_nothing_lies_outside_of_a_drawing() -> None:
    assert all(inside(figure(number, 728, 728, 3, 19).diagram) for number in NUMBERS)
    whole = all_figures(728, 728, 3, 19)
    assert inside(whole)
    frames = [box for box in whole.boxes if box.kind == "block"]
    assert [frame.word.partition(".")[0] for frame in frames] == [f"Figure {n}" for n in NUMBERS]


def test_that_impossible_channels_are_refused() -> None:
    with pytest.raises(Problem, match="whole number"):
        figure(2, 0, 4)
