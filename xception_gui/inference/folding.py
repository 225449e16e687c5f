"""Batch normalisation folded into the convolution before it: the same answer, in less time."""

from __future__ import annotations

import copy
from itertools import pairwise

from torch import nn
from torch.nn.utils.fusion import fuse_conv_bn_eval

from xception_gui.model import Xception
from xception_gui.model.blocks import Block


def folded(model: Xception) -> Xception:
    """A copy for inference, with nothing in common with `model`.

    Every batch norm has become part of the convolution before it (of the second half of a
    separable convolution) and an identity in its place; ReLUs that nobody else reads work in place.

    Notes
    -----
    For ``y = γ (W x + b - μ) / σ + β`` with ``σ = √(variance + ε)``, the folded convolution has
    the weight ``γ W / σ`` and the bias ``γ (b - μ) / σ + β``. Equal to rounding.
    """
    faster = copy.deepcopy(model).eval().requires_grad_(False)
    for parent in list(faster.modules()):
        for before, after in pairwise(list(parent._modules)):
            _fold(parent, before, after)
        for name, part in parent.named_children():
            if isinstance(part, nn.ReLU):
                # A block's first ReLU reads what its skip connection reads too.
                part.inplace = not (isinstance(parent, Block) and name == "act1")
    return faster


def _fold(parent: nn.Module, before: str, after: str) -> None:
    """Fold child `after` of `parent` into child `before`, if it is a batch norm."""
    norm = parent.get_submodule(after)
    if not isinstance(norm, nn.BatchNorm2d):
        return
    part = parent.get_submodule(before)
    holder, name = (parent, before)
    if not isinstance(part, nn.Conv2d):
        holder, name = part, list(part._modules)[-1]
    convolution = holder.get_submodule(name)
    assert isinstance(convolution, nn.Conv2d)
    holder.add_module(name, fuse_conv_bn_eval(convolution, norm))
    parent.add_module(after, nn.Identity())
