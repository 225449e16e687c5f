"""Every variant builds, runs, and is what its name says."""

from __future__ import annotations

import itertools
from dataclasses import replace

import pytest
import torch
from torch import nn
from torch.nn import functional

from xception_gui.base.config import XceptionConfig
from xception_gui.model import build, build_meta, min_size
from xception_gui.model.blocks import SameMaxPool2d, SeparableConv, groups_of, same_padding
from xception_gui.model.initialise import calibrated
from xception_gui.model.xception import final_size

NARROW = XceptionConfig(width=0.05, middle_blocks=1, num_classes=4)
VARIANTS: list[dict[str, object]] = [
    {},
    {"in_chans": 1},
    {"middle_blocks": 0},
    {"middle_blocks": 10},
    {"strides": (1, 2, 2, 2, 1)},
    {"strides": (3, 1, 2, 4, 1)},
    {"residual": False},
    {"order": "pointwise"},
    {"mid_activation": "relu"},
    {"mid_activation": "elu", "order": "pointwise"},
    {"segments": 1},
    {"segments": 4},
    {"segments": 4, "order": "pointwise"},
    {"hidden": (12, 7)},
    {"conv_bias": True},
    {"stem_padding": "one"},
    {"stem_padding": "same"},
    {"pool_padding": "symmetric"},
    {"num_classes": 0},
    {"bn_eps": 1e-5, "bn_momentum": 0.1},
]


@pytest.mark.parametrize("change", VARIANTS, ids=str)
def test_that_every_variant_runs_and_learns(change: dict[str, object]) -> None:
    config = replace(NARROW, **change)  # type: ignore[arg-type]
    model = build(config).train()
    size = max(min_size(config), 24)
    out = model(torch.randn(2, config.in_chans, size, size, generator=torch.Generator()))
    assert out.shape == (2, config.num_classes or model.num_features)
    out.sum().backward()
    assert all(parameter.grad is not None for parameter in model.parameters())


@pytest.mark.parametrize(("width", "strides"), [(0.1, (1, 1)), (0.2, (2, 2))])
def test_that_a_narrow_skip_has_the_numbers_of_a_strided_one_and_computes_none(
    width: float, strides: tuple[int, int]
) -> None:
    """Below 16 channels torch writes beyond its memory in the backward pass of a strided one."""
    block = build(replace(NARROW, width=width)).get_submodule("entry.block2")
    skip, channels = block.skip, block.skip.in_channels  # type: ignore[union-attr,operator]
    x = torch.randn(2, channels, 11, 14).to(memory_format=torch.channels_last)
    y = skip(x)  # type: ignore[operator]
    assert y.grad_fn._saved_stride == strides
    expected = functional.conv2d(x, skip.weight, stride=2)  # type: ignore[arg-type,union-attr]
    torch.testing.assert_close(y, expected)


def names(config: XceptionConfig) -> list[str]:
    return [name for name, _ in build_meta(config).exit.sepconv3.named_children()]  # type: ignore[union-attr,operator]


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({}, ["depthwise", "pointwise"]),
        ({"order": "pointwise"}, ["pointwise", "depthwise"]),
        ({"mid_activation": "relu"}, ["depthwise", "activation", "pointwise"]),
        ({"segments": 1}, ["dense"]),
    ],
    ids=str,
)
def test_that_a_separable_convolution_runs_in_the_order_asked_for(
    change: dict[str, object], expected: list[str]
) -> None:
    assert names(replace(NARROW, **change)) == expected  # type: ignore[arg-type]


def test_that_the_middle_activation_is_the_one_asked_for() -> None:
    kinds = {"relu": nn.ReLU, "elu": nn.ELU}
    for name, kind in kinds.items():
        part = SeparableConv(replace(NARROW, mid_activation=name), 4, 6)  # type: ignore[arg-type]
        assert isinstance(part.activation, kind)


@pytest.mark.parametrize(
    ("segments", "channels", "groups"), [(None, 12, 12), (1, 12, 1), (5, 12, 4), (99, 12, 12)]
)
def test_that_segments_become_the_next_lower_divisor(
    segments: int | None, channels: int, groups: int
) -> None:
    assert groups_of(replace(NARROW, segments=segments), channels) == groups


