"""``xception-gui train --ablate``: what a part of the architecture is good for, in lockstep."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from xception_gui.base import numbers
from xception_gui.base.events import EpochDone
from xception_gui.base.problem import Problem
from xception_gui.base.training import TrainingConfig

if TYPE_CHECKING:
    from xception_gui.base.control import Control
    from xception_gui.training.ablate import Ablation


def run_ablations(
    data: str,
    out: Path,
    config: TrainingConfig,
    changes: Sequence[tuple[str, Any]],
    control: Control,
    resume: bool,
) -> int:
    """A line for each epoch of each run, then all of them in one table."""
    from xception_gui.images.datasets import ClassFolders
    from xception_gui.training.ablate import ablations, lockstep

    runs = ablations(config, changes, len(ClassFolders(data).classes))
    best: dict[Ablation, EpochDone] = {}
    try:
        for run, event in lockstep(data, out, runs, control, resume):
            if isinstance(event, EpochDone):
                print(f"{run.name}, epoch {event.epoch + 1}: {_judged(event)}", flush=True)
                known = best.get(run)
                if known is None or (event.validation_top1 or 0) > (known.validation_top1 or 0):
                    best[run] = event
    except Problem:
        if best:
            _show_table(runs, best)
        raise
    _show_table(runs, best)
    return 0


def _show_table(runs: Sequence[Ablation], best: Mapping[Ablation, EpochDone]) -> None:
    width = max(len(run.name) for run in runs)
    for run in runs:
        params = f"{run.params:>12,} {run.difference:>+12,}"
        said = _judged(best[run]) if run in best else "no epoch was finished"
        print(f"{run.name:<{width}} {params}  {said}")


def _judged(event: EpochDone) -> str:
    """Loss and top-1 on the held-back pictures, or those of the training where there are none."""
    top1, loss = event.validation_top1, event.validation_loss
    if top1 is None or loss is None:
        return f"train loss {event.train_loss:.4f}, top-1 {numbers.percent(event.train_top1)}"
    return f"loss {loss:.4f}, top-1 {numbers.percent(top1)}"
