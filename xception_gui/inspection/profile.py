"""How long each module takes on this device, and what it puts out."""

from __future__ import annotations

import statistics
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import Any

import torch
from torch import Tensor, nn
from torch.utils.hooks import RemovableHandle

from xception_gui.base.profile import RUNS, WARM_UP
from xception_gui.inspection.memory_need import check_model, memory_for


@dataclass(frozen=True)
class ModuleTime:
    """One module.

    Parameters
    ----------
    ms : float
        Median over the runs, with everything inside it.
    output_bytes : int
        Of the tensor that it put out.
    """

    path: str
    ms: float
    output_bytes: int


@dataclass(frozen=True)
class ModuleActivity:
    """What a module's output is like for one picture.

    Parameters
    ----------
    strength : float
        Mean of the absolute values.
    zeros : float
        Share of numbers that are exactly zero, 0 … 1.
    """

    path: str
    strength: float
    zeros: float


def profile(model: nn.Module, picture: Tensor, runs: int = RUNS) -> tuple[ModuleTime, ...]:
    """Milliseconds and output of every module for one picture, in the order of the network.

    Parameters
    ----------
    model : Module
        In eval mode, on the device that is to be measured.
    picture : Tensor
        (1, C, H, W), on the same device.
    runs : int
        That count, after two that do not.

    Notes
    -----
    Each module is waited for, so on an accelerator the sum is more than an undisturbed pass.
    """
    *_, found = profiles(model, picture, runs)
    return found


def profiles(
    model: nn.Module, picture: Tensor, runs: int = RUNS
) -> Iterator[tuple[ModuleTime, ...]]:
    """The same as it becomes known: an item after every run, the first ones from cold runs."""
    check_model(model, picture.shape[-1])
    times: dict[str, list[float]] = {path: [] for path, _ in model.named_modules()}
    sizes: dict[str, int] = {}
    for number in range(WARM_UP + runs):
        if number <= WARM_UP:
            for measured in times.values():
                measured.clear()
        clocks = _clocks(model, picture.device, times, sizes)
        with memory_for(model, picture.shape[-1]), torch.inference_mode(), clocks:
            model(picture)
        yield tuple(
            ModuleTime(path, statistics.median(measured), sizes[path])
            for path, measured in times.items()
            if measured
        )


def activity(model: nn.Module, picture: Tensor) -> tuple[ModuleActivity, ...]:
    """How strongly every module answers one picture, (1, C, H, W), in one pass."""
    check_model(model, picture.shape[-1])
    found: dict[str, ModuleActivity] = {}

    def note(path: str, _module: nn.Module, _inputs: Any, output: Tensor) -> None:
        zeros = (output == 0).float().mean().item()
        found[path] = ModuleActivity(path, output.abs().mean().item(), zeros)

    handles = [
        module.register_forward_hook(partial(note, path)) for path, module in model.named_modules()
    ]
    try:
        with memory_for(model, picture.shape[-1]), torch.inference_mode():
            model(picture)
    finally:
        for handle in handles:
            handle.remove()
    return tuple(found[path] for path, _ in model.named_modules() if path in found)


@contextmanager
def _clocks(
    model: nn.Module, device: torch.device, times: dict[str, list[float]], sizes: dict[str, int]
) -> Iterator[None]:
    handles: list[RemovableHandle] = []
    begun: dict[str, float] = {}

    def begin(path: str, _module: nn.Module, _inputs: Any) -> None:
        begun[path] = _now(device)

    def end(path: str, _module: nn.Module, _inputs: Any, output: Tensor) -> None:
        times[path].append(1000 * (_now(device) - begun[path]))
        sizes[path] = output.nbytes

    try:
        for path, module in model.named_modules():
            handles.append(module.register_forward_pre_hook(partial(begin, path)))
            handles.append(module.register_forward_hook(partial(end, path)))
        yield
    finally:
        for handle in handles:
            handle.remove()


def _now(device: torch.device) -> float:
    """An accelerator works on after a call returns; the clock must not."""
    if device.type != "cpu":
        torch.accelerator.synchronize(device)
    return time.perf_counter()
