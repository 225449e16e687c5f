"""Every module that runs is timed, and what is inside another takes no longer than it."""

from __future__ import annotations

import pytest
import torch

from xception_gui.base.config import XceptionConfig
from xception_gui.inspection import capture, module_tree
from xception_gui.inspection.profile import activity, profile, profiles
from xception_gui.model import build

CONFIG = XceptionConfig(width=0.05, middle_blocks=1, num_classes=4)


def test_that_every_module_is_timed_with_its_output() -> None:
    model, tree = build(CONFIG), module_tree(CONFIG, 75)
    found = profile(model, torch.zeros(1, 3, 75, 75), 3)
    rows = {row.path: row for row in tree.walk()}
    assert [one.path for one in found] == list(rows)
    for one in found:
        assert one.output_bytes == rows[one.path].activation_bytes
        children = [rows[one.path].children]
        inside = {child.path for group in children for child in group}
        assert sum(other.ms for other in found if other.path in inside) <= 1.5 * one.ms + 1
    assert not any(module._forward_hooks for module in model.modules())


def test_that_an_item_comes_after_every_run() -> None:
    model = build(CONFIG)
    assert len(list(profiles(model, torch.zeros(1, 3, 75, 75), 2))) == 4


def test_that_strength_and_zeros_are_those_of_the_outputs() -> None:
    model = build(CONFIG, 1)
    picture = torch.randn(1, 3, 75, 75, generator=torch.Generator().manual_seed(0))
    found = {one.path: one for one in activity(model, picture)}
    with torch.inference_mode(), capture(model, ["entry.act1"]) as seen:
        model(picture)
    output = seen.activations["entry.act1"]
    assert found["entry.act1"].zeros == pytest.approx((output == 0).float().mean().item())
    assert found["entry.act1"].strength == pytest.approx(output.mean().item())
    assert found["entry.conv1"].zeros < 0.01
    assert not any(module._forward_hooks for module in model.modules())
