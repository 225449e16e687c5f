"""A module in words: its kind, its details, where the paper and the source have it."""

from __future__ import annotations

import linecache
import re
import sys
from functools import lru_cache
from pathlib import Path

from torch import nn

from xception_gui.inspection.shapes import Shape, window
from xception_gui.model.blocks import Block, SameConv2d, SameMaxPool2d, SeparableConv, same_padding

Details = tuple[tuple[str, str], ...]
_KINDS: dict[type[nn.Module], str] = {
    nn.BatchNorm2d: "BN",
    nn.ReLU: "ReLU",
    nn.ELU: "ELU",
    nn.AdaptiveAvgPool2d: "mean",
    nn.Flatten: "flatten",
    nn.Dropout: "dropout",
    nn.Linear: "linear",
}


def kind(module: nn.Module) -> str:
    """Short, to stand after a name: ``3×3/2``, ``1×1``, ``BN``; empty for what has parts."""
    if isinstance(module, nn.Conv2d | nn.MaxPool2d):
        _, stride, _ = window(module)
        return _kernel(module) + (f"/{stride}" if stride > 1 else "")
    return _KINDS.get(type(module), "")


def _kernel(module: nn.Conv2d | nn.MaxPool2d) -> str:
    return f"{window(module, 0)[0]}×{window(module, 1)[0]}"


def details(module: nn.Module, shape: Shape) -> Details:
    """Pairs of (key, value) for the inspector, for an input of `shape`."""
    if isinstance(module, SeparableConv):
        return _separable(module, shape)
    if isinstance(module, nn.Conv2d):
        return (*_window_details(module, shape), ("Groups", str(module.groups)))
    if isinstance(module, nn.MaxPool2d):
        return _window_details(module, shape)
    if isinstance(module, nn.BatchNorm2d):
        return (("Epsilon", f"{module.eps:g}"), ("Momentum", f"{module.momentum:g}"))
    if isinstance(module, nn.Linear):
        return (("Features", f"{module.in_features} → {module.out_features}"),)
    if isinstance(module, nn.Dropout):
        return (("Rate", f"{module.p:g}"),)
    if isinstance(module, Block):
        return (("Skip connection", _skip(module)),)
    return ()


def _separable(module: SeparableConv, shape: Shape) -> Details:
    spatial = next(part for part in module if isinstance(part, nn.Conv2d) and window(part)[0] > 1)
    steps = ", then ".join(kind(part) for part in module)
    return (("Kernel", steps), *details(spatial, shape)[1:])


def _window_details(module: nn.Conv2d | nn.MaxPool2d, shape: Shape) -> Details:
    _, stride, padding = window(module)
    pads = str(padding)
    if isinstance(module, SameConv2d | SameMaxPool2d):
        kernel = window(module)[0]
        # Rows and columns alike: the input is square.
        pads = "same ({} + {})".format(*same_padding(shape[-1], kernel, stride))
    return (("Kernel", _kernel(module)), ("Stride, padding", f"{stride}, {pads}"))


def _skip(block: Block) -> str:
    if not block.skips:
        return "none"
    convolution = getattr(block, "skip", None)
    return kind(convolution) if isinstance(convolution, nn.Conv2d) else "identity"


def paper(path: str, module: nn.Module) -> str:
    """Section and figure of Chollet 2017 (arXiv 1610.02357v3) that speak of this module."""
    name = path.rsplit(".", 1)[-1]
    if name in ("depthwise", "pointwise", "dense"):
        return "§1.2, Figure 4"
    if name == "activation":
        return "§4.7, Figure 10"
    if name in ("skip", "skip_bn"):
        return "§4.6, Figures 5 and 9"
    if name.startswith("hidden"):
        return "§3, Figures 7 and 8"
    if isinstance(module, nn.Dropout):
        return "§4.3"
    return "§3, Figure 5"


def source(kind: type[nn.Module]) -> tuple[str, int]:
    """File and line of a module's class: ``blocks.py`` for ours, ``torch/nn/…`` for torch's."""
    return _source(kind.__module__, kind.__name__)


@lru_cache(maxsize=64)
def _source(file: str, name: str) -> tuple[str, int]:
    """Found by the ``class`` line: `inspect` parses the whole file, 30 ms for each of torch's."""
    module = sys.modules[file]
    lines = linecache.getlines(module.__file__ or "", vars(module))
    start = re.compile(rf"class {name}\b")
    line = next((number for number, text in enumerate(lines, 1) if start.match(text)), 0)
    path = file.replace(".", "/") + ".py"
    return (path if path.startswith("torch/") else Path(path).name), line
