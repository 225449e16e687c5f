"""Inside a separable convolution."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from xception_gui.base.config import XceptionConfig
from xception_gui.base.pointwise import Pointwise
from xception_gui.base.problem import Problem
from xception_gui.inspection import module_tree, weight_statistics
from xception_gui.inspection.pointwise import pointwise
from xception_gui.model import build

CONFIG = XceptionConfig(width=0.1, middle_blocks=1, num_classes=4)
PATH = "exit.sepconv3"


@pytest.mark.parametrize("path", [PATH, f"{PATH}.pointwise", "entry.block2.sepconv1"])
def test_that_the_singular_values_are_those_of_the_matrix(path: str) -> None:
    model = build(CONFIG, 3)
    found = pointwise(model, path)
    name = path if path.endswith("pointwise") else f"{path}.pointwise"
    matrix = model.get_parameter(f"{name}.weight").detach().numpy()[:, :, 0, 0]
    expected = np.linalg.svd(matrix.astype(np.float64), compute_uv=False)
    assert found.singular == pytest.approx(expected, abs=1e-7 * expected[0])
    assert found.levels.shape == matrix.shape
    assert found.largest == pytest.approx(np.abs(matrix).max())
    assert (found.levels.astype(int) - 128 == np.rint(127 * matrix / found.largest)).all()


def test_that_few_directions_are_counted_as_few() -> None:
    model = build(CONFIG, 3)
    weight = model.get_parameter(f"{PATH}.pointwise.weight")
    with torch.no_grad():
        weight.zero_()
        weight[0, 0], weight[1, 1] = 3.0, 4.0
    found = pointwise(model, PATH)
    assert found.singular[:3].tolist() == [4.0, 3.0, 0.0]
    assert [found.directions(share) for share in (0.5, 0.64, 0.65, 0.99)] == [1, 1, 2, 2]
    shares = (4 / 7, 3 / 7)
    assert found.effective_rank == pytest.approx(
        np.exp(-sum(share * np.log(share) for share in shares))
    )
    with torch.no_grad():
        weight.zero_()
    empty = pointwise(model, PATH)
    assert (empty.directions(0.9), empty.effective_rank) == (0, 0.0)


def test_that_the_dense_layer_costs_what_it_would() -> None:
    found = Pointwise(np.zeros((64, 32), np.uint8), 1.0, np.ones(32), 3, 9 * 32)
    dense, own = found.costs(10)
    assert (dense.params, dense.macs) == (9 * 32 * 64, 9 * 32 * 64 * 100)
    assert own.params == 9 * 32 + 32 * 64


def test_that_other_modules_have_no_such_matrix() -> None:
    model = build(CONFIG, 3)
    with pytest.raises(Problem, match="separable"):
        pointwise(model, "entry.conv1")
    dense = build(XceptionConfig(width=0.1, middle_blocks=1, segments=1), 3)
    with pytest.raises(Problem, match="separable"):
        pointwise(dense, PATH)
    for path, there in ((PATH, True), (f"{PATH}.depthwise", False), ("exit.bn3", False)):
        counted = weight_statistics(model, path)
        assert counted is not None
        assert (counted.pointwise is not None) == there


@pytest.mark.parametrize("changed", [{}, {"order": "pointwise"}, {"segments": 4}])
def test_that_it_costs_what_the_tree_counts(changed: dict[str, object]) -> None:
    config = XceptionConfig.from_dict({"width": 0.1, "middle_blocks": 1, **changed})
    model, tree = build(config, 3), module_tree(config, 72)
    for path in ("entry.block1.sepconv1", "middle.block4.sepconv1", PATH):
        info = tree.find(path)
        assert info is not None
        dense, own = pointwise(model, path).costs(info.output_shape[-1])
        assert (own.params, own.macs) == (info.params, info.macs)
        assert dense.params == 9 * info.input_shape[0] * info.output_shape[0]
        assert own.share == own.params / dense.params
