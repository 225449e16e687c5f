"""Five tutorials that present themselves as Xception, as the networks that they really build.

Made from our own parts, with the departures that the tutorials have; `inspection.tutorials` counts
them. Build them on `meta`: one of them cannot run, and none is meant to be trained.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import replace
from typing import Literal

import torch
from torch import Tensor, nn

from xception_gui.base.config import XceptionConfig
from xception_gui.model.blocks import Block, SeparableConv, norm
from xception_gui.model.xception import Xception

Letter = Literal["A", "B", "C", "D", "E"]
PAPER = XceptionConfig()
CHANNELS = 192
"""Of the block that C is."""


def build_tutorial(letter: Letter) -> nn.Module:
    """The network of a tutorial, on the device in force.

    "C" is no whole network but the block that the article compares with an Inception module.
    """
    if letter == "A":
        return WithoutTwoBlocks(replace(PAPER, stem_padding="one", pool_padding="symmetric"))
    if letter == "B":
        return OneMiddleBlock(replace(PAPER, num_classes=4, residual=False))
    if letter == "C":
        return ActivatedBlock(CHANNELS)
    if letter == "D":
        return SkipOfSkips(replace(PAPER, stem_padding="same"))
    return RepeatedModules(replace(PAPER, stem_padding="one", pool_padding="symmetric"))


class WithoutTwoBlocks(Xception):
    """A: entry blocks 2 and 3 are missing, so the middle flow gets 128 channels, not 728."""

    def __init__(self, config: XceptionConfig) -> None:
        super().__init__(config)
        del self.entry.block2, self.entry.block3


class OneMiddleBlock(Xception):
    """B: one middle block is used eight times, and skip convolutions are made in `forward`.

    Those are new and random at every call, and no optimiser ever sees them.
    """

    def __init__(self, config: XceptionConfig) -> None:
        super().__init__(config)
        self.middle = nn.Sequential(OrderedDict(block4=self.middle[0]))
        self.repeats = config.middle_blocks

    def forward_features(self, x: Tensor) -> Tensor:
        """(N, 3, H, W) → (N, 2048, H / 32, W / 32)."""
        for name, part in self.entry.named_children():
            x = part(x) + _new_skip(part, x) if name.startswith("block") else part(x)
        for _ in range(self.repeats):
            x = x + self.middle(x)
        last = self.exit.get_submodule("block12")
        x = last(x) + _new_skip(last, x)
        return self.exit[1:](x)  # type: ignore[no-any-return]


def _new_skip(block: nn.Module, x: Tensor) -> Tensor:
    """What the tutorial adds to a block: a convolution of its input with new, arbitrary weights.

    Uninitialised ones: nothing here draws from the global random generator.
    """
    last = [part for part in block.modules() if isinstance(part, nn.BatchNorm2d)][-1]
    weights = torch.empty(last.num_features, x.shape[1], 1, 1, device=x.device)
    return nn.functional.conv2d(x, weights, stride=2)


class ActivatedBlock(nn.Module):
    """C: batch norm and ReLU after each of three separable convolutions, and a bare 1×1 skip."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.branch = nn.Sequential()
        for number in (1, 2, 3):
            self.branch.add_module(f"sepconv{number}", SeparableConv(PAPER, channels, channels))
            self.branch.add_module(f"bn{number}", norm(PAPER, channels))
            self.branch.add_module(f"act{number}", nn.ReLU())
        self.skip = nn.Conv2d(channels, channels, 1, bias=False)

    def forward(self, x: Tensor) -> Tensor:
        """(N, C, H, W) → the same."""
        return self.branch(x) + self.skip(x)  # type: ignore[no-any-return]


class InceptionA(nn.Module):
    """The module that C compares it with: four branches of a quarter of the channels each."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        quarter = channels // 4
        one = [nn.Conv2d(channels, quarter, 1, bias=False) for _ in range(4)]
        three = nn.Conv2d(quarter, quarter, 3, padding=1, bias=False)
        five = nn.Conv2d(quarter, quarter, 5, padding=2, bias=False)
        self.branch1 = one[0]
        self.branch3 = nn.Sequential(one[1], three)
        self.branch5 = nn.Sequential(one[2], five)
        self.pooled = nn.Sequential(nn.AvgPool2d(3, 1, 1), one[3])

    def forward(self, x: Tensor) -> Tensor:
        """(N, C, H, W) → the same, the branches side by side."""
        branches = (self.branch1, self.branch3, self.branch5, self.pooled)
        return torch.cat([branch(x) for branch in branches], 1)


class SkipOfSkips(Xception):
    """D: a skip continues the skip before it, the sum is of ReLUs, and two ReLUs are missing."""

    def forward_features(self, x: Tensor) -> Tensor:
        """(N, 3, H, W) → (N, 2048, H / 32, W / 32), below zero too."""
        stem = [part for name, part in self.entry.named_children() if not name.startswith("block")]
        x = nn.Sequential(*stem)(x)
        around = x
        for name in ("block1", "block2", "block3"):
            block = self.entry.get_submodule(name)
            assert isinstance(block, Block)
            around = block.shortcut(around)
            x = _branch(block, x) + around
        for block in self.middle:
            x = x + nn.functional.relu(_branch(block, x))
        x = self.exit.get_submodule("block12")(x)
        for name in ("sepconv3", "bn3", "sepconv4", "bn4"):
            x = self.exit.get_submodule(name)(x)
        return x


def _branch(block: nn.Module, x: Tensor) -> Tensor:
    """A block without its skip connection."""
    assert isinstance(block, Block)
    for name in block.branch:
        x = block.get_submodule(name)(x)
    return x


class RepeatedModules(Xception):
    """E: a list of modules is multiplied, so each middle block has one convolution, used thrice."""

    def __init__(self, config: XceptionConfig) -> None:
        super().__init__(config)
        self.middle = nn.Sequential(
            OrderedDict((name, _thrice(block)) for name, block in self.middle.named_children())
        )

    def forward_features(self, x: Tensor) -> Tensor:
        """(N, 3, H, W) → (N, 2048, H / 32, W / 32)."""
        x = self.entry(x)
        for block in self.middle:
            x = x + block(x)
        return self.exit(x)  # type: ignore[no-any-return]


def _thrice(block: nn.Module) -> nn.Sequential:
    parts = [block.get_submodule(name) for name in ("act1", "sepconv1", "bn1")]
    return nn.Sequential(*parts * 3)
