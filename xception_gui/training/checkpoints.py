"""Checkpoints: one file each, whole or not there; the last three and the best."""

from __future__ import annotations

import os
import re
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor

from xception_gui.base.atomic import write_with
from xception_gui.base.preprocessing import steps_to_list
from xception_gui.base.problem import Problem
from xception_gui.base.snapshots import Histogram
from xception_gui.base.training import TrainingConfig
from xception_gui.training.histograms import gradients_of
from xception_gui.training.pictures import LeftOut, Listing
from xception_gui.training.state import State, fresh
from xception_gui.weights.containers import opener
from xception_gui.weights.errors import Foreign, Unusable

FORMAT = "xception-gui checkpoint 1"
BEST = "best.pt"
_KEPT = 3


@dataclass(frozen=True)
class Found:
    """The newest checkpoint that can be read; newer ones were damaged: (name, cause)."""

    path: Path
    content: dict[str, Any]
    damaged: tuple[tuple[str, str], ...]


def checkpoints(out: Path) -> list[Path]:
    """The checkpoints of a run, newest first; one without a number is of an early version."""
    return sorted(out.glob("checkpoint*.pt"), key=_step_of, reverse=True)


def _step_of(path: Path) -> int:
    return int("".join(re.findall(r"\d+", path.stem)) or -1)


def newest(out: Path) -> Found:
    """The newest checkpoint that is whole.

    Raises
    ------
    Problem
        ``checkpoint`` of the newest one where none can be read, or there is none.
    """
    problems: list[tuple[str, Problem]] = []
    for path in resumable(out):
        try:
            content = read(path)
        except Problem as problem:
            problems.append((path.name, problem))
            continue
        causes = tuple((name, str(p.fields["cause"])) for name, p in problems)
        return Found(path, content, causes)
    if problems:
        raise problems[0][1]
    raise Problem("checkpoint", file=str(out), cause="it holds no checkpoint")


def resumable(out: Path) -> list[Path]:
    """What a run can go on with: its checkpoints, newest first, then its best.

    A run may be killed after its first epochs and before its first checkpoint.
    """
    best = out / BEST
    return [*checkpoints(out), *([best] if best.exists() else [])]


def remove_leftovers(out: Path) -> None:
    """The unfinished files that a kill left behind; nobody else writes into a run."""
    for name in ("checkpoint*.pt", BEST, "weights.safetensors"):
        for path in out.glob(f".{name}.*"):
            path.unlink(missing_ok=True)


def save_next(
    state: State,
    config: TrainingConfig,
    classes: tuple[str, ...],
    out: Path,
    left_out: LeftOut = ((), ()),
    pictures: Listing | None = None,
) -> Path:
    """Write the checkpoint of this step, then remove all but the last three.

    Those of later steps are damaged: the run would else have gone on from them. They do not count,
    or each new one would be removed at once.
    """
    path = out / f"checkpoint-{state.step:08}.pt"
    save(state, config, classes, path, left_out=left_out, pictures=pictures)
    known = [one for one in checkpoints(out) if _step_of(one) <= state.step]
    for old in known[_KEPT:]:
        old.unlink(missing_ok=True)
    return path


def save(
    state: State,
    config: TrainingConfig,
    classes: tuple[str, ...],
    path: Path,
    average: dict[str, Tensor] | None = None,
    left_out: LeftOut = ((), ()),
    pictures: Listing | None = None,
) -> None:
    """One checkpoint file, whole or not at all; `weights.load_weights` reads it too.

    Parameters
    ----------
    average : dict of tensors
        The averaged weights with the batch-norm statistics that belong to them, where they are
        known: they are then what `load_weights` gives.
    left_out : two tuples of str
        Pictures that are no part of the run: it goes on without them even where they are mended.
    pictures : (int, str), optional
        The `listing` that the run must find again when it goes on.
    """
    content = {
        "format": FORMAT,
        "training": _plain(config.to_dict()),
        "config": _plain(state.model.config.to_dict()),
        "classes": list(classes),
        "preprocessing": _plain(steps_to_list(config.preprocessing)),
        "model": state.model.state_dict(),
        "ema": average or state.average,
        "optimiser": state.optimiser.state_dict(),
        "scaler": state.scaler.state_dict(),
        "sums": dict(state.sums),
        "gradients": _listed(gradients_of(state)),
        "device": str(next(state.model.parameters()).device),
        "threads": torch.get_num_threads(),
        "random": _random_states(),
        "record": {"step": state.step},
        "left_out": _plain(left_out),
        "pictures": _plain(pictures),
        **{name: getattr(state, name) for name in _NUMBERS},
    }
    write_with(path, lambda file: torch.save(content, file), _bytes(content))


_NUMBERS = ("step", "parts", "judged", "last", "best")


def _plain(value: Any) -> Any:
    """Tuples as lists: what JSON would give back."""
    if isinstance(value, dict):
        return {k: _plain(v) for k, v in value.items()}
    return [_plain(v) for v in value] if isinstance(value, list | tuple) else value


def _listed(found: dict[str, Histogram]) -> dict[str, list[Any]]:
    """Counts and ends: the epoch may be judged by whoever goes on, and has no gradients."""
    return {path: [one.counts.tolist(), one.low, one.high] for path, one in found.items()}


def _bytes(value: Any) -> int:
    """Of all tensors: near enough the size of the file."""
    if isinstance(value, Tensor):
        return value.numel() * value.element_size()
    inside = value.values() if isinstance(value, dict) else value
    return sum(map(_bytes, inside)) if isinstance(value, dict | list) else 0


def _random_states() -> list[Tensor]:
    """Of the CPU, then of each CUDA device. A step seeds anew what it draws from."""
    used = torch.cuda.is_initialized()  # type: ignore[no-untyped-call]
    return [torch.get_rng_state(), *(torch.cuda.get_rng_state_all() if used else [])]


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
    state.scaler.load_state_dict(content.get("scaler", {}))
    if state.average is not None:
        state.average = {k: content["ema"][k].to(device) for k in state.average}
    for name in _NUMBERS:
        setattr(state, name, content.get(name, getattr(state, name)))
    state.sums = _sums(content["sums"])
    told = content.get("gradients", {})  # early versions did not keep them
    state.gradients = {
        path: Histogram(np.array(found[0]), *found[1:]) for path, found in told.items()
    }
    return config, state


def _sums(kept: dict[str, float]) -> defaultdict[str, float]:
    """Those of the epoch; early versions did not count the steps of each flow."""
    sums = defaultdict(float, kept)
    for name in kept:
        what, _, flow = name.partition(".")
        if what == "norm":
            sums.setdefault(f"learnt.{flow}", sums["steps"])
    return sums
