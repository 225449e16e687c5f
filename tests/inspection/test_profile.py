"""Every module that runs is timed, and what is inside another takes no longer than it."""

from __future__ import annotations

import torch

from xception_gui.base.config import XceptionConfig
from xception_gui.inspection import module_tree
from xception_gui.inspection.profile import profile
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
