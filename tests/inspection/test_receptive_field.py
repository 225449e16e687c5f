"""Receptive fields against hand calculation, and against what really moves a unit."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import torch

from xception_gui.base.config import XceptionConfig
from xception_gui.base.problem import Problem
from xception_gui.base.results import Origin, Prepared
from xception_gui.inspection.receptive_field import (
    ReceptiveField,
    measured_field,
    receptive_field,
    strongest_unit,
    unit_field,
)
from xception_gui.model import Xception, build_meta
from xception_gui.model.initialise import calibrated

PAPER = XceptionConfig()


@pytest.mark.parametrize(
    ("path", "size", "step", "start"),
    [
        ("entry.conv1", 3, 2, 0),  # 3
        ("entry.conv2", 7, 2, 0),  # 3 + 2·2
        ("entry.block1.sepconv1", 11, 2, -2),  # 7 + 2·2, a pad of 1 step
        ("entry.block1.sepconv2", 15, 2, -4),
        ("entry.block1.pool", 19, 4, -6),  # 147 → 74 pads (1, 1)
        ("entry.block1.skip", 7, 4, 0),  # a 1×1 sees what conv2 sees
        ("entry.block1", 19, 4, -6),
        ("entry.block2.sepconv2", 35, 4, -14),  # 19 + 2 · 2 · 4
        ("entry.block2", 43, 8, -14),  # 35 + 2·4; 74 → 37 pads (0, 1)
        ("entry.block3", 91, 16, -38),  # 43 + 2·2·8 + 2·8; pads 8 + 8 + 8
        ("middle.block4", 187, 16, -86),  # 91 + 3 · 2 · 16
        ("middle", 859, 16, -422),  # 91 + 8 · 96
        ("exit.block12", 955, 32, -470),  # 859 + 2·2·16 + 2·16
        ("exit.act4", 1083, 32, -534),  # 955 + 2 · 2 · 32
    ],
)
def test_that_fields_are_those_of_hand_calculation(
    path: str, size: int, step: int, start: int
) -> None:
    model = build_meta(PAPER)
    assert receptive_field(model, path, 299) == ReceptiveField(size, step, start)


def test_that_the_classifier_sees_everything() -> None:
    assert receptive_field(build_meta(PAPER), "fc", 299).size == 0


def test_that_a_unit_has_its_place_on_the_picture() -> None:
    field = receptive_field(build_meta(PAPER), "entry.conv2", 299)
    assert field.of(3, 5) == (10, 6, 17, 13)


@pytest.fixture(scope="module")
def model() -> Xception:
    return calibrated(replace(PAPER, width=0.1, middle_blocks=0, num_classes=3), 0, 96)


@pytest.mark.parametrize(
    ("path", "row", "column"),
    [("entry.conv2", 10, 20), ("entry.block1", 8, 3), ("entry.block2", 5, 6)],
)
def test_that_no_pixel_outside_the_field_moves_a_unit(
    model: Xception, path: str, row: int, column: int
) -> None:
    picture = torch.randn(1, 3, 96, 96, generator=torch.Generator().manual_seed(1))
    field = receptive_field(model, path, 96)
    left, top, right, bottom = field.of(row, column)
    inside = np.zeros((96, 96), bool)
    inside[max(0, top) : bottom, max(0, left) : right] = True
    strength = np.zeros((96, 96), np.float32)
    for channel in range(6):
        strength += measured_field(model, picture, path, channel, row, column)
    assert strength[~inside].max(initial=0) == 0
    rows, columns = np.nonzero(strength)
    reach = max(rows.max() - rows.min(), columns.max() - columns.min()) + 1
    assert reach > field.size / 2


def test_that_the_measured_field_is_the_gradient(model: Xception) -> None:
    picture = torch.randn(1, 3, 96, 96, generator=torch.Generator().manual_seed(2))
    found = measured_field(model, picture, "entry.conv1", 1, 4, 7)
    weight = model.entry.conv1.weight[1].detach().abs().amax(0).numpy()
    assert np.allclose(found[8:11, 14:17], weight)
    assert found.sum() == pytest.approx(weight.sum(), rel=1e-5)
    assert all(parameter.grad is None for parameter in model.parameters())


def test_that_a_place_that_is_not_there_is_told(model: Xception) -> None:
    with pytest.raises(Problem, match="its units are 3×47×47"):
        measured_field(model, torch.zeros(1, 3, 96, 96), "entry.conv1", 0, 99, 0)


def test_that_the_strongest_unit_is_the_maximum(model: Xception) -> None:
    picture = torch.randn(1, 3, 96, 96, generator=torch.Generator().manual_seed(2))
    place = strongest_unit(model, picture, "entry.conv1", 1)
    with torch.inference_mode():
        output = model.entry.conv1(picture)[0, 1]
    assert output[place] == output.max()
    assert strongest_unit(model, picture, "fc", 2) == (0, 0)
    with pytest.raises(Problem, match="3×47×47"):
        strongest_unit(model, picture, "entry.conv1", 3)


def test_that_both_fields_of_a_unit_come_with_their_origin(model: Xception) -> None:
    size = 96
    values = np.random.default_rng(0).standard_normal((3, size, size)).astype(np.float32)
    shown, box = np.zeros((size, size, 3), np.uint8), (0.0, 0.0, float(size), float(size))
    prepared = Prepared("id", "steps", values, shown, box)
    found = unit_field(model, prepared, "block2", 1, (3, 2), "state")
    assert found.origin == Origin("id", "state", "steps")
    assert found.path == "entry.block2"
    assert found.theory == receptive_field(model, "entry.block2", size).of(3, 2)
    again = measured_field(model, torch.tensor(values)[None], "entry.block2", 1, 3, 2)
    assert found.peak == float(again.max())
    assert np.allclose(found.values * found.peak, again, rtol=1e-5)
    left, top, right, bottom = found.measured
    outside = again.copy()
    outside[top:bottom, left:right] = 0
    assert outside.max() <= 0.01 * again.max()
    strongest = unit_field(model, prepared, "block2", 1)
    assert (strongest.row, strongest.column) == strongest_unit(
        model, torch.tensor(values)[None], "entry.block2", 1
    )


def test_that_a_gradient_without_numbers_is_one_line() -> None:
    model = calibrated(replace(PAPER, width=0.1, middle_blocks=0, num_classes=3), 0, 96)
    with torch.no_grad():  # as a run leaves that has diverged
        model.get_submodule("entry.block2.bn1").get_parameter("weight").fill_(3e38)
        model.get_submodule("entry.block2.bn2").get_parameter("weight").zero_()
    values = np.random.default_rng(0).standard_normal((3, 96, 96)).astype(np.float32)
    shown, box = np.zeros((96, 96, 3), np.uint8), (0.0, 0.0, 96.0, 96.0)
    prepared = Prepared("id", "steps", values, shown, box)
    with pytest.raises(Problem, match="NaN or infinity"):
        unit_field(model, prepared, "exit.act4", 1)
