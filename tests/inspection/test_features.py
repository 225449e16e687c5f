"""Feature maps: equal to a plain forward hook, described rightly, in the right order."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from torch import Tensor, nn

from tests.inference.samples import loaded, picture
from xception_gui.base.feature_maps import FeatureMaps, bounds, describe_maps, levels, order
from xception_gui.base.problem import Problem
from xception_gui.base.results import FloatArray, Origin
from xception_gui.inspection import feature_maps, parts
from xception_gui.model import Xception

NETWORK = loaded()
PREPARED = picture(0)
ORIGIN = Origin("image", "state", "steps")


@pytest.fixture(scope="module")
def model() -> Xception:
    return NETWORK.model


def hooked(model: Xception, path: str) -> FloatArray:
    """What a plain forward hook sees."""
    found: list[Tensor] = []
    module = model.get_submodule(path)
    handle = module.register_forward_hook(lambda *seen: found.append(seen[2].clone()))
    with torch.no_grad():
        model(torch.from_numpy(PREPARED.values)[None])
    handle.remove()
    return found[0][0].numpy()


def count_hooks(model: nn.Module) -> int:
    return sum(
        len(m._forward_hooks) + len(m._forward_pre_hooks) + len(m._backward_hooks)
        for m in model.modules()
    )


def test_that_every_module_gives_what_a_plain_hook_sees(model: Xception) -> None:
    paths = [path for path, _ in model.named_modules()]
    for path, found in zip(paths, feature_maps(model, PREPARED, paths, "state"), strict=True):
        expected = hooked(model, path)
        values = found.output.values.reshape(expected.shape)
        np.testing.assert_allclose(values, expected, rtol=1e-6, atol=1e-6)
    assert count_hooks(model) == 0


def test_that_a_block_opens_into_branch_skip_and_their_sum(model: Xception) -> None:
    for path in ("entry.block2", "middle.block5"):
        (found,) = feature_maps(model, PREPARED, [path], "state")
        branch, skip, total = found.parts
        assert [part.part for part in found.parts] == ["branch", "skip", "sum"]
        np.testing.assert_allclose(branch.values + skip.values, total.values, rtol=1e-5, atol=1e-5)
        np.testing.assert_array_equal(found.output.values, total.values)
        assert not np.array_equal(branch.values, skip.values)


def test_that_a_separable_convolution_opens_into_its_convolutions(model: Xception) -> None:
    (found,) = feature_maps(model, PREPARED, ["middle.block4.sepconv2"], "state")
    depthwise, pointwise = found.parts
    assert (depthwise.part, pointwise.part) == ("depthwise", "pointwise")
    module = model.get_submodule("middle.block4.sepconv2")
    with torch.no_grad():
        again = module.pointwise(torch.from_numpy(depthwise.values.copy())[None])[0].numpy()
    np.testing.assert_allclose(pointwise.values, again, rtol=1e-5, atol=1e-5)


def test_that_a_block_without_a_skip_is_its_output_alone() -> None:
    model = loaded(residual=False).model
    assert [part.name for part in parts(model, "middle.block4")] == ["output"]


def test_that_the_pass_ends_behind_the_last_module_that_was_asked_for(model: Xception) -> None:
    ran: list[str] = []
    handles = [
        model.get_submodule(path).register_forward_hook(lambda *_, p=path: ran.append(p))
        for path in ("entry.block1", "middle", "exit")
    ]
    feature_maps(model, PREPARED, ["entry.block1.sepconv1", "entry.block2"], "state")
    for handle in handles:
        handle.remove()
    assert ran == ["entry.block1"]


def test_that_an_unknown_module_names_close_ones_and_leaves_no_hook(model: Xception) -> None:
    with pytest.raises(Problem, match=r"exit\.act4"):
        feature_maps(model, PREPARED, ["entry.block1", "exit.act9"], "state")
    assert count_hooks(model) == 0


def test_that_weights_that_give_no_numbers_are_one_line() -> None:
    model = loaded().model
    with torch.no_grad():
        model.get_submodule("entry.conv1").get_parameter("weight").fill_(float("nan"))
    with pytest.raises(Problem, match=r"entry\.conv1"):
        feature_maps(model, PREPARED, ["entry.conv1"], "state")


def made(values: FloatArray) -> FeatureMaps:
    return describe_maps(ORIGIN, "exit.act4", "output", values)


def test_that_the_statistics_are_numpys() -> None:
    values = np.random.default_rng(0).normal(3, 2, (5, 7, 6)).astype(np.float32)
    values[1], values[2, :3] = 0, 0
    maps = made(values)
    flat = values.reshape(5, -1).astype(np.float64)
    np.testing.assert_allclose(maps.mean, flat.mean(1), rtol=1e-6)
    np.testing.assert_allclose(maps.variance, flat.var(1), rtol=1e-5, atol=1e-6)
    np.testing.assert_array_equal(maps.maximum, values.max((1, 2)))
    np.testing.assert_array_equal(maps.minimum, values.min((1, 2)))
    np.testing.assert_allclose(maps.strength, np.abs(flat).mean(1), rtol=1e-6)
    np.testing.assert_allclose(maps.zeros, (flat == 0).mean(1))
    assert maps.dead.tolist() == [False, True, False, False, False]


def test_that_the_order_is_the_one_asked_for_and_dead_maps_come_last() -> None:
    values = np.zeros((4, 1, 2), np.float32)
    values[0], values[2], values[3] = [[1, 1]], [[0, 5]], [[-9, 2]]
    maps = made(values)
    assert order(maps, "index").tolist() == [0, 1, 2, 3]
    assert order(maps, "mean").tolist() == [2, 0, 3, 1]
    assert order(maps, "max").tolist() == [2, 3, 0, 1]
    assert order(maps, "strength").tolist() == [3, 2, 0, 1]
    assert order(maps, "zeros").tolist() == [0, 3, 2, 1]
    assert order(maps, "variance").tolist() == [3, 2, 0, 1]


@pytest.mark.parametrize(("low", "zero"), [(0.0, 0), (-1.0, 128)])
def test_that_levels_reach_from_zero_to_the_bound(low: float, zero: int) -> None:
    values = np.array([[[low, 0, 2]], [[0, 0, 4]], [[0, 0, 0]]], np.float32)
    maps = made(values)
    assert bounds(maps, "map").tolist() == [2, 4, 1]
    assert levels(maps, "map")[:, 0, 2].tolist() == [255, 255, zero]
    assert levels(maps, "map")[:, 0, 1].tolist() == [zero] * 3
    assert levels(maps, "layer")[0, 0, 2] == (192 if low else 128)
    assert levels(maps, "shared", 8.0)[1, 0, 2] == (192 if low else 128)
    assert (levels(maps, "map")[0, 0, 0] < zero) == (low < 0)
