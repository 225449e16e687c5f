"""The five tutorials, counted: what they build, what their own summaries would say of it."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

import torch
from torch import nn

from xception_gui.base.layer_cost import layer_costs
from xception_gui.base.numbers import exact
from xception_gui.base.tutorials import Claim, Tutorial
from xception_gui.inspection.architectures import tutorial_model
from xception_gui.inspection.running import trace
from xception_gui.model.tutorials import CHANNELS, InceptionA, Letter

LETTERS: tuple[Letter, ...] = ("A", "B", "C", "D", "E")
_SIZES = {"A": 299, "B": 224, "C": 35, "D": 299, "E": 299}
_TEXTS: dict[str, Tutorial] = {
    "A": Tutorial(
        "A",
        "PyTorch: stem, one entry block, middle flow, exit; mixed precision, checkpointing",
        (
            "Entry blocks 2 and 3 are missing: the middle flow gets 128 channels instead of 728.",
            "Its cost table is wrong for a separable 3×3, 32 → 64 channels at 112 × 112.",
        ),
    ),
    "B": Tutorial(
        "B",
        "PyTorch: the whole network, 4 classes at 224 × 224",
        (
            "One middle block is used eight times: its weights are shared.",
            "Skip convolutions are made anew in each forward pass: random, never trained.",
        ),
    ),
    "C": Tutorial(
        "C",
        "Article: an Inception module against a block of three separable convolutions",
        (
            "A ReLU follows every separable convolution, and stands before the sum.",
            "The skip connection is a bare 1×1 convolution, without batch norm.",
            "Its table gives 11.5 G and 8.1 G operations without saying what it counts.",
        ),
    ),
    "D": Tutorial(
        "D",
        "Keras: the whole network with the functional interface, stem padded as “same”",
        (
            "In the entry flow each skip continues the skip before it, not the sum.",
            "A ReLU stands before each sum of the middle flow.",
            "No ReLU follows the last two separable convolutions.",
        ),
    ),
    "E": Tutorial(
        "E",
        "PyTorch: 36 layers in 14 modules, Kaiming initialisation, over-fit check on 100 images",
        (
            "A list of modules is multiplied: each middle block has one convolution, used thrice.",
            "The Sequential of a residual connection is not called correctly.",
            "A ReLU that works in place breaks the backward pass of a residual block.",
            "Its initialisation is never called.",
        ),
    ),
}


@lru_cache(maxsize=5)
def tutorial(letter: Letter) -> Tutorial:
    """What a tutorial builds, how it departs from the paper, and its numbers, counted."""
    model = tutorial_model(letter)
    picture = torch.empty(0, CHANNELS if letter == "C" else 3, *[_SIZES[letter]] * 2)
    seen = trace(model, picture)
    summed = sum(_size(module) for module in seen.calls)
    return replace(
        _TEXTS[letter],
        params=_size(model),
        summed=0 if seen.stop else summed,  # as torchsummary does, once for each call
        claims=_claims(letter),
        ran=len(seen.calls),
        stop=seen.stop,
    )


def _size(module: nn.Module) -> int:
    return sum(parameter.numel() for parameter in module.parameters())


def _claims(letter: Letter) -> tuple[Claim, ...]:
    """Other numbers of its text; what is true is counted, not copied."""
    if letter == "A":
        separable = layer_costs(32, 64, 3, 112)[-1]
        return (
            Claim("Parameters of its example layer", "2,240", exact(separable.params)),
            Claim("MACs of its example layer", "29,360,128", exact(separable.macs)),
        )
    if letter == "C":
        with torch.device("meta"):
            inception = sum(part.numel() for part in InceptionA(CHANNELS).parameters())
        return (
            Claim("Parameters of its Inception module", "", exact(inception)),
            Claim("Operations of Inception V3", "11.5 G", ""),
            Claim("Operations of Xception", "8.1 G", ""),
        )
    return ()
