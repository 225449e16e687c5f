"""The random start: Kaiming initialisation from a generator, calibrated batch-norm statistics.

Models are built on `meta` and filled from a private `torch.Generator`, so building one never moves
the process-wide random state that a training thread may be drawing from.
"""

from __future__ import annotations

import math
from collections.abc import Iterable

import torch
from torch import Tensor, nn

from xception_gui.base.config import XceptionConfig
from xception_gui.model.xception import Xception


def build_meta(config: XceptionConfig) -> Xception:
    """The network without memory: shapes and names only."""
    with torch.device("meta"):
        return Xception(config).eval()


def build(config: XceptionConfig, seed: int | None = 0) -> Xception:
    """A network in eval mode on the CPU.

    Parameters
    ----------
    seed : int or None
        Of the initialisation; None leaves the memory uninitialised, for weights to be loaded.
    """
    model = build_meta(config)
    materialise(model)
    if seed is not None:
        initialise(model, torch.Generator().manual_seed(seed))
    return model.eval()


def materialise(module: nn.Module) -> None:
    """Give a module on `meta` memory on the CPU, uninitialised.

    Not ``to_empty``: its first call in a process imports sympy and half a compiler (0.65 s).
    """
    memory = {name: torch.empty(t.shape, dtype=t.dtype) for name, t in module.state_dict().items()}
    module.load_state_dict(memory, assign=True)


def initialise(model: nn.Module, generator: torch.Generator) -> None:
    """Kaiming normal, fan out, for convolutions; uniform, as `nn.Linear` has it, for the head."""
    for module in model.modules():
        if isinstance(module, nn.Conv2d):
            nn.init.kaiming_normal_(
                module.weight, mode="fan_out", nonlinearity="relu", generator=generator
            )
            if module.bias is not None:
                nn.init.zeros_(module.bias)
        elif isinstance(module, nn.BatchNorm2d):
            module.reset_parameters()
        elif isinstance(module, nn.Linear):
            bound = 1 / math.sqrt(module.in_features)
            nn.init.uniform_(module.weight, -bound, bound, generator=generator)
            nn.init.uniform_(module.bias, -bound, bound, generator=generator)


def calibrate(model: nn.Module, batch: Tensor) -> None:
    """Set every batch norm's running statistics to those of `batch`, (N, C, H, W), N ≥ 2.

    A fresh network in eval mode is dead: without this its answer hardly depends on the picture.
    """
    recompute_statistics(model, [batch])


@torch.no_grad()
def recompute_statistics(
    model: nn.Module, batches: Iterable[Tensor], parts: Iterable[nn.Module] | None = None
) -> None:
    """Set every batch norm's running statistics to the mean over `batches`, each (N, C, H, W).

    Averaged weights need this: their activations are not the averages of the activations.

    Parameters
    ----------
    parts : modules, optional
        Only the batch norms of these parts of `model` are set; the others stay as they are.
    """
    inside = [
        module for part in ((model,) if parts is None else parts) for module in part.modules()
    ]
    norms = [module for module in inside if isinstance(module, nn.BatchNorm2d)]
    momenta = [module.momentum for module in norms]
    training = model.training
    try:
        model.eval()  # dropout stays off: only the batch norms learn
        for module in norms:
            module.reset_running_stats()
            module.momentum = None
            module.train()
        for batch in batches:
            model(batch)
    finally:
        for module, momentum in zip(norms, momenta, strict=True):
            module.momentum = momentum
        model.train(training)


def calibrated(config: XceptionConfig, seed: int, size: int) -> Xception:
    """An untrained network whose activations live: seeded weights, statistics of seeded noise."""
    model = build(config, seed)
    generator = torch.Generator().manual_seed(seed + 1)
    calibrate(model, torch.randn(4, config.in_chans, size, size, generator=generator))
    return model
