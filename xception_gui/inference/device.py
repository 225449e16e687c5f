"""Where to compute and in which number format; what cannot be had falls back, and says so."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import torch
from torch import nn

from xception_gui.base.problem import Problem

_CPU = torch.device("cpu")
_FORMATS = {"float32": torch.float32, "bfloat16": torch.bfloat16, "float16": torch.float16}


@dataclass(frozen=True)
class DeviceChoice:
    """A device that works; `fallback` says why it is not the one asked for, or is empty."""

    device: torch.device
    fallback: str = ""


@dataclass(frozen=True)
class PrecisionChoice:
    """A number format that works there; `fallback` says why it is not the one asked for."""

    name: str
    fallback: str = ""

    @property
    def dtype(self) -> torch.dtype:
        """PyTorch's name of it."""
        return _FORMATS[self.name]


def choose_device(wanted: str) -> DeviceChoice:
    """The device called `wanted`, or the CPU with the reason.

    Parameters
    ----------
    wanted : str
        "auto" (the accelerator if there is one), "cpu", "cuda", "cuda:1" or "mps".

    Raises
    ------
    Problem
        ``device-unknown`` for any other text.
    """
    if not re.fullmatch(r"auto|cpu|mps|cuda(:[0-9]{1,3})?", wanted):
        raise Problem("device-unknown", value=wanted, allowed="auto, cpu, cuda, cuda:1, mps")
    present = torch.accelerator.current_accelerator(check_available=True)
    if wanted == "cpu" or (wanted == "auto" and present is None):
        return DeviceChoice(_CPU)
    device = _numbered(torch.device(present if wanted == "auto" and present else wanted))
    if present is None or device.type != present.type:
        return DeviceChoice(_CPU, f"there is no device {wanted} here: computing on the CPU")
    count = torch.accelerator.device_count()
    if (device.index or 0) >= count:
        return DeviceChoice(_CPU, f"{wanted} is not among {count} devices: computing on the CPU")
    cause = _fails(device, torch.float32)
    return (
        DeviceChoice(_CPU, f"{device} fails ({cause}): computing on the CPU")
        if cause
        else (DeviceChoice(device))
    )


def choose_precision(wanted: str, device: torch.device) -> PrecisionChoice:
    """The number format called `wanted`, or float32 with the reason.

    Parameters
    ----------
    wanted : str
        "auto" (float32: the same answer everywhere), "float32", "bfloat16" or "float16".

    Raises
    ------
    Problem
        ``precision-unknown`` for any other text.
    """
    if wanted != "auto" and wanted not in _FORMATS:
        allowed = ", ".join(("auto", *_FORMATS))
        raise Problem("precision-unknown", value=wanted, allowed=allowed)
    if wanted in ("auto", "float32"):
        return PrecisionChoice("float32")
    if cause := _fails(device, _FORMATS[wanted]):
        return PrecisionChoice("float32", f"{wanted} fails on {device} ({cause}): using float32")
    return PrecisionChoice(wanted)


def devices() -> list[dict[str, Any]]:
    """Every device there is, the CPU first with its threads and instructions."""
    cpu = {
        "name": "cpu",
        "threads": torch.get_num_threads(),
        "capability": torch.backends.cpu.get_cpu_capability(),
    }
    if not torch.accelerator.is_available():
        return [cpu]
    kind = torch.accelerator.current_accelerator()
    count = torch.accelerator.device_count()
    return [cpu, *({"name": f"{kind}:{index}"} for index in range(count))]


def _numbered(device: torch.device) -> torch.device:
    """``cuda`` is ``cuda:0``, so that an answer says which one it was."""
    return torch.device("cuda", 0) if device == torch.device("cuda") else device


@torch.inference_mode()
def _fails(device: torch.device, dtype: torch.dtype) -> str:
    """Why a small convolution cannot be computed there; empty if it can.

    A device may be present and yet too old for this build of torch, or busy.
    """
    try:
        picture = torch.ones(1, 8, 4, 4, device=device, dtype=dtype)
        weight = torch.ones(8, 1, 3, 3, device=device, dtype=dtype)
        found = nn.functional.conv2d(picture, weight, groups=8).float().cpu()
    except (RuntimeError, NotImplementedError) as error:
        return str(error).splitlines()[0][:120]
    return "" if bool((found == 9).all()) else "wrong results"
