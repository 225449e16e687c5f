"""Batch norm over the parts of all ranks: at once where the devices can, on CUDA.

On the CPU every rank normalises its own part, as one process does that computes a batch in parts;
torch's `SyncBatchNorm` works on CUDA alone.
"""

from __future__ import annotations

import copy
from collections.abc import Iterable, Sequence

import torch
from torch import Tensor, nn

from xception_gui.model import Xception
from xception_gui.training.ranks import summed, world


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


def statistics_of_all(parts: Iterable[nn.Module]) -> None:
    """Recomputed by each rank on its own batches: each gets those of all batches."""
    norms = [norm for part in parts for norm in _norms(part)]
    _weighted(norms, [_counter(norm).float() for norm in norms])


def statistics_of_first(model: nn.Module) -> None:
    """Each rank gets those that the first one writes; on the CPU they differ."""
    norms, first = _norms(model), float(world()[0] == 0)
    _weighted(norms, [torch.full_like(_counter(norm), first).float() for norm in norms])


def _norms(module: nn.Module) -> list[nn.BatchNorm2d]:
    return [norm for norm in module.modules() if isinstance(norm, nn.BatchNorm2d)]


def _counter(norm: nn.BatchNorm2d) -> Tensor:
    return norm.get_buffer("num_batches_tracked")


def _weighted(norms: Sequence[nn.BatchNorm2d], weights: Sequence[Tensor]) -> None:
    """The mean over the ranks, each with its weight; at least one of them is not zero."""
    if world()[1] == 1:
        return
    names = "running_mean", "running_var"
    values = [[norm.get_buffer(name) for name in names] for norm in norms]
    for pair, weight in zip(values, weights, strict=True):
        torch._foreach_mul_(pair, weight)
        for value in pair:  # what is no number is none either when it is taken zero times
            value.masked_fill_(weight == 0, 0.0)
    summed([*weights, *(value for pair in values for value in pair)])
    for pair, weight in zip(values, weights, strict=True):
        torch._foreach_div_(pair, weight)
