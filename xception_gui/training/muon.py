"""Muon: every direction of a weight matrix learns at the same pace.

Jordan et al. 2024, "Muon: An optimizer for hidden layers in neural networks". Nearly all weights
of Xception are those of pointwise convolutions, plain matrices: ``docs/decisions/0022-muon.md``
has what it gains.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import torch
from torch import Tensor
from torch.optim import Optimizer

# A polynomial of fifth degree that lifts small singular values fast and keeps large ones near 1.
_LINEAR, _CUBIC, _QUINTIC = 3.4445, -4.7750, 2.0315
_TIMES = 4  # the authors take three to five


class Muon(Optimizer):
    """Turned steps for the weights of dense convolutions, SGD with momentum for all others.

    Parameters
    ----------
    groups : iterable of dict
        Parameters as torch's optimisers take them; where ``turned`` is set they are convolution
        weights (outputs, inputs, height, width), whose length stays as it is: batch norm follows
        them. A step changes them by the fraction `lr` of it.
    lr, momentum, weight_decay : float
    nesterov : bool
    """

    def __init__(
        self,
        groups: Iterable[dict[str, Any]],
        lr: float,
        momentum: float,
        weight_decay: float,
        nesterov: bool,
    ) -> None:
        kept = {"momentum": momentum, "weight_decay": weight_decay, "nesterov": nesterov}
        super().__init__(groups, {"lr": lr, "turned": False, **kept})

    @torch.no_grad()
    def step(self) -> None:  # type: ignore[override]
        """Change every parameter that has a gradient."""
        for group in self.param_groups:
            change = _turn if group["turned"] else _move
            for parameter in group["params"]:
                if parameter.grad is not None:
                    change(parameter, self._direction(parameter, group), group["lr"])

    def _direction(self, parameter: Tensor, group: dict[str, Any]) -> Tensor:
        """The gradient and what is left of those before, as SGD adds them up."""
        assert parameter.grad is not None
        gradient = parameter.grad.add(parameter, alpha=group["weight_decay"])
        state = self.state[parameter]
        if "momentum_buffer" not in state:
            state["momentum_buffer"] = torch.zeros_like(parameter)
        kept = state["momentum_buffer"].mul_(group["momentum"]).add_(gradient)
        return gradient.add(kept, alpha=group["momentum"]) if group["nesterov"] else kept


def _move(parameter: Tensor, direction: Tensor, rate: float) -> None:
    parameter.sub_(direction, alpha=rate)


def _turn(parameter: Tensor, direction: Tensor, rate: float) -> None:
    """Change by the fraction `rate` of the length, which is restored."""
    length = parameter.norm()
    matrix = levelled(direction.flatten(1))
    step = matrix.view_as(parameter) / min(matrix.shape) ** 0.5  # of length 1
    parameter.sub_(step * (rate * length))
    parameter.mul_(length / parameter.norm().clamp_min(1e-12))


def levelled(matrix: Tensor) -> Tensor:
    """The matrix with singular values near 1 (0.7 to 1.2) and the singular vectors it has.

    Newton–Schulz iterations, in bfloat16 as the authors': (rows, columns) float → float32.
    """
    tall = matrix.shape[0] > matrix.shape[1]
    x: Tensor = (matrix.T if tall else matrix).bfloat16()
    x = x / x.norm().clamp_min(1e-7)
    for _ in range(_TIMES):
        square = x @ x.T
        x = _LINEAR * x + (_CUBIC * square + _QUINTIC * square @ square) @ x
    return (x.T if tall else x).float()
