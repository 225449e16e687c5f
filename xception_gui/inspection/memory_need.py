"""How much memory a pass needs, told before it runs: a system that lacks it ends the program.

On a graphics card torch raises an exception that `base.memory` turns into one line; the memory of
the processor is given out whether it is there or not, so there the need is estimated beforehand.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from contextlib import AbstractContextManager

import torch
from torch import nn

from xception_gui.base import numbers
from xception_gui.base.config import XceptionConfig
from xception_gui.base.memory import free_memory, memory_problem
from xception_gui.base.problem import Problem
from xception_gui.base.results import ModuleInfo
from xception_gui.inspection.tree import module_tree
from xception_gui.model import Xception
from xception_gui.model.strips import REACH

_AT_ONCE = 4  # of the largest output: measured 3.6 to 4.0 at 600 and 1,000 pixels
_COPIES = 3  # of maps that are kept: the output, its float32 copy, their picture being made
_BESIDE = 32_000_000  # bytes of the kernels' own copies, which strips do not make smaller
MOST_STRIPS = 16
"""Of the entry flow; behind it a layer is a tenth of its largest: more of them gain nothing."""
_HARMLESS = 512 * 512  # pixels, for which the paper's network takes less than 200 MB


def pass_bytes(
    config: XceptionConfig, size: int, until: Collection[str] = (), strips: int = 1
) -> int:
    """What a forward pass of one float32 picture takes at its peak, about.

    Parameters
    ----------
    until : collection of str
        Modules whose outputs are kept: the pass ends behind the last of them.
    strips : int
        In which the entry flow is computed; then nothing within it can be kept.
    """
    rows = module_tree(config, size).walk()
    kept = [row for row in rows if row.path in until]
    ends = [number for number, row in enumerate(rows) for one in kept if _holds(one, row)]
    ran = rows[: max(ends) + 1] if ends else rows
    copies = _COPIES * sum(row.activation_bytes for row in kept)
    if strips > 1:
        return copies + _strips_bytes(rows, config, size, strips)
    return copies + _AT_ONCE * _largest(ran)


def _strips_bytes(
    rows: Sequence[ModuleInfo], config: XceptionConfig, size: int, strips: int
) -> int:
    """The picture in its layouts, what the entry flow gives, and the larger of strip and rest."""
    split = next(number for number, row in enumerate(rows) if row.path == "middle")
    picture = _COPIES * 4 * config.in_chans * size**2
    strip = _largest(rows[:split]) * min(1.0, 1 / strips + 2 * REACH / size)
    behind = max(row.activation_bytes for row in rows[split - 1 :])
    return int(_BESIDE + picture + behind + _AT_ONCE * max(strip, behind))


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
    strips: int = 1,
) -> None:
    """Refuse a forward pass of `count` pictures, its entry flow in `strips`, that does not fit.

    Raises
    ------
    Problem
        ``memory-need``, naming size, need and room.
    """
    if device.type == "cpu" and count * size**2 > _HARMLESS:
        _check(size, count * pass_bytes(config, size, until, strips))


def strips_that_fit(model: nn.Module, size: int, until: Collection[str] = ()) -> int:
    """In how many strips the entry flow must be computed for one picture; 1 where all fits.

    Raises
    ------
    Problem
        As `check_pass`: not even strips help, or something within the entry flow is wanted.
    """
    strips = 1
    while True:
        try:
            check_model(model, size, until, strips)
        except Problem:
            inside = any(path == "" or path.startswith("entry.") for path in until)
            if inside or strips >= MOST_STRIPS or not isinstance(model, Xception):
                raise
            strips *= 2
        else:
            return strips


def check_model(model: nn.Module, size: int, until: Collection[str] = (), strips: int = 1) -> None:
    """`check_pass` for one picture through a network of ours, wherever it is; of others nothing."""
    if isinstance(model, Xception):
        device = next(model.parameters()).device
        check_pass(device, model.config, size, until, strips=strips)


def check_gradients(device: torch.device, config: XceptionConfig, size: int) -> None:
    """Refuse a pass forward and back that does not fit, as `check_pass` does."""
    if device.type == "cpu" and size**2 > _HARMLESS:
        _check(size, gradient_bytes(config, size))


def memory_for(model: nn.Module, size: int) -> AbstractContextManager[None]:
    """Raise ``out-of-memory`` where it runs out after all, as an accelerator says only then."""
    return memory_problem(f"{size}×{size} px", next(model.parameters()).device)


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
