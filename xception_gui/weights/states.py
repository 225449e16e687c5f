"""Where in a torch file the weights are: trainers wrap them, networks put names before theirs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from torch import Tensor

from xception_gui.weights.errors import Resave

ANCHOR = "block12.skip.weight"
"""A key that every port of Xception to PyTorch has, after whatever stands before its names."""
# Averaged weights first, as timm itself prefers them.
_FIRST = ("state_dict_ema", "model_ema", "ema", "ema_state_dict")
_DEEPEST = 4


def state_of(document: dict[str, Any]) -> tuple[str, dict[str, Tensor]] | None:
    """The dictionary that holds an Xception's tensors, and the names that lead there.

    Parameters
    ----------
    document : dict
        Of a torch file: the state dict itself, or a dictionary around it.
    """
    found = dict(_states(document, "", _DEEPEST, set()))
    for path, state in found.items():
        if path.rpartition("/")[2] in _FIRST:
            return path, state
    return next(iter(found.items()), None)


def _states(
    value: Any, path: str, depth: int, seen: set[tuple[int, int]]
) -> Iterator[tuple[str, dict[str, Tensor]]]:
    """Each dictionary once at each depth: a file may hold one a thousand times, and so on."""
    if not isinstance(value, dict) or not depth or (id(value), depth) in seen:
        return
    seen.add((id(value), depth))
    tensors = {k: t for k, t in value.items() if isinstance(k, str) and isinstance(t, Tensor)}
    if any(key.endswith(ANCHOR) for key in tensors):
        yield path, tensors
    for name, inner in value.items():
        if isinstance(name, str):
            yield from _states(inner, f"{path}/{name}" if path else name, depth - 1, seen)


def prefix_of(state: dict[str, Tensor]) -> str:
    """What stands before the names of the one Xception in `state`: ``module.``, ``encoder.``.

    Raises
    ------
    Resave
        There are several.
    """
    found = sorted(key.removesuffix(ANCHOR) for key in state if key.endswith(ANCHOR))
    if len(found) > 1:
        names = ", ".join(repr(prefix[:40]) for prefix in found[:4])
        raise Resave(f"it holds {len(found)} Xceptions, under {names}: save one of them alone")
    return found[0]
