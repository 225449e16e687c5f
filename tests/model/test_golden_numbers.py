"""The paper's network against numbers known from the paper, Keras and timm."""

from __future__ import annotations

from dataclasses import replace

import pytest
import torch
from torch import Tensor, nn
from torch.utils.flop_counter import FlopCounterMode

from xception_gui.base.config import XceptionConfig
from xception_gui.inspection import capture
from xception_gui.model import Xception, build, build_meta, min_size
from xception_gui.model.blocks import Block, SeparableConv

PAPER = XceptionConfig()


@pytest.fixture(scope="module")
def paper() -> Xception:
    return build_meta(PAPER)


def params(module: nn.Module) -> int:
    return sum(parameter.numel() for parameter in module.parameters())


def statistics(module: nn.Module) -> int:
    norms = [m for m in module.modules() if isinstance(m, nn.BatchNorm2d)]
    return sum(norm.running_mean.numel() + norm.running_var.numel() for norm in norms)


def test_that_the_network_has_22855952_trainable_parameters(paper: Xception) -> None:
    assert params(paper) == 22_855_952
    assert all(parameter.requires_grad for parameter in paper.parameters())


def test_that_keras_total_counts_the_running_statistics_too(paper: Xception) -> None:
    assert statistics(paper) == 54_528
    assert params(paper) + statistics(paper) == 22_910_480


@pytest.mark.parametrize(
    ("path", "count"),
    [
        ("entry", 1_106_760),
        ("middle", 12_911_808),
        ("exit", 6_788_384),
        ("classifier", 2_049_000),
        ("entry.block1", 35_264),
        ("entry.block2", 136_064),
        ("entry.block3", 915_944),
        ("exit.block12", 2_039_584),
        *((f"middle.block{number}", 1_613_976) for number in range(4, 12)),
    ],
)
def test_that_each_part_has_its_parameters(paper: Xception, path: str, count: int) -> None:
    assert params(paper.get_submodule(path)) == count


def test_that_the_parts_are_as_many_as_in_the_paper(paper: Xception) -> None:
    convolutions = [m for m in paper.modules() if isinstance(m, nn.Conv2d)]
    separable = [m for m in paper.modules() if isinstance(m, SeparableConv)]
    skips = [name for name, _ in paper.named_modules() if name.endswith(".skip")]
    assert len(convolutions) == 74
    assert len(convolutions) == 2 + 2 * 34 + 4
    assert (len(separable), len(skips)) == (34, 4)
    assert len([m for m in paper.modules() if isinstance(m, nn.BatchNorm2d)]) == 40
    assert len(separable) + 2 == 36  # "36 convolutional layers": skips are not counted


def test_that_the_layers_form_14_modules_with_residuals_except_first_and_last(
    paper: Xception,
) -> None:
    blocks = [m for m in paper.modules() if isinstance(m, Block)]
    assert len(blocks) + 2 == 14  # the stem, and the last two separable convolutions
    assert all(block.skips for block in blocks)


@pytest.mark.parametrize(
    ("change", "count"),
    [
        ({"num_classes": 2}, 20_811_050),
        ({"num_classes": 10}, 20_827_442),
        ({"num_classes": 100}, 21_011_852),
        ({"num_classes": 0}, 20_806_952),
        ({"residual": False}, 21_878_880),
        ({"segments": 1}, 179_071_688),
        ({"order": "pointwise"}, None),
        ({"mid_activation": "elu"}, 22_855_952),
        ({"drop_rate": 0.5, "stem_padding": "same", "pool_padding": "symmetric"}, 22_855_952),
    ],
)
def test_that_variants_have_their_parameters(change: dict[str, object], count: int | None) -> None:
    found = params(build_meta(XceptionConfig(**change)))  # type: ignore[arg-type]
    if count is None:  # 3×3 kernels now stand on the wider side of each separable convolution
        widths = [(64, 128), (128, 256), (256, 728), (728, 1024), (1024, 1536), (1536, 2048)]
        count = 22_855_952 + 9 * sum(wide - narrow for narrow, wide in widths)
    assert found == count


def test_that_sizes_and_channels_are_those_of_figure_5() -> None:
    expected = [
        ("entry.conv1", 32, 149),
        ("entry.conv2", 64, 147),
        ("entry.block1", 128, 74),
        ("entry.block2", 256, 37),
        ("entry.block3", 728, 19),
        *((f"middle.block{number}", 728, 19) for number in range(4, 12)),
        ("exit.block12", 1024, 10),
        ("exit.act3", 1536, 10),
        ("exit.act4", 2048, 10),
    ]
    paths = [path for path, _, _ in expected]
    model = build(PAPER, None)
    with torch.inference_mode(), capture(model, paths) as seen:
        assert model(torch.empty(0, 3, 299, 299)).shape == (0, 1000)  # no picture: no arithmetic
    found = [(path, *seen.activations[path].shape[1:3]) for path in paths]
    assert found == expected


def macs(module: nn.Module, x: Tensor) -> int:
    with FlopCounterMode(display=False) as counter, torch.no_grad():
        module(x)
    total = counter.get_total_flops()
    assert total % 2 == 0
    return total // 2


def test_that_the_macs_are_half_of_what_torch_counts_as_flops(paper: Xception) -> None:
    assert macs(paper, torch.empty(1, 3, 299, 299, device="meta")) == 8_357_403_496


@pytest.mark.parametrize(
    ("flow", "shape", "count"),
    [
        ("entry", (3, 299, 299), 2_692_927_032),
        ("middle", (728, 19, 19), 4_648_547_904),
        ("exit", (728, 19, 19), 1_013_880_560),
        ("classifier", (2048, 10, 10), 2_048_000),
    ],
)
def test_that_each_flow_has_its_macs(
    paper: Xception, flow: str, shape: tuple[int, ...], count: int
) -> None:
    x = torch.empty(1, *shape, device="meta")
    assert macs(paper.get_submodule(flow), x) == count


def test_that_a_separable_convolution_is_a_tenth_of_a_standard_one() -> None:
    inside, outside = 32, 64
    with torch.device("meta"):
        dense = SeparableConv(replace(PAPER, segments=1), inside, outside)
        separable = SeparableConv(PAPER, inside, outside)
        x = torch.empty(1, inside, 112, 112)
    assert (params(dense), params(separable)) == (18_432, 2_336)
    assert (macs(dense, x), macs(separable, x)) == (231_211_008, 29_302_784)


def test_that_71_pixels_are_the_smallest_input() -> None:
    assert min_size(PAPER) == 71
