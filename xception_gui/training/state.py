"""Everything that changes while a run goes on, and how it is written and read back."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn

from xception_gui.base.atomic import write_with
from xception_gui.base.preprocessing import steps_to_list
from xception_gui.base.problem import Problem
from xception_gui.base.training import TrainingConfig
from xception_gui.model import Xception, build
from xception_gui.weights.containers import opener
from xception_gui.weights.errors import Foreign, Unusable

FORMAT = "xception-gui checkpoint 1"


@dataclass
class State:
    """Model, optimiser, averaged weights and position of one run."""

    model: Xception
    optimiser: torch.optim.SGD
    average: dict[str, Tensor] | None
    step: int = 0
    sums: dict[str, float] = field(default_factory=lambda: {"loss": 0.0, "right": 0.0, "seen": 0.0})


def fresh(config: TrainingConfig, device: torch.device) -> State:
    """A seeded start. Nothing is drawn from the process-wide generator."""
    model = build(config.model, config.seed).train().to(device)
    model = model.to(memory_format=torch.channels_last)  # type: ignore[call-overload]
    average = {k: p.detach().clone() for k, p in model.named_parameters()}
    return State(model, _optimiser(config, model), average if config.ema_decay else None)


def _optimiser(config: TrainingConfig, model: nn.Module) -> torch.optim.SGD:
    matrices = [p for p in model.parameters() if p.ndim > 1]
    vectors = [p for p in model.parameters() if p.ndim < 2]
    groups = [
        {"params": matrices, "weight_decay": config.weight_decay},
        {"params": vectors, "weight_decay": 0.0},
    ]
    nesterov = config.nesterov and config.momentum > 0
    return torch.optim.SGD(
        groups, config.learning_rate, config.momentum, nesterov=nesterov, foreach=True
    )


@torch.no_grad()
def update_average(state: State, decay: float) -> None:
    """average ← decay · average + (1 − decay) · weights; faster in the first steps."""
    if state.average is None:
        return
    warm = min(decay, (1 + state.step) / (10 + state.step))
    names = list(state.average)
    live = dict(state.model.named_parameters())
    torch._foreach_lerp_([state.average[n] for n in names], [live[n] for n in names], 1 - warm)


def save(state: State, config: TrainingConfig, classes: tuple[str, ...], path: Path) -> None:
    """One checkpoint file, whole or not at all; `weights.load_weights` reads it too."""
    content = {
        "format": FORMAT,
        "training": config.to_dict(),
        "config": state.model.config.to_dict(),
        "classes": list(classes),
        "preprocessing": _plain(steps_to_list(config.preprocessing)),
        "model": state.model.state_dict(),
        "ema": state.average,
        "optimiser": state.optimiser.state_dict(),
        "step": state.step,
        "sums": dict(state.sums),
        "threads": torch.get_num_threads(),
        "record": {"step": state.step},
    }
    write_with(path, lambda file: torch.save(content, file))


def _plain(value: Any) -> Any:
    """Tuples as lists: what JSON would give back."""
    if isinstance(value, dict):
        return {k: _plain(v) for k, v in value.items()}
    return [_plain(v) for v in value] if isinstance(value, list | tuple) else value


def read(path: str | os.PathLike[str]) -> dict[str, Any]:
    """The content of a checkpoint, tensors and plain values only.

    Raises
    ------
    Problem
        ``checkpoint`` with file and cause.
    """
    try:
        data = Path(path).read_bytes()
        content = opener(data[:16])(data).document
    except OSError as error:
        raise Problem("checkpoint", file=str(path), cause=error.strerror) from error
    except (Foreign, Unusable) as error:
        raise Problem("checkpoint", file=str(path), cause=error) from error
    if content.get("format") != FORMAT:
        raise Problem("checkpoint", file=str(path), cause="it is no checkpoint of this program")
    return content


def restore(content: dict[str, Any], device: torch.device) -> tuple[TrainingConfig, State]:
    """The run that `save` wrote, ready for its next step; also restores the thread count."""
    config = TrainingConfig.from_dict(content["training"])
    torch.set_num_threads(content["threads"])
    state = fresh(config, device)
    state.model.load_state_dict(content["model"])
    state.optimiser.load_state_dict(content["optimiser"])
    if content["ema"] is not None:
        state.average = {k: v.to(device) for k, v in content["ema"].items()}
    state.step, state.sums = content["step"], dict(content["sums"])
    return config, state
