"""Two networks' numbers held against each other, tensor by tensor."""

from __future__ import annotations

import math
from collections.abc import Mapping

from torch import Tensor, nn

from xception_gui.base.weight_difference import (
    ModuleDifference,
    TensorDifference,
    Unmatched,
    WeightsDifference,
)

_COUNTER = "num_batches_tracked"
_Squares = tuple[float, float, int]  # ‖right − left‖², ‖left‖², tensors


def weight_difference(
    left: nn.Module, right: nn.Module, names: tuple[str, str]
) -> WeightsDifference:
    """How far parameters and batch-norm statistics are apart; computed in float64.

    Parameters
    ----------
    left, right : Module
        On any devices; of any architectures: what does not match is named.
    names : tuple of str
        Of the two, for the result.
    """
    ours, theirs = _state(left), _state(right)
    tensors: list[TensorDifference] = []
    sums: dict[str, _Squares] = {"": (0.0, 0.0, 0)}
    for name, tensor in ours.items():
        other = theirs.get(name)
        if other is not None and other.shape == tensor.shape:
            row, squares = _tensor(name, tensor, other)
            tensors.append(row)
            _add(sums, name, squares)
    modules = tuple(
        ModuleDifference(path, _relative(*squares[:2]), squares[2])
        for path, squares in sums.items()
        if squares[2]
    )
    return WeightsDifference(*names, tuple(tensors), modules, _unmatched(ours, theirs))


def _state(model: nn.Module) -> dict[str, Tensor]:
    state = model.state_dict()
    return {name: tensor for name, tensor in state.items() if not name.endswith(_COUNTER)}


def _tensor(name: str, ours: Tensor, theirs: Tensor) -> tuple[TensorDifference, _Squares]:
    left, right = (tensor.detach().cpu().double() for tensor in (ours, theirs))
    apart = right - left
    squares = (float(apart.square().sum()), float(left.square().sum()))
    largest = float(apart.abs().max()) if apart.numel() else 0.0
    row = TensorDifference(name, tuple(ours.shape), _relative(*squares), largest)
    return row, (*squares, 1)


def _relative(apart: float, left: float) -> float:
    if not left:
        return math.inf if apart else 0.0
    return math.sqrt(apart / left)


def _add(sums: dict[str, _Squares], name: str, squares: _Squares) -> None:
    """To every module that the tensor lies in."""
    parts = name.split(".")[:-1]
    for depth in range(len(parts) + 1):
        path = ".".join(parts[:depth])
        before = sums.get(path, (0.0, 0.0, 0))
        sums[path] = (before[0] + squares[0], before[1] + squares[1], before[2] + squares[2])


def _unmatched(ours: Mapping[str, Tensor], theirs: Mapping[str, Tensor]) -> tuple[Unmatched, ...]:
    """In the order of the left network, then what only the right one has."""
    pairs = ((name, _shape(ours, name), _shape(theirs, name)) for name in {**ours, **theirs})
    return tuple(Unmatched(*pair) for pair in pairs if pair[1] != pair[2])


def _shape(state: Mapping[str, Tensor], name: str) -> tuple[int, ...] | None:
    return tuple(state[name].shape) if name in state else None
