"""The entry flow strip by strip: the same numbers from a fraction of the memory.

Its first layers have the largest outputs of the network: at 2,048 pixels 0.5 GB each, a tenth of
that behind the entry flow. A strip of rows of the result needs only so many rows of the picture as
its kernels reach; they overlap a little, and are padded only where the picture ends.
"""

from __future__ import annotations

import contextlib
import itertools
from collections.abc import Iterator, Sequence
from functools import partial
from typing import NamedTuple

import torch
from torch import Tensor, nn
from torch.nn import functional

from xception_gui.model.blocks import Block, SameConv2d, SameMaxPool2d, same_padding

REACH = 48
"""Rows of the picture that a strip needs beyond its own on each side, at most (the strides 2)."""


class _Window(NamedTuple):
    """How a layer reads one dimension: kernel, step, padding before it."""

    kernel: int
    step: int
    before: int


class _Rows(NamedTuple):
    """Rows [begin, end) of a map."""

    begin: int
    end: int


@contextlib.contextmanager
def in_strips(model: nn.Module, count: int) -> Iterator[None]:
    """While the block runs, `model`, an `Xception`, computes its entry flow in `count` strips.

    What lies within the entry flow is then called in parts, without its hooks; the entry flow
    itself and all that follows behave as ever. Equal to rounding.
    """
    if count == 1:
        yield
        return
    entry = model.get_submodule("entry")
    assert isinstance(entry, nn.Sequential)
    vars(entry)["forward"] = partial(entry_in_strips, entry, count=count)
    try:
        yield
    finally:
        del vars(entry)["forward"]


