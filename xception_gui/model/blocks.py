"""The parts: padded convolution and pooling, the separable convolution, the residual block.

Every ReLU is a module of its own and works out of place, and the sum of a block is a new tensor:
in-place forms (all four well-known ports) change what a hook has already captured.
"""

from __future__ import annotations

import itertools
from collections import OrderedDict

from torch import Tensor, nn
from torch.nn import functional

from xception_gui.base.config import XceptionConfig

_STEM_PADS = {"valid": 0, "one": 1, "same": 0}
_LEAST_CHANNELS = 16


def same_padding(size: int, kernel: int, stride: int) -> tuple[int, int]:
    """TensorFlow's "same" padding before and after one dimension of `size` pixels.

    An odd surplus goes after: ``(0, 1)`` for a 3/2 window on an even size.
    """
    total = max((-(-size // stride) - 1) * stride + kernel - size, 0)
    return total // 2, total - total // 2


class SameMaxPool2d(nn.MaxPool2d):
    """3×3 max pooling with TensorFlow's "same" padding, by −∞ (Keras `MaxPooling2D`)."""

    def __init__(self, stride: int) -> None:
        super().__init__(3, stride)
        self.step = stride

    def forward(self, x: Tensor) -> Tensor:
        """(N, C, H, W) → (N, C, ⌈H / stride⌉, ⌈W / stride⌉)."""
        top, bottom = same_padding(x.shape[-2], 3, self.step)
        left, right = same_padding(x.shape[-1], 3, self.step)
        if top == bottom == left == right == 1:
            return functional.max_pool2d(x, 3, self.step, 1)
        padded = functional.pad(x, (left, right, top, bottom), value=float("-inf"))
        return functional.max_pool2d(padded, 3, self.step)


class SameConv2d(nn.Conv2d):
    """A strided convolution with TensorFlow's "same" padding."""

    def forward(self, x: Tensor) -> Tensor:
        """(N, C, H, W) → (N, out, ⌈H / stride⌉, ⌈W / stride⌉)."""
        top, bottom = same_padding(x.shape[-2], self.kernel_size[0], self.stride[0])
        left, right = same_padding(x.shape[-1], self.kernel_size[1], self.stride[1])
        return super().forward(functional.pad(x, (left, right, top, bottom)))


def stem_conv(config: XceptionConfig, inside: int, outside: int, stride: int) -> nn.Conv2d:
    """One of the two first 3×3 convolutions, padded as the config says."""
    kind = SameConv2d if config.stem_padding == "same" else nn.Conv2d
    pad = _STEM_PADS[config.stem_padding]
    return kind(inside, outside, 3, stride, pad, bias=config.conv_bias)


def pool(config: XceptionConfig, stride: int) -> nn.MaxPool2d:
    """The 3×3 max pooling that ends a block."""
    if config.pool_padding == "same":
        return SameMaxPool2d(stride)
    return nn.MaxPool2d(3, stride, 1)


def norm(config: XceptionConfig, channels: int) -> nn.BatchNorm2d:
    """Batch normalisation with the config's epsilon and momentum."""
    return nn.BatchNorm2d(channels, eps=config.bn_eps, momentum=config.bn_momentum)


def groups_of(config: XceptionConfig, channels: int) -> int:
    """Groups of a spatial convolution: the largest divisor of `channels` ≤ `segments`."""
    wanted = channels if config.segments is None else min(config.segments, channels)
    return next(groups for groups in range(wanted, 0, -1) if channels % groups == 0)


class SeparableConv(nn.Sequential):
    """A spatial 3×3 convolution per segment and a 1×1 convolution (paper, section 2, Figure 4).

    Children: ``depthwise``, ``activation`` (if any), ``pointwise``, in the order they run;
    ``dense`` alone where the config asks for one segment.

    Parameters
    ----------
    inside, outside : int
        Channels before and after.
    """

    def __init__(self, config: XceptionConfig, inside: int, outside: int) -> None:
        super().__init__(_separable_parts(config, inside, outside))


def _separable_parts(
    config: XceptionConfig, inside: int, outside: int
) -> OrderedDict[str, nn.Module]:
    bias = config.conv_bias
    if config.segments == 1:
        return OrderedDict(dense=nn.Conv2d(inside, outside, 3, 1, 1, bias=bias))
    between = inside if config.order == "depthwise" else outside
    groups = groups_of(config, between)
    depthwise = nn.Conv2d(between, between, 3, 1, 1, groups=groups, bias=bias)
    pointwise = nn.Conv2d(inside, outside, 1, bias=bias)
    parts: list[tuple[str, nn.Module]] = [("depthwise", depthwise), ("pointwise", pointwise)]
    if config.order == "pointwise":
        parts.reverse()
    if config.mid_activation != "none":
        middle = nn.ReLU() if config.mid_activation == "relu" else nn.ELU()
        parts.insert(1, ("activation", middle))
    return OrderedDict(parts)


class NarrowSkip(nn.Conv2d):
    """A 1×1 convolution that leaves places out before it computes; the numbers are the same.

    On a CPU torch 2.11 (oneDNN) writes beyond its memory in the backward pass of a strided 1×1
    convolution of fewer than 16 channels, unless they are 8, in the channels-last layout.
    """

    def forward(self, x: Tensor) -> Tensor:
        """(N, C, H, W) → (N, C', ⌈H / stride⌉, ⌈W / stride⌉)."""
        down, right = self.stride
        return functional.conv2d(x[..., ::down, ::right], self.weight, self.bias)


def _skip(inside: int, outside: int, stride: int, bias: bool) -> nn.Conv2d:
    narrow = stride > 1 and inside < _LEAST_CHANNELS
    kind = NarrowSkip if narrow else nn.Conv2d
    return kind(inside, outside, 1, stride, bias=bias)


class Block(nn.Module):
    """A module of the paper: separable convolutions around which a skip connection runs.

    Children, in the order they run: ``act1, sepconv1, bn1, act2, …, pool``, then ``skip`` and
    ``skip_bn`` where the shape changes. Block 1 begins without ``act1`` (Figure 5).

    Parameters
    ----------
    widths : sequence of int
        Channels before the first and after each separable convolution.
    stride : int
        Of the pooling and of the skip; 1: no pooling.
    first_act : bool
        Whether a ReLU stands before the first separable convolution.
    """

    def __init__(
        self, config: XceptionConfig, widths: tuple[int, ...], stride: int, first_act: bool = True
    ) -> None:
        super().__init__()
        for number, (inside, outside) in enumerate(itertools.pairwise(widths), 1):
            if number > 1 or first_act:
                self.add_module(f"act{number}", nn.ReLU())
            self.add_module(f"sepconv{number}", SeparableConv(config, inside, outside))
            self.add_module(f"bn{number}", norm(config, outside))
        if stride > 1:
            self.add_module("pool", pool(config, stride))
        self.branch = tuple(self._modules)
        self.skips = config.residual
        if config.residual and (stride > 1 or widths[0] != widths[-1]):
            self.add_module("skip", _skip(widths[0], widths[-1], stride, config.conv_bias))
            self.add_module("skip_bn", norm(config, widths[-1]))

    def forward(self, x: Tensor) -> Tensor:
        """(N, widths[0], H, W) → (N, widths[-1], ⌈H / stride⌉, ⌈W / stride⌉)."""
        y = x
        for name in self.branch:
            y = self._modules[name](y)  # type: ignore[misc]
        return y + self.shortcut(x) if self.skips else y

    def shortcut(self, x: Tensor) -> Tensor:
        """What is added to the branch: the input, or its 1×1 convolution and batch norm."""
        if "skip" in self._modules:
            return self.skip_bn(self.skip(x))  # type: ignore[operator,no-any-return]
        return x
