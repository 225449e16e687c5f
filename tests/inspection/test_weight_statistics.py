"""What a module has learnt, against numpy and torch."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import torch
from torch import nn

from xception_gui.base.config import XceptionConfig
from xception_gui.base.problem import Problem
from xception_gui.base.results import ModuleWeights
from xception_gui.inspection import weight_statistics
from xception_gui.model import Xception, build

CONFIG = XceptionConfig(width=0.25, middle_blocks=1, num_classes=4)
PATHS = {
    "": "both",
    "entry": "convolution",
    "entry.conv1": "convolution",
    "entry.block2": "convolution",
    "middle.block4.sepconv2": "convolution",
    "middle.block4.sepconv2.pointwise": "convolution",
    "entry.bn1": "scale",
    "classifier": "linear",
    "classifier.fc": "linear",
}


@pytest.fixture(scope="module")
def model() -> Xception:
    """Seeded, with scales that are not all one and weights that are exactly zero."""
    made = build(CONFIG, 3)
    generator = torch.Generator().manual_seed(3)
    with torch.no_grad():
        for module in made.modules():
            if isinstance(module, nn.BatchNorm2d):
                module.weight.copy_(torch.randn(module.weight.shape, generator=generator))
        made.get_submodule("entry.conv1").weight[0] = 0.0  # type: ignore[operator, index]
    return made


def counted(model: nn.Module, path: str) -> ModuleWeights:
    found = weight_statistics(model, path, "state")
    assert found is not None
    return found


def numbers(model: Xception, path: str) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    module = model.get_submodule(path)
    layers = nn.BatchNorm2d if isinstance(module, nn.BatchNorm2d) else (nn.Conv2d, nn.Linear)
    weights = [part.weight for part in module.modules() if isinstance(part, layers)]
    return torch.cat([weight.detach().flatten() for weight in weights]).double().numpy()


@pytest.mark.parametrize(("path", "kind"), PATHS.items())
def test_that_every_number_equals_numpys(model: Xception, path: str, kind: str) -> None:
    found, values = counted(model, path), numbers(model, path)
    assert (found.state_id, found.path, found.of) == ("state", path, kind)
    assert (found.count, found.zeros) == (values.size, int((values == 0).sum()))
    assert (found.minimum, found.maximum) == (values.min(), values.max())
    assert found.mean == pytest.approx(values.mean(), rel=1e-9, abs=1e-12)
    assert found.deviation == pytest.approx(values.std(), rel=1e-9)


@pytest.mark.parametrize("path", PATHS)
def test_that_the_histogram_is_numpys(model: Xception, path: str) -> None:
    found, values = counted(model, path), numbers(model, path)
    counts, edges = np.histogram(values, len(found.counts))
    np.testing.assert_allclose(found.edges, edges, rtol=0, atol=1e-15)
    assert found.counts.sum() == values.size
    # A number on an edge may fall to either side of it.
    assert np.abs(found.counts - counts).sum() <= 2e-5 * values.size


def test_that_equal_numbers_have_no_deviation_and_one_bar() -> None:
    model = build(replace(CONFIG, width=0.05), 0)
    with torch.no_grad():
        model.get_submodule("entry.bn1").weight.fill_(0.1)  # type: ignore[operator, union-attr]
    found = counted(model, "entry.bn1")
    assert (found.minimum, found.maximum, found.mean) == (np.float32(0.1),) * 3
    assert found.deviation == 0.0
    assert sorted(found.counts)[-2:] == [0, found.count]
    assert found.edges[0] < found.minimum < found.edges[-1]


def test_that_the_kernels_are_the_depthwise_weights(model: Xception) -> None:
    weight = model.get_submodule("exit.sepconv4.depthwise").weight
    assert isinstance(weight, torch.Tensor)
    for path in ("exit.sepconv4", "exit.sepconv4.depthwise"):
        kernels = counted(model, path).kernels
        assert kernels.dtype == np.float32
        np.testing.assert_array_equal(kernels, weight.detach()[:, 0].numpy())


@pytest.mark.parametrize(
    ("change", "path"),
    [
        ({}, "entry.conv1"),
        ({}, "exit.sepconv4.pointwise"),
        ({}, "exit.block12"),
        ({}, "entry.bn1"),
        ({}, "classifier.fc"),
        ({"segments": 4}, "exit.sepconv4"),
        ({"segments": 1}, "exit.sepconv4"),
    ],
)
def test_that_what_is_not_depthwise_has_no_kernels(change: dict[str, int], path: str) -> None:
    model = build(replace(CONFIG, width=0.05, **change), 0)  # type: ignore[arg-type]
    assert counted(model, path).kernels.shape == (0, 3, 3)


def test_that_the_kernels_are_a_copy(model: Xception) -> None:
    before = counted(model, "exit.sepconv3").kernels.copy()
    kept = counted(model, "exit.sepconv3").kernels
    weight = model.get_submodule("exit.sepconv3.depthwise").weight
    with torch.no_grad():
        weight.add_(1.0)  # type: ignore[operator, union-attr]
    np.testing.assert_array_equal(kept, before)
    with torch.no_grad():
        weight.sub_(1.0)  # type: ignore[operator, union-attr]


@pytest.mark.parametrize("path", ["entry.act1", "entry.block1.pool", "classifier.flatten"])
def test_that_a_module_without_weights_has_no_statistics(model: Xception, path: str) -> None:
    assert weight_statistics(model, path) is None


def test_that_an_unknown_path_names_its_neighbours(model: Xception) -> None:
    with pytest.raises(Problem, match=r"entry\.conv1"):
        weight_statistics(model, "entry.conv9")
