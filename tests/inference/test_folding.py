"""Folding batch norms into convolutions changes nothing but the time."""

from __future__ import annotations

from typing import Any

import pytest
import torch
from torch import nn

from tests.inference.samples import SIZE, loaded
from xception_gui.base.config import XceptionConfig
from xception_gui.inference.folding import folded
from xception_gui.model import Xception
from xception_gui.model.initialise import calibrated

VARIANTS: list[dict[str, Any]] = [
    {},
    {"order": "pointwise"},
    {"order": "pointwise", "mid_activation": "elu"},
    {"mid_activation": "relu", "segments": 4},
    {"segments": 1, "conv_bias": True},
    {"residual": False, "hidden": (9, 5)},
    {"strides": (1, 2, 1, 2, 1), "stem_padding": "same", "pool_padding": "symmetric"},
    {"stem_padding": "one", "middle_blocks": 0, "bn_eps": 1e-5},
]


def difference(one: torch.Tensor, other: torch.Tensor) -> float:
    """The largest one, as a fraction of the largest value."""
    return float((one - other).abs().max() / other.abs().max())


def outputs(model: Xception, pictures: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    with torch.inference_mode():
        last = model.forward_features(pictures)
        return model.forward_head(last), last


def noise(size: int) -> torch.Tensor:
    return torch.randn(2, 3, size, size, generator=torch.Generator().manual_seed(5))


def spread(model: Xception) -> Xception:
    """Batch norms with scales and shifts of their own: fresh ones could hide a mistake."""
    generator = torch.Generator().manual_seed(9)
    for module in model.modules():
        if isinstance(module, nn.BatchNorm2d):
            nn.init.uniform_(module.weight, 0.5, 1.5, generator=generator)
            nn.init.normal_(module.bias, std=0.3, generator=generator)
    return model


@pytest.mark.parametrize("changed", VARIANTS, ids=str)
def test_that_a_folded_network_answers_as_the_unfolded_one(changed: dict[str, Any]) -> None:
    model = spread(loaded(**changed).model)
    faster = folded(model)
    assert not [m for m in faster.modules() if isinstance(m, nn.BatchNorm2d)]
    logits, last = outputs(model, noise(SIZE))
    fast_logits, fast_last = outputs(faster, noise(SIZE))
    assert difference(fast_last, last) <= 1e-5
    assert difference(fast_logits, logits) <= 1e-5


def test_that_the_papers_network_folds_to_the_same_answer() -> None:
    model = spread(calibrated(XceptionConfig(), 0, 96))
    logits, last = outputs(model, noise(96))
    fast_logits, fast_last = outputs(folded(model), noise(96))
    assert difference(fast_last, last) <= 1e-5
    assert difference(fast_logits, logits) <= 1e-5


def test_that_the_comparison_would_see_one_wrong_statistic() -> None:
    model = spread(loaded().model)
    _, last = outputs(model, noise(SIZE))
    model.middle.block5.bn2.running_mean[3] += 0.01
    assert difference(outputs(folded(model), noise(SIZE))[1], last) > 1e-5


def test_that_a_folded_network_shares_nothing_with_its_model() -> None:
    model = loaded().model
    before = {name: tensor.clone() for name, tensor in model.state_dict().items()}
    faster = folded(model)
    outputs(faster, noise(SIZE))
    addresses = {tensor.data_ptr() for tensor in model.state_dict().values()}
    assert not addresses & {tensor.data_ptr() for tensor in faster.state_dict().values()}
    assert not {id(m) for m in model.modules()} & {id(m) for m in faster.modules()}
    assert all(torch.equal(tensor, before[name]) for name, tensor in model.state_dict().items())
    assert not any(m.inplace for m in model.modules() if isinstance(m, nn.ReLU))
