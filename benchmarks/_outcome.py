"""What a run has come to, to be compared to the bit with what another one has."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from xception_gui.base.events import EpochDone, RunEnded, StepDone
from xception_gui.base.run_folders import read_events
from xception_gui.training.checkpoints import newest
from xception_gui.weights import load_weights

_CLOCK = ("seconds", "images_per_second", "end_seconds", "memory")


@dataclass(frozen=True)
class Outcome:
    """What a run has come to: all its tensors, and all that it told but times.

    Parameters
    ----------
    checkpoint : dict
        Everything that the run would go on with; steps draw from generators of their own.
    told : frozenset of str
        Losses, top-1, rates and norms of steps and epochs; what was done twice is told twice, and
        has to be the same.
    verdict : str
        The last evaluation.
    """

    weights: dict[str, Tensor]
    checkpoint: dict[str, Any]
    told: frozenset[str]
    verdict: str


def outcome(out: Path) -> Outcome:
    """Of a run that is over."""
    checkpoint = {k: v for k, v in newest(out).content.items() if k != "random"}
    told = [asdict(one) for one in read_events(out) if isinstance(one, StepDone | EpochDone)]
    kept = ({name: one[name] for name in one.keys() - set(_CLOCK)} for one in told)
    told_of = frozenset(repr(sorted(one.items())) for one in kept)
    return Outcome(tensors(out), checkpoint, told_of, (out / "evaluation.json").read_text())


def is_finished(out: Path) -> bool:
    """Whether the last epoch of a run is done."""
    last = read_events(out)[-1:]
    return bool(last) and isinstance(last[0], RunEnded) and last[0].reason == "finished"


def alike(one: Any, other: Any) -> bool:
    """Equal to the bit, whatever is nested in what."""
    if isinstance(one, Tensor):
        return isinstance(other, Tensor) and torch.equal(one, other)
    if isinstance(one, dict):
        return one.keys() == other.keys() and all(alike(one[k], other[k]) for k in one)
    if isinstance(one, list | tuple):
        return len(one) == len(other) and all(map(alike, one, other))
    return bool(one == other)


def tensors(out: Path) -> dict[str, Tensor]:
    return dict(load_weights(out / "weights.safetensors").model.state_dict())


def same(one: dict[str, Tensor], other: dict[str, Tensor]) -> bool:
    return one.keys() == other.keys() and all(torch.equal(one[n], other[n]) for n in one)
