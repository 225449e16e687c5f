"""Batch norm over the parts of all ranks at once, where the devices can: on CUDA.

On the CPU every rank normalises its own part, as one process does that computes a batch in parts;
torch's `SyncBatchNorm` works on CUDA alone.
"""

from __future__ import annotations

import copy

import torch
from torch import nn

from xception_gui.model import Xception


def normalised_together(model: Xception, device: torch.device, ranks: int) -> Xception:
    """The same network; on CUDA with several ranks its batch norms ask all ranks for statistics.

    Every rank must then compute as many parts of a batch as the others, in the same order.
    """
    if device.type == "cuda" and ranks > 1:
        nn.SyncBatchNorm.convert_sync_batchnorm(model)  # type: ignore[no-untyped-call]
    return model


def asks_others(model: nn.Module) -> bool:
    """Whether a step of this network waits for the other ranks."""
    return any(isinstance(module, nn.SyncBatchNorm) for module in model.modules())


def copied_alone(model: Xception) -> Xception:
    """A copy that one rank can use while the others do something else."""
    made = copy.deepcopy(model)
    for name, module in model.named_modules():
        if isinstance(module, nn.SyncBatchNorm):
            parent, _, own = name.rpartition(".")
            setattr(made.get_submodule(parent), own, _alone(module))
    return made


def _alone(norm: nn.SyncBatchNorm) -> nn.BatchNorm2d:
    """Same values, same momentum."""
    made = nn.BatchNorm2d(norm.num_features, norm.eps, norm.momentum).to(norm.weight.device)
    made.load_state_dict(norm.state_dict())
    return made.train(norm.training).requires_grad_(norm.weight.requires_grad)