def entry_in_strips(entry: nn.Module, x: Tensor, count: int) -> Tensor:
    """What ``entry(x)`` gives, (N, C, H / 16, W / 16), in `count` strips of about equal height."""
    height = height_behind(entry, x.shape[-2])
    edges = [number * height // count for number in range(count + 1)]
    whole: Tensor | None = None
    for begin, end in itertools.pairwise(edges):
        if begin == end:
            continue
        part = _computed(entry, x, _Rows(0, x.shape[-2]), x.shape[-2], _Rows(begin, end))
        if whole is None:  # at once in its place: joining parts would take twice the memory
            whole = _empty_like(part, height)
        whole[:, :, begin:end] = part
    assert whole is not None
    return whole


def _empty_like(part: Tensor, height: int) -> Tensor:
    shape = (*part.shape[:2], height, part.shape[3])
    last = part.is_contiguous(memory_format=torch.channels_last)
    layout = torch.channels_last if last else torch.contiguous_format
    return torch.empty(shape, dtype=part.dtype, device=part.device, memory_format=layout)


def height_behind(module: nn.Module, height: int) -> int:
    """Rows that `module` makes of `height` rows."""
    if isinstance(module, Block):
        return _heights([module._modules[name] for name in module.branch], height)[-1]
    if isinstance(module, nn.Sequential):
        return _heights(list(module), height)[-1]
    reads = _window(module, height, 0)
    if reads is None:
        return height
    after = same_padding(height, reads.kernel, reads.step)[1] if _is_same(module) else reads.before
    return (height + reads.before + after - reads.kernel) // reads.step + 1


def _heights(modules: Sequence[nn.Module | None], height: int) -> list[int]:
    """Before the first and after each module."""
    found = [height]
    for module in modules:
        assert module is not None
        found.append(height_behind(module, found[-1]))
    return found


def needed(module: nn.Module, height: int, wanted: _Rows) -> _Rows:
    """The rows of the input, of `height` rows, that the `wanted` rows of the output depend on."""
    if isinstance(module, Block):
        branch, side = (_needed(part, height, wanted)[0] for part in _ways(module))
        if not module.skips:  # nothing goes around: the rows of that way count for nothing
            return branch
        return _Rows(min(branch.begin, side.begin), max(branch.end, side.end))
    if isinstance(module, nn.Sequential):
        return _needed(list(module), height, wanted)[0]
    reads = _window(module, height, 0)
    if reads is None:
        return wanted
    begin = wanted.begin * reads.step - reads.before
    end = (wanted.end - 1) * reads.step - reads.before + reads.kernel
    return _Rows(max(0, begin), min(height, end))


def _needed(modules: Sequence[nn.Module], height: int, wanted: _Rows) -> list[_Rows]:
    """The same before each module of a row, and at last what is wanted."""
    found = [wanted]
    for module, rows in zip(
        reversed(modules), reversed(_heights(modules, height)[:-1]), strict=True
    ):
        found.insert(0, needed(module, rows, found[0]))
    return found


def _ways(block: Block) -> tuple[list[nn.Module], list[nn.Module]]:
    """Through the block, and around it."""
    names = [name for name in ("skip", "skip_bn") if name in block._modules]
    return [block.get_submodule(n) for n in block.branch], [block.get_submodule(n) for n in names]


def _computed(module: nn.Module, x: Tensor, has: _Rows, height: int, wanted: _Rows) -> Tensor:
    """The `wanted` rows of what `module` makes of a map of `height` rows, of which `x` has some."""
    if isinstance(module, Block):
        branch, side = _ways(module)
        y = _chain(branch, x, has, height, wanted)
        return y + _chain(side, x, has, height, wanted) if module.skips else y
    if isinstance(module, nn.Sequential):
        return _chain(list(module), x, has, height, wanted)
    rows = needed(module, height, wanted)
    part = x[:, :, rows.begin - has.begin : rows.end - has.begin]
    return _applied(module, part, height, wanted)


def _chain(
    modules: Sequence[nn.Module], x: Tensor, has: _Rows, height: int, wanted: _Rows
) -> Tensor:
    ranges, heights = _needed(modules, height, wanted), _heights(modules, height)
    x = x[:, :, ranges[0].begin - has.begin : ranges[0].end - has.begin]
    for module, rows, before, after in zip(modules, heights, ranges, ranges[1:], strict=False):
        x = _computed(module, x, before, rows, after)
    return x


def _applied(module: nn.Module, x: Tensor, height: int, wanted: _Rows) -> Tensor:
    """A layer on exactly the rows that it needs, padded where the whole map ends."""
    down, across = _window(module, height, 0), _window(module, x.shape[-1], 1)
    if down is None or across is None:
        return module(x)  # type: ignore[no-any-return]
    above = max(0, down.before - wanted.begin * down.step)
    below = max(0, (wanted.end - 1) * down.step - down.before + down.kernel - height)
    after = across.before
    if _is_same(module):
        after = same_padding(x.shape[-1], across.kernel, across.step)[1]
    if isinstance(module, nn.Conv2d):
        x = functional.pad(x, (across.before, after, above, below))
        return functional.conv2d(x, module.weight, module.bias, module.stride, 0, 1, module.groups)
    x = functional.pad(x, (across.before, after, above, below), value=float("-inf"))
    return functional.max_pool2d(x, down.kernel, down.step)


def _window(module: nn.Module, size: int, axis: int) -> _Window | None:
    """How a layer reads a dimension of `size`; None for what works on each number by itself."""
    if not isinstance(module, nn.Conv2d | nn.MaxPool2d):
        return None
    kernel, step, pad = (
        _of(value, axis) for value in (module.kernel_size, module.stride, module.padding)
    )
    return _Window(kernel, step, same_padding(size, kernel, step)[0] if _is_same(module) else pad)


def _is_same(module: nn.Module) -> bool:
    return isinstance(module, SameConv2d | SameMaxPool2d)


def _of(value: object, axis: int) -> int:
    """torch keeps one number for both axes, or two."""
    return int(value[axis]) if isinstance(value, tuple) else int(value)  # type: ignore[call-overload]
