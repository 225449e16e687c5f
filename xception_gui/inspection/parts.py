"""What a module is made of, for whoever wants to see it from the inside."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from torch import nn

from xception_gui.model.blocks import Block, SeparableConv


@dataclass(frozen=True)
class Part:
    """One tensor inside a module.

    Parameters
    ----------
    name : str
        "output", "depthwise", "activation", "pointwise", "dense", "branch", "skip", "sum".
    path : str
        Of the module whose output, or input, it is.
    """

    name: str
    path: str
    side: Literal["output", "input"] = "output"


def parts(model: nn.Module, path: str) -> tuple[Part, ...]:
    """The tensors that make up a module; its own output comes last.

    A separable convolution opens into its convolutions, a block with a skip connection into its
    branch, its skip and their sum (paper, Figures 4 and 5); anything else is its output alone.
    """
    module = model.get_submodule(path)
    if isinstance(module, SeparableConv):
        return tuple(Part(name, f"{path}.{name}") for name, _ in module.named_children())
    if isinstance(module, Block) and module.skips:
        if "skip_bn" in dict(module.named_children()):
            skip = Part("skip", f"{path}.skip_bn")
        else:
            skip = Part("skip", path, "input")
        return (Part("branch", f"{path}.{module.branch[-1]}"), skip, Part("sum", path))
    return (Part("output", path),)
