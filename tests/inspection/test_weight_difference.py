"""Two networks tensor by tensor."""

from __future__ import annotations

import json
import math

import pytest
import torch

from xception_gui.base.config import XceptionConfig
from xception_gui.base.weight_difference import difference_file
from xception_gui.inspection import weight_difference
from xception_gui.model import build

CONFIG = XceptionConfig(width=0.05, middle_blocks=1, num_classes=4)
NAMES = ("a", "b")


def test_that_the_difference_is_that_of_all_numbers_of_a_module() -> None:
    left, right = build(CONFIG, 1), build(CONFIG, 2)
    found = weight_difference(left, right, NAMES)
    rows = {row.path: row for row in found.modules}
    for path in ("", "middle", "middle.block4.sepconv2", "entry.conv1"):
        pairs = [(module.get_submodule(path).state_dict(), path) for module in (left, right)]
        ours, theirs = (
            torch.cat([t.flatten().double() for n, t in state.items() if "tracked" not in n])
            for state, _ in pairs
        )
        expected = float((theirs - ours).norm() / ours.norm())
        assert rows[path].relative == pytest.approx(expected), path
    assert found.relative == rows[""].relative
    assert found.unmatched == ()
    assert [row.relative for row in found.layers] == sorted(
        (row.relative for row in found.layers), reverse=True
    )


def test_that_what_was_not_changed_is_equal_to_the_bit() -> None:
    left, right = build(CONFIG, 1), build(CONFIG, 1)
    with torch.no_grad():
        right.get_parameter("exit.sepconv3.pointwise.weight")[0, 0] += 0.5
    found = weight_difference(left, right, NAMES)
    assert [row.name for row in found.tensors if row.relative] == ["exit.sepconv3.pointwise.weight"]
    assert found.layers[0].path == "exit.sepconv3.pointwise"
    changed = next(row for row in found.tensors if row.relative)
    assert changed.largest == pytest.approx(0.5, rel=1e-5)


def test_that_tensors_without_a_partner_are_named_with_both_shapes() -> None:
    other = XceptionConfig(width=0.05, middle_blocks=2, num_classes=7)
    found = weight_difference(build(CONFIG, 1), build(other, 1), NAMES)
    rows = {row.name: (row.left, row.right) for row in found.unmatched}
    assert rows["classifier.fc.bias"] == ((4,), (7,))
    assert rows["middle.block5.bn1.weight"] == (None, (36,))
    assert not set(rows) & {row.name for row in found.tensors}
    back = weight_difference(build(other, 1), build(CONFIG, 1), NAMES)
    assert {row.name: (row.right, row.left) for row in back.unmatched} == rows


def test_that_something_from_nothing_is_infinitely_far() -> None:
    left, right = build(CONFIG, 1), build(CONFIG, 1)
    with torch.no_grad():
        right.get_parameter("entry.bn1.bias")[0] = 1.0
    found = weight_difference(left, right, NAMES)
    row = next(row for row in found.tensors if row.name == "entry.bn1.bias")
    assert row.relative == math.inf
    document = json.loads(difference_file(found, ".json"))
    kept = {row["name"]: row["relative"] for row in document["tensors"]}
    assert kept["entry.bn1.bias"] is None
    assert difference_file(found, ".csv").count(b"\n") == len(found.tensors) + 1