def test_that_a_depthwise_convolution_is_the_one_with_a_segment_per_channel() -> None:
    part = SeparableConv(NARROW, 4, 6)
    assert isinstance(part.depthwise, nn.Conv2d)
    assert part.depthwise.groups == 4


def test_that_skips_exist_only_with_residuals_and_where_shapes_change() -> None:
    def skips(config: XceptionConfig) -> list[str]:
        return [n for n, _ in build_meta(config).named_modules() if n.endswith(".skip")]

    assert len(skips(NARROW)) == 4
    assert skips(replace(NARROW, residual=False)) == []
    assert skips(replace(NARROW, strides=(1, 1, 1, 1, 1))) == skips(NARROW)  # widths differ


def test_that_a_stride_of_one_has_no_pooling() -> None:
    modules = build_meta(replace(NARROW, strides=(1, 1, 1, 1, 1))).modules()
    assert not any(isinstance(module, nn.MaxPool2d) for module in modules)


def test_that_biases_are_there_when_asked_for_and_only_then() -> None:
    for bias in (False, True):
        model = build_meta(replace(NARROW, conv_bias=bias))
        convolutions = [m for m in model.modules() if isinstance(m, nn.Conv2d)]
        assert all((m.bias is not None) == bias for m in convolutions)


def test_that_activations_are_modules_of_their_own_and_out_of_place() -> None:
    model = build_meta(replace(NARROW, mid_activation="relu"))
    rectifiers = [m for m in model.modules() if isinstance(m, nn.ReLU | nn.ELU)]
    assert len({id(module) for module in rectifiers}) == len(rectifiers)
    assert not any(module.inplace for module in rectifiers)


def test_that_no_module_is_used_twice() -> None:
    model = build_meta(NARROW)
    every = list(model.named_modules(remove_duplicate=False))
    assert len(every) == len(list(model.named_modules()))


def test_that_a_block_leaves_its_input_as_it_was() -> None:
    model = calibrated(NARROW, 0, 71)
    x = torch.randn(1, model.config.channels(728), 9, 9, generator=torch.Generator())
    before = x.clone()
    with torch.inference_mode():
        model.middle(x)
    assert torch.equal(x, before)


@pytest.mark.parametrize(
    ("size", "padding"), [(147, (1, 1)), (74, (0, 1)), (37, (1, 1)), (19, (1, 1))]
)
def test_that_same_padding_is_tensorflows(size: int, padding: tuple[int, int]) -> None:
    assert same_padding(size, 3, 2) == padding


def test_that_same_pooling_takes_the_window_that_tensorflow_takes() -> None:
    row = torch.tensor([5.0, 1.0, 2.0, 9.0])
    x = row.expand(1, 1, 4, 4)
    # An even size pads after only: windows 0–2 and 2–3. Symmetric ones would be −1–1 and 1–3.
    assert SameMaxPool2d(2)(x)[0, 0, 0].tolist() == [5.0, 9.0]
    assert SameMaxPool2d(2)(-x)[0, 0, 0].tolist() == [-1.0, -2.0]
    assert nn.MaxPool2d(3, 2, 1)(-x)[0, 0, 0].tolist() == [-1.0, -1.0]


SIZES = list(
    itertools.product(
        [(2, 2, 2, 2, 2), (1, 2, 2, 2, 1), (3, 1, 4, 2, 2), (1, 1, 1, 1, 1)],
        ["valid", "one", "same"],
        ["same", "symmetric"],
    )
)


@pytest.mark.parametrize(("strides", "stem", "pooling"), SIZES, ids=str)
def test_that_the_smallest_size_is_the_smallest(
    strides: tuple[int, int, int, int, int], stem: str, pooling: str
) -> None:
    config = replace(
        NARROW,
        width=0.02,
        middle_blocks=0,
        strides=strides,
        stem_padding=stem,  # type: ignore[arg-type]
        pool_padding=pooling,  # type: ignore[arg-type]
    )
    model, smallest = build(config, None), min_size(config)
    for size in range(smallest - 1, smallest + 6):
        with torch.inference_mode():
            side = model.forward_features(torch.empty(0, 3, size, size)).shape[-1]
        assert side == final_size(config, size)
        assert (side >= 3) == (size >= smallest)
