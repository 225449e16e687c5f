"""The only hooks of the project: activations and gradients of named modules, inside a ``with``."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from torch import Tensor, nn
from torch.utils.hooks import RemovableHandle

from xception_gui.inspection.paths import unknown


@dataclass
class Captured:
    """What passed through the captured modules in the latest run, by path.

    Parameters
    ----------
    activations : dict of str to Tensor
        Outputs, (N, …).
    inputs : dict of str to Tensor
        What went into the modules whose inputs were asked for, (N, …).
    gradients : dict of str to Tensor
        Of whatever was differentiated meanwhile, in the shapes of the activations.
    """

    activations: dict[str, Tensor] = field(default_factory=dict)
    inputs: dict[str, Tensor] = field(default_factory=dict)
    gradients: dict[str, Tensor] = field(default_factory=dict)


class _Seen(Exception):
    """Everything that was asked for has passed: the rest of the run is not needed."""


@contextlib.contextmanager
def capture(
    model: nn.Module,
    paths: Iterable[str],
    gradients: bool = False,
    inputs: Iterable[str] = (),
    stop: bool = False,
) -> Iterator[Captured]:
    """Note the outputs of the modules at `paths` while the block runs the model.

    Parameters
    ----------
    paths : iterable of str
        As in ``named_modules``.
    gradients : bool
        Make the outputs part of the graph, so that ``backward()`` or ``torch.autograd.grad`` on
        something behind them fills `Captured.gradients`. Needs gradients enabled, and no
        inference mode. Where nothing before a module requires gradients, its output becomes the
        leaf: the parameters are never touched.
    inputs : iterable of str
        Modules whose input is noted as well.
    stop : bool
        End the block as soon as all outputs are there; what stands behind them does not run.

    Raises
    ------
    Problem
        ``module-unknown`` with the closest paths, before anything runs.
    """
    seen = Captured()
    modules = dict(model.named_modules())
    wanted = {path: _find(modules, path) for path in paths}
    entered = {path: _find(modules, path) for path in inputs}
    handles: list[RemovableHandle] = []
    try:
        for path, module in wanted.items():
            note = _with_gradient if gradients else _without_gradient
            handles.append(module.register_forward_hook(partial(note, seen, path, handles)))
            if stop:  # hooks run in the order in which they were registered
                handles.append(module.register_forward_hook(partial(_stop, seen, len(wanted))))
        for path, module in entered.items():
            handles.append(module.register_forward_pre_hook(partial(_entered, seen, path)))
        with contextlib.suppress(_Seen):
            yield seen
    finally:
        for handle in handles:
            handle.remove()


def _find(modules: dict[str, nn.Module], path: str) -> nn.Module:
    if path not in modules:
        raise unknown(path, list(modules))
    return modules[path]


def _stop(seen: Captured, count: int, module: nn.Module, inputs: Any, output: Tensor) -> None:
    if len(seen.activations) == count:
        raise _Seen


def _entered(seen: Captured, path: str, module: nn.Module, inputs: tuple[Tensor, ...]) -> None:
    seen.inputs[path] = inputs[0].detach()


def _without_gradient(
    seen: Captured, path: str, handles: list[Any], module: nn.Module, inputs: Any, output: Tensor
) -> None:
    seen.activations[path] = output.detach()


def _with_gradient(
    seen: Captured, path: str, handles: list[Any], module: nn.Module, inputs: Any, output: Tensor
) -> Tensor:
    """A forward hook whose return value takes the output's place."""
    kept = output if output.requires_grad else output.detach().requires_grad_()
    seen.activations[path] = kept
    # A tensor's hook, not a module's: full backward hooks wrap inputs and outputs in views.
    keep = partial(seen.gradients.__setitem__, path)
    handles.append(kept.register_hook(keep))  # type: ignore[no-untyped-call]
    return kept
