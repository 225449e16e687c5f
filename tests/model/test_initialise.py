"""The random start: reproducible, apart from the global generator, and alive once calibrated."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace

import pytest
import torch
from torch import nn

from xception_gui.base.config import XceptionConfig
from xception_gui.model import Xception, build, build_meta, calibrate
from xception_gui.model.initialise import calibrated

NARROW = XceptionConfig(width=0.05, middle_blocks=1, num_classes=4)


def same(one: Xception, other: Xception) -> bool:
    pairs = zip(one.state_dict().values(), other.state_dict().values(), strict=True)
    return all(torch.equal(a, b) for a, b in pairs)


def test_that_building_leaves_the_global_generator_alone() -> None:
    before = torch.get_rng_state()
    build_meta(NARROW)
    build(NARROW)
    calibrated(NARROW, 1, 71)
    assert torch.equal(torch.get_rng_state(), before)


def test_that_a_seed_gives_the_same_network_each_time() -> None:
    assert same(build(NARROW, 1), build(NARROW, 1))
    assert not same(build(NARROW, 1), build(NARROW, 2))


def test_that_convolutions_start_by_kaiming_with_fan_out() -> None:
    model = build(XceptionConfig(width=0.5, middle_blocks=1))
    pointwise = model.middle.block4.sepconv1.pointwise.weight
    assert pointwise.std().item() == pytest.approx((2 / pointwise.shape[0]) ** 0.5, rel=0.02)
    depthwise = model.exit.sepconv4.depthwise
    fan_out = depthwise.weight.numel() / depthwise.in_channels * depthwise.out_channels
    assert depthwise.weight.std().item() == pytest.approx((2 / fan_out) ** 0.5, rel=0.02)


def test_that_biases_start_at_zero_and_norms_at_one() -> None:
    model = build(replace(NARROW, conv_bias=True))
    assert not model.entry.conv1.bias.any()
    assert model.entry.bn1.weight.eq(1).all()
    assert model.entry.bn1.running_var.eq(1).all()
    assert model.entry.bn1.num_batches_tracked == 0


def test_that_building_gives_ordinary_parameters_in_memory() -> None:
    model = build(NARROW, None)
    assert {tensor.device.type for tensor in model.state_dict().values()} == {"cpu"}
    assert all(isinstance(p, nn.Parameter) and p.requires_grad for p in model.parameters())
    assert not model.training


def test_that_building_does_not_load_a_compiler() -> None:
    code = (
        "import sys, torch\n"
        "from xception_gui.base.config import XceptionConfig\n"
        "from xception_gui.model import build\n"
        "model = build(XceptionConfig(width=0.05))\n"
        "model.reset_classifier(3)\n"
        "print([name for name in ('sympy', 'torch._dynamo', 'torchvision') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def batch(seed: int = 0) -> torch.Tensor:
    return torch.randn(4, 3, 71, 71, generator=torch.Generator().manual_seed(seed))


def test_that_calibrated_statistics_are_those_of_the_batch() -> None:
    model = build(NARROW)
    calibrate(model, batch())
    with torch.no_grad():
        stem = model.entry.conv1(batch())
    norm = model.entry.bn1
    torch.testing.assert_close(norm.running_mean, stem.mean(dim=(0, 2, 3)), rtol=1e-4, atol=1e-6)
    torch.testing.assert_close(norm.running_var, stem.var(dim=(0, 2, 3)), rtol=1e-3, atol=1e-6)


def test_that_calibration_restores_mode_momentum_and_dropout() -> None:
    model = build(replace(NARROW, drop_rate=0.5))
    calibrate(model, batch())
    assert not any(module.training for module in model.modules())
    assert {m.momentum for m in model.modules() if isinstance(m, nn.BatchNorm2d)} == {0.01}
    assert model.classifier.dropout.p == 0.5


@torch.inference_mode()
def test_that_a_calibrated_network_needs_its_middle_flow_and_a_fresh_one_hardly() -> None:
    def change(model: Xception) -> float:
        logits = model(batch(9))
        without = model.forward_head(model.exit(model.entry(batch(9))))
        return float((without - logits).norm() / logits.norm())

    config = replace(NARROW, middle_blocks=8)
    assert change(calibrated(config, 3, 71)) > 0.1
    assert change(build(config, 3)) < 0.01
