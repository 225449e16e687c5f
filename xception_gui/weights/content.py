"""What a container held, before anything of it is checked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from torch import Tensor

MAX_HEADER = 8_000_000
"""Bytes of a safetensors header (22,000 class names take 0.5 MB), and of a torch file's pickle."""


@dataclass(frozen=True)
class Content:
    """What a container held.

    Parameters
    ----------
    document : dict
        All that is not a tensor: a safetensors file's metadata, a torch file's whole dictionary,
        the layers of an HDF5 file.
    tensors : dict
        By name; empty for a torch file, whose dialect knows where in the document they are.
    container : str
        "safetensors", "torch zip", "torch, old format", "HDF5".
    """

    document: dict[str, Any]
    tensors: dict[str, Tensor]
    container: str
