"""Architectures by name: measured by running, worked out where that is enough."""

from __future__ import annotations

import pytest
import torch

from xception_gui.base.config import XceptionConfig
from xception_gui.base.presets import PRESETS
from xception_gui.base.problem import Problem
from xception_gui.base.results import ModuleInfo
from xception_gui.base.tutorials import Stop
from xception_gui.inspection import architecture, module_tree, of_config
from xception_gui.inspection.inception import inception_v3
from xception_gui.inspection.running import run
from xception_gui.model import build

SAME = ("path", "type", "kind", "flow", "input_shape", "output_shape", "params", "buffers", "macs")


def told(tree: ModuleInfo) -> list[list[object]]:
    return [[getattr(row, name) for name in SAME] for row in tree.walk()]


@pytest.mark.parametrize("name", ["paper", "pointwise-first", "inception", "relu"])
def test_that_running_gives_what_is_worked_out(name: str) -> None:
    config = PRESETS[name]
    found = run(build(config, None), name, (3, 299, 299))
    assert found.stop is None
    assert not found.missed
    assert told(found.tree) == told(module_tree(config, 299))


def test_that_inception_v3_has_its_published_size() -> None:
    """Parameters: Keras' own count of its Inception V3 (23,817,352) plus torchvision's scales."""
    found = architecture("inception-v3", 299)
    model = inception_v3()
    assert found.tree.params == sum(p.numel() for p in model.parameters()) == 23_834_568
    assert found.tree.macs == pytest.approx(5.71e9, rel=0.01)
    last = found.tree.find("Mixed_7c")
    assert last is not None
    assert last.output_shape == (2048, 8, 8)


def test_that_a_tutorial_that_fails_says_where_and_what_ran() -> None:
    found = architecture("tutorial-a", 299)
    assert found.stop == Stop("middle.block4.sepconv1.depthwise", 728, 128)
    rows = {row.path: row for row in found.tree.walk()}
    assert rows["entry.block1"].output_shape == (128, 75, 75)
    assert rows["middle.block4.act1"].output_shape == (128, 75, 75)
    assert {"exit", "classifier.fc", "middle.block5"} <= found.missed
    paper = module_tree(XceptionConfig(), 299).find("exit")
    assert paper is not None
    assert (rows["exit"].params, rows["exit"].macs) == (paper.params, 0)


def test_that_shared_weights_are_counted_once_and_their_work_each_time() -> None:
    found = architecture("tutorial-b", 224)
    block = found.tree.find("middle.block4")
    paper = module_tree(XceptionConfig(), 224).find("middle.block4")
    assert block is not None
    assert paper is not None
    assert (block.params, block.macs) == (paper.params, 8 * paper.macs)


@pytest.mark.parametrize(
    ("size", "stop"),
    [(2, Stop("entry.conv1", 3, 2, "pixels")), (5, Stop("entry.conv2", 3, 2, "pixels"))],
)
def test_that_too_small_a_picture_stops_at_the_layer_it_does_not_fill(
    size: int, stop: Stop
) -> None:
    found = of_config(XceptionConfig(width=0.05), "narrow", size)
    assert found.stop == stop
    assert "entry.block1" in found.missed
    assert of_config(XceptionConfig(width=0.05), "narrow", 40).stop is None


def test_that_what_is_measured_is_left_as_it_was() -> None:
    model = build(XceptionConfig(width=0.05, middle_blocks=1), None)
    with pytest.raises(Problem, match="4"):
        run(model, "x", (4, 64, 64))  # four channels: it stops at once
    assert not any(m._forward_hooks or m._forward_pre_hooks for m in model.modules())
    assert torch.is_grad_enabled()


def test_that_an_unknown_name_is_refused_with_those_that_are_known() -> None:
    with pytest.raises(Problem) as told_:
        architecture("resnet", 299)
    assert "tutorial-a" in str(told_.value)
    assert "inception-v3" in str(told_.value)
