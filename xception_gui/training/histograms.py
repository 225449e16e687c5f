"""Histograms of what a network learns with: how its numbers are spread, module by module."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np
from torch import Tensor, nn

from xception_gui.base.results import FloatArray
from xception_gui.base.snapshots import Histogram
from xception_gui.base.training_config import FLOWS
from xception_gui.model import Xception
from xception_gui.training.state import State

BINS = 48
_MOST = 5_000  # values of one tensor that are counted, evenly chosen
_TAIL = 0.001  # of the values at either end, which would else squeeze all others together


def gradients_of(state: State) -> dict[str, Histogram]:
    """Of the last step; as the checkpoint told them where the run went on and did none since."""
    parameters = state.model.parameters()
    if all(parameter.grad is None for parameter in parameters):
        return state.gradients
    return {path: _gradient(state.model, path) for path in module_paths(state.model)}


def _gradient(model: Xception, path: str) -> Histogram:
    learnt = [p.grad for p in model.get_submodule(path).parameters() if p.ndim > 1]
    return histogram(gradient for gradient in learnt if gradient is not None)


def module_paths(model: Xception) -> list[str]:
    """What is looked into: every block and every convolution beside them, and the head."""
    return [
        path
        for flow in FLOWS
        for path in _parts(flow, model.get_submodule(flow))
        if any(p.ndim > 1 for p in model.get_submodule(path).parameters())
    ]


def _parts(flow: str, module: nn.Module) -> Iterator[str]:
    if flow == "classifier":
        yield flow
    else:
        yield from (f"{flow}.{name}" for name, _ in module.named_children())


def histogram(tensors: Iterable[Tensor]) -> Histogram:
    """Of all values together; only so many of a large tensor."""
    sampled = [_sampled(tensor) for tensor in tensors]
    values = np.concatenate(sampled).astype(np.float64) if sampled else np.empty(0)
    values = values[np.isfinite(values)]
    if not len(values):
        return Histogram(np.zeros(BINS, np.int64), 0.0, 0.0)
    low, high = (float(end) for end in np.quantile(values, (_TAIL, 1 - _TAIL)))
    high = max(high, low + 1e-9 * max(1.0, abs(low)))  # all may be the same
    counts, _ = np.histogram(values.clip(low, high), BINS, (low, high))
    return Histogram(counts.astype(np.int64), low, high)


def _sampled(tensor: Tensor) -> FloatArray:
    flat = tensor.detach().reshape(-1)
    return np.asarray(flat[:: max(1, flat.numel() // _MOST)].float().cpu().numpy())
