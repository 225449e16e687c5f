"""Xception (Chollet 2017, arXiv 1610.02357, Figure 5), every part by name.

``entry`` (stem and blocks 1–3), ``middle`` (blocks 4–11), ``exit`` (block 12 and two separable
convolutions) and ``classifier`` run one after the other. A part's path in this module is its name
everywhere: in the tree, on the command line, in a weights file.
"""

from __future__ import annotations

import itertools
from collections import OrderedDict
from dataclasses import replace

import torch
from torch import Tensor, nn

from xception_gui.base.config import XceptionConfig
from xception_gui.base.problem import Problem
from xception_gui.model.blocks import Block, SeparableConv, norm, stem_conv

LAST_ACTIVATION = "exit.act4"


class Xception(nn.Module):
    """The network that `config` describes; the default is the paper's.

    Parameters
    ----------
    config : XceptionConfig, optional

    Notes
    -----
    ``forward_features``, ``forward_head``, ``get_classifier`` and ``reset_classifier`` mean what
    they mean in timm (``timm/models/xception.py``). Dropout works: older timm discards its result.
    """

    def __init__(self, config: XceptionConfig | None = None) -> None:
        super().__init__()
        self.config = config or XceptionConfig()
        self.entry = nn.Sequential(_entry(self.config))
        self.middle = nn.Sequential(_middle(self.config))
        self.exit = nn.Sequential(_exit(self.config))
        self.classifier = nn.Sequential(_classifier(self.config))
        self.num_features = self.config.channels(2048)

    def forward_features(self, x: Tensor) -> Tensor:
        """(N, in_chans, H, W) → the last activation, (N, 2048 · width, H / 32, W / 32).

        Raises
        ------
        Problem
            ``channels``: whoever runs the network says it in the same line.
        """
        check_channels(self.config, x.shape[1])
        return self.exit(self.middle(self.entry(x)))  # type: ignore[no-any-return]

    def forward_head(self, x: Tensor, pre_logits: bool = False) -> Tensor:
        """The last activation → logits (N, num_classes), or the vector before the last layer."""
        for name, part in self.classifier.named_children():
            if pre_logits and name == "fc":
                break
            x = part(x)
        return x

    def forward(self, x: Tensor) -> Tensor:
        """(N, in_chans, H, W) → logits (N, num_classes); the pooled features if there are none."""
        return self.classifier(self.forward_features(x))  # type: ignore[no-any-return]

    def get_classifier(self) -> nn.Module:
        """The layer that gives the logits (an identity without classes)."""
        return getattr(self.classifier, "fc", nn.Identity())

    def reset_classifier(self, num_classes: int, seed: int = 0) -> None:
        """A new head for `num_classes` classes, initialised from `seed`; 0 classes remove it."""
        from xception_gui.model.initialise import initialise, materialise  # imports us

        self.config = replace(self.config, num_classes=num_classes)
        like = next(self.parameters())
        with torch.device("meta"):
            head = nn.Sequential(_classifier(self.config))
        materialise(head)
        initialise(head, torch.Generator().manual_seed(seed))
        self.classifier = head.to(like.device, like.dtype).train(self.training)


def _entry(config: XceptionConfig) -> OrderedDict[str, nn.Module]:
    c = config.channels
    stem, first, second, third, _ = config.strides
    return OrderedDict(
        conv1=stem_conv(config, config.in_chans, c(32), stem),
        bn1=norm(config, c(32)),
        act1=nn.ReLU(),
        conv2=stem_conv(config, c(32), c(64), 1),
        bn2=norm(config, c(64)),
        act2=nn.ReLU(),
        block1=Block(config, (c(64), c(128), c(128)), first, first_act=False),
        block2=Block(config, (c(128), c(256), c(256)), second),
        block3=Block(config, (c(256), c(728), c(728)), third),
    )


def _middle(config: XceptionConfig) -> OrderedDict[str, nn.Module]:
    width = config.channels(728)
    numbers = range(4, 4 + config.middle_blocks)
    return OrderedDict((f"block{n}", Block(config, (width,) * 4, 1)) for n in numbers)


def _exit(config: XceptionConfig) -> OrderedDict[str, nn.Module]:
    c = config.channels
    block = Block(config, (c(728), c(728), c(1024)), config.strides[4])
    return OrderedDict(
        [
            ("block12", block),  # the paper's name, however many blocks the middle flow has
            ("sepconv3", SeparableConv(config, c(1024), c(1536))),
            ("bn3", norm(config, c(1536))),
            ("act3", nn.ReLU()),
            ("sepconv4", SeparableConv(config, c(1536), c(2048))),
            ("bn4", norm(config, c(2048))),
            ("act4", nn.ReLU()),
        ]
    )


def check_channels(config: XceptionConfig, given: int, name: str = "in use") -> None:
    """Raise ``channels`` if pictures of so many do not fit; `name` is what the weights are called.

    Raises
    ------
    Problem
    """
    if given != config.in_chans:
        raise Problem("channels", name=name, given=given, needed=config.in_chans)


def _classifier(config: XceptionConfig) -> OrderedDict[str, nn.Module]:
    parts: OrderedDict[str, nn.Module] = OrderedDict(
        pool=nn.AdaptiveAvgPool2d(1), flatten=nn.Flatten()
    )
    width = config.channels(2048)
    for number, units in enumerate(config.hidden, 1):
        parts[f"hidden{number}"] = nn.Linear(width, units)
        parts[f"hidden_act{number}"] = nn.ReLU()
        width = units
    if config.num_classes:
        parts["dropout"] = nn.Dropout(config.drop_rate)
        parts["fc"] = nn.Linear(width, config.num_classes)
    return parts


def min_size(config: XceptionConfig) -> int:
    """Smallest square input whose final map is at least 3×3 (71 for the paper's network)."""
    size = 3
    for stride in reversed(config.strides[1:]):
        size = (size - 1) * stride + 1
    if config.stem_padding == "valid":
        size += 2
    stem = config.strides[0]
    return (size - 1) * stem + (3 if config.stem_padding == "valid" else 1)


def least_size(config: XceptionConfig) -> int:
    """Smallest square input of which anything is left at the end (7 for the paper's network)."""
    return next(size for size in itertools.count(1) if final_size(config, size) > 0)


def final_size(config: XceptionConfig, size: int) -> int:
    """Side of the final map for a square input of `size` pixels."""
    stem, *pools = config.strides
    pad = {"valid": 0, "one": 2, "same": 2}[config.stem_padding]
    size = (size + pad - 3) // stem + 1 if config.stem_padding != "same" else -(-size // stem)
    size += 0 if pad else -2
    for stride in pools:
        size = -(-size // stride)
    return size
