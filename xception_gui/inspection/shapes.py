"""Shapes of every module's input and output, worked out on the model without running it.

Running it on `meta` gives the same (a test holds that) but costs 130 ms, and its first call in a
process imports a compiler (1.5 s); on the CPU it would need the memory of the parameters.
"""

from __future__ import annotations

import math

from torch import nn

from xception_gui.model import Xception
from xception_gui.model.blocks import Block, SameConv2d, SameMaxPool2d

Shape = tuple[int, ...]
_SKIP = ("skip", "skip_bn")
_UNCHANGED = (nn.BatchNorm2d, nn.ReLU, nn.ELU, nn.Dropout)


def shapes(model: Xception, picture: Shape) -> dict[str, tuple[Shape, Shape]]:
    """Input and output shape of every module, by path, without the batch dimension.

    Parameters
    ----------
    picture : tuple of int
        Channels, height and width of the network's input.
    """
    found: dict[str, tuple[Shape, Shape]] = {}
    _run(model, "", picture, found)
    return found


def _run(
    module: nn.Module, path: str, shape: Shape, found: dict[str, tuple[Shape, Shape]]
) -> Shape:
    """`module`'s output shape; its own and its children's are noted in `found`."""
    children = dict(module.named_children())
    output = shape if isinstance(module, Xception | nn.Sequential | Block) else _leaf(module, shape)
    for name, child in children.items():
        if name not in _SKIP:
            output = _run(child, _join(path, name), output, found)
    around = shape  # the skip connection starts from the block's input
    for name in _SKIP:
        if name in children:
            around = _run(children[name], _join(path, name), around, found)
    found[path] = (shape, output)
    return output


def _join(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name


def _leaf(module: nn.Module, shape: Shape) -> Shape:
    if isinstance(module, nn.Conv2d):
        return (module.out_channels, *(_window(module, axis, shape[axis + 1]) for axis in (0, 1)))
    if isinstance(module, nn.MaxPool2d):
        return (shape[0], *(_window(module, axis, shape[axis + 1]) for axis in (0, 1)))
    if isinstance(module, nn.AdaptiveAvgPool2d):
        return (shape[0], 1, 1)
    if isinstance(module, nn.Flatten):
        return (math.prod(shape),)
    if isinstance(module, nn.Linear):
        return (module.out_features,)
    if isinstance(module, _UNCHANGED):
        return shape
    raise TypeError(f"no rule for the shape that {type(module).__name__} gives")


def _window(module: nn.Conv2d | nn.MaxPool2d, axis: int, size: int) -> int:
    """Positions that a sliding window takes along one dimension of `size` pixels."""
    kernel, stride, padding = window(module, axis)
    if isinstance(module, SameConv2d | SameMaxPool2d):
        return -(-size // stride)
    return (size + 2 * padding - kernel) // stride + 1


def window(module: nn.Conv2d | nn.MaxPool2d, axis: int = 0) -> tuple[int, int, int]:
    """Kernel, stride and symmetric padding along one dimension."""
    values = (module.kernel_size, module.stride, module.padding)
    pairs = [value if isinstance(value, tuple) else (value, value) for value in values]
    kernel, stride, padding = (int(pair[axis]) for pair in pairs)
    return kernel, stride, padding
