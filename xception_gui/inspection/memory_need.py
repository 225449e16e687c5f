"""How much memory a pass needs, told before it runs: a system that lacks it ends the program.

On a graphics card torch raises an exception that `base.memory` turns into one line; the memory of
the processor is given out whether it is there or not, so there the need is estimated beforehand.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

import torch
from torch import nn

from xception_gui.base import numbers
from xception_gui.base.config import XceptionConfig
from xception_gui.base.memory import free_memory
from xception_gui.base.problem import Problem
from xception_gui.base.results import ModuleInfo
from xception_gui.inspection.tree import module_tree
from xception_gui.model import Xception

_AT_ONCE = 4  # of the largest output: measured 3.6 to 4.0 at 600 and 1,000 pixels
_COPIES = 3  # of maps that are kept: the output, its float32 copy, their picture being made
_HARMLESS = 512 * 512  # pixels, for which the paper's network takes less than 200 MB


def pass_bytes(config: XceptionConfig, size: int, until: Collection[str] = ()) -> int:
    """What a forward pass of one float32 picture takes at its peak, about.

    Parameters
    ----------
    until : collection of str
        Modules whose outputs are kept: the pass ends behind the last of them.
    """
    rows = module_tree(config, size).walk()
    kept = [row for row in rows if row.path in until]
    ends = [number for number, row in enumerate(rows) for one in kept if _holds(one, row)]
    ran = rows[: max(ends) + 1] if ends else rows
    return _AT_ONCE * _largest(ran) + _COPIES * sum(row.activation_bytes for row in kept)


def gradient_bytes(config: XceptionConfig, size: int) -> int:
    """The same with all that the way back needs: every output, and two gradients."""
    rows = module_tree(config, size).walk()
    outputs = sum(row.activation_bytes for row in rows if not row.children)
    return outputs + 2 * _largest(rows)


def check_pass(
    device: torch.device,
    config: XceptionConfig,
    size: int,
    until: Collection[str] = (),
    count: int = 1,
) -> None:
    """Refuse a forward pass of `count` pictures that does not fit.

    Raises
    ------
    Problem
        ``memory-need``, naming size, need and room.
    """
    if device.type == "cpu" and count * size**2 > _HARMLESS:
        _check(size, count * pass_bytes(config, size, until))


def check_model(model: nn.Module, size: int, until: Collection[str] = ()) -> None:
    """`check_pass` for one picture through a network of ours, wherever it is; of others nothing."""
    if isinstance(model, Xception):
        check_pass(next(model.parameters()).device, model.config, size, until)


def check_gradients(device: torch.device, config: XceptionConfig, size: int) -> None:
    """Refuse a pass forward and back that does not fit, as `check_pass` does."""
    if device.type == "cpu" and size**2 > _HARMLESS:
        _check(size, gradient_bytes(config, size))


def _check(size: int, need: int) -> None:
    free = free_memory()
    if free is not None and need > free:
        raise Problem(
            "memory-need",
            size=f"{size}×{size}",
            need=numbers.size(need),
            free=numbers.size(free),
        )


def _largest(rows: Sequence[ModuleInfo]) -> int:
    return max((row.activation_bytes for row in rows), default=0)


def _holds(module: ModuleInfo, row: ModuleInfo) -> bool:
    return row.path == module.path or row.path.startswith(f"{module.path}.")
