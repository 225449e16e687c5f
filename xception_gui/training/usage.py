"""How much memory a run takes."""

from __future__ import annotations

import os

import torch


def memory_in_use(device: torch.device) -> int:
    """Bytes: the most that CUDA has handed out, or what this process holds; 0: unknown."""
    if device.type == "cuda":
        return torch.cuda.max_memory_allocated(device)
    try:
        with open("/proc/self/statm", encoding="ascii") as file:
            return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, ValueError, AttributeError):  # another system
        return 0
