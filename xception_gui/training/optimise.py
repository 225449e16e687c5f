"""The optimiser, and which parts of the network it may change."""

from __future__ import annotations

import inspect
from functools import partial
from typing import Any

import torch
from torch import Tensor, nn
from torch.optim import SGD, AdamW, Optimizer, RMSprop

from xception_gui.base.training import TrainingConfig
from xception_gui.base.training_config import FLOWS
from xception_gui.model import Xception
from xception_gui.training.muon import Muon


def optimiser_of(config: TrainingConfig, model: nn.Module) -> Optimizer:
    """SGD, RMSprop, AdamW or Muon; weight decay on convolution and linear weights only."""
    groups: list[dict[str, Any]] = [
        {"params": [p for p in model.parameters() if p.ndim > 1]},
        {"params": [p for p in model.parameters() if p.ndim < 2], "weight_decay": 0.0},
    ]
    _leave_the_compiler_out()
    optimiser = _chosen(config, groups)
    # As torch wraps it, less the import of the compiler.
    step = torch.no_grad()(inspect.unwrap(type(optimiser).step))
    optimiser.step = partial(step, optimiser)  # type: ignore[method-assign]
    return optimiser


def _chosen(config: TrainingConfig, groups: list[dict[str, Any]]) -> Optimizer:
    rate, decay = config.learning_rate, config.weight_decay
    if config.optimiser == "adamw":
        betas = (config.momentum, 0.999)
        return AdamW(groups, rate, betas, config.epsilon, decay, foreach=True)
    if config.optimiser == "rmsprop":  # alpha: TensorFlow's
        kept = config.momentum
        return RMSprop(groups, rate, 0.9, config.epsilon, decay, kept, foreach=True)
    nesterov = config.nesterov and config.momentum > 0
    if config.optimiser == "muon":
        return Muon(_turned_apart(groups), rate, config.momentum, decay, nesterov)
    return SGD(groups, rate, config.momentum, 0, decay, nesterov, foreach=True)


def _turned_apart(groups: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Dense convolutions in a group of their own: their length stays, so nothing of them decays."""
    many, vectors = groups
    dense = [p for p in many["params"] if p.ndim == 4 and p.shape[1] > 1]
    known = set(map(id, dense))
    others = [p for p in many["params"] if id(p) not in known]
    turned = {"params": dense, "weight_decay": 0.0, "turned": True}
    return [turned, {"params": others}, vectors]


def _leave_the_compiler_out() -> None:
    """torch's optimisers tell its compiler that it shall not translate them.

    For that they import it: 2 s at the start of every run, in which a window stands still now and
    then. Only the network is ever compiled here, so their methods may be called as they are.
    """
    for method in vars(Optimizer).values():
        inside = getattr(method, "__wrapped__", None)
        if inside is not None:
            inside.__dynamo_disable = inside  # what `torch._disable_dynamo` looks for


def thaw(model: Xception, config: TrainingConfig, done: float) -> None:
    """Let those flows learn that may after the fraction `done` of the steps.

    The others keep their weights and their batch-norm statistics.
    """
    if config.trained == "head":
        learning = {"classifier"}
    elif config.thaw:
        learning = {flow for start, flow in config.thaw if done >= start}
    else:
        learning = set(FLOWS)
    for flow in FLOWS:
        part = model.get_submodule(flow)
        if part.training != (flow in learning):
            part.train(flow in learning).requires_grad_(flow in learning)


def gradient_norms(model: Xception) -> dict[str, Tensor]:
    """Length of the gradient of each flow that learns."""
    norms: dict[str, Tensor] = {}
    for flow in FLOWS:
        parameters = model.get_submodule(flow).parameters()
        gradients = [p.grad for p in parameters if p.grad is not None]
        if gradients:
            norms[flow] = nn.utils.get_total_norm(gradients)
    return norms


def clip(model: Xception, longest: float, norms: list[float]) -> None:
    """Shorten the gradient of all parameters together to `longest`; 0: leave it."""
    if longest:
        total = torch.tensor(norms).norm()
        parameters = [p for p in model.parameters() if p.grad is not None]
        nn.utils.clip_grads_with_norm_(parameters, longest, total)
