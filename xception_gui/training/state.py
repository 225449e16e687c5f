"""Everything that changes while a run goes on."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

import torch
from torch import Tensor
from torch.amp.grad_scaler import GradScaler
from torch.optim import Optimizer

from xception_gui.base.snapshots import Histogram
from xception_gui.base.training import TrainingConfig
from xception_gui.model import Xception, build
from xception_gui.training.network import Network, learning_network
from xception_gui.training.optimise import optimiser_of
from xception_gui.training.ranks import world
from xception_gui.training.together import normalised_together


@dataclass
class State:
    """Model, optimiser, averaged weights and position of one run.

    Parameters
    ----------
    network : callable
        How a batch goes through the model while it learns.
    step : int
        Steps of the optimiser that are done.
    parts : int
        In how many parts a batch is computed; doubles where memory runs out.
    judged : int
        Epochs that were judged.
    last, best : float or None
        Fraction right of the last and of the best epoch, where pictures are held back.
    sums : dict of float
        Over the steps of this epoch: loss, right answers, pictures, seconds, gradient norms.
    gradients : dict of Histogram
        Of the step that a checkpoint was written after, by module; `gradients_of` asks.
    """

    model: Xception
    network: Network
    optimiser: Optimizer
    scaler: GradScaler
    average: dict[str, Tensor] | None
    parts: int = 1
    step: int = 0
    judged: int = 0
    last: float | None = None
    best: float | None = None
    sums: dict[str, float] = field(default_factory=lambda: defaultdict(float))
    gradients: dict[str, Histogram] = field(default_factory=dict)


def fresh(
    config: TrainingConfig, device: torch.device, pretrained: Xception | None = None
) -> State:
    """A start from `pretrained`, or a seeded one.

    Nothing is drawn from the process-wide generator.
    """
    model = build(config.model, config.seed)
    if pretrained is not None:
        model.load_state_dict(pretrained.state_dict())
    model = normalised_together(model.train().to(device), device, world()[1])
    model = model.to(memory_format=torch.channels_last)  # type: ignore[call-overload]
    average = {k: p.detach().clone() for k, p in model.named_parameters()}
    scaler = GradScaler(device.type, enabled=config.precision == "float16")
    kept = average if config.ema_decay else None
    network, optimiser = learning_network(model, config), optimiser_of(config, model)
    return State(model, network, optimiser, scaler, kept, config.accumulate)


def is_finite(state: State) -> bool:
    """Whether the weights can be gone on with."""
    return all(bool(parameter.isfinite().all()) for parameter in state.model.parameters())


@torch.no_grad()
def update_average(state: State, decay: float) -> None:
    """average ← decay · average + (1 − decay) · weights; faster in the first steps."""
    if state.average is None:
        return
    warm = min(decay, (1 + state.step) / (10 + state.step))
    names = list(state.average)
    live = dict(state.model.named_parameters())
    torch._foreach_lerp_([state.average[n] for n in names], [live[n] for n in names], 1 - warm)
