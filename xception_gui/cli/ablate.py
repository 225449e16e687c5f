"""``xception-gui train --ablate``: what a part of the architecture is good for, in lockstep."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from xception_gui.base import numbers
from xception_gui.base.events import (
    BatchHalved,
    EpochDone,
    PictureLost,
    RunEnded,
    RunStarted,
    TrainingEvent,
    to_line,
)
from xception_gui.base.problem import Problem
from xception_gui.base.run_folders import epochs_of, read_events
from xception_gui.base.texts import problem_text
from xception_gui.base.training import TrainingConfig
from xception_gui.base.utf8 import in_utf8
from xception_gui.cli.output import say
from xception_gui.cli.training_report import say_left_out

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
    lines: bool,
) -> int:
    """A line for each epoch of each run, then all of them in one table; or `lines` of JSON."""
    from xception_gui.images.datasets import ClassFolders
    from xception_gui.training.ablate import ablations, lockstep

    runs, began = ablations(config, changes, len(ClassFolders(data).classes)), False
    try:
        for run, event in lockstep(data, out, runs, control, resume):
            if isinstance(event, RunStarted) and not began:
                began = True
                if not lines:
                    say_left_out(event.unreadable)  # they learn from the same pictures
            print(_line(run.name, event), flush=True) if lines else _show(run.name, event)
    except Problem:
        if began and not lines:
            _show_table(out, runs)
        raise
    if not lines:
        _show_table(out, runs)
    return 0


def _line(name: str, event: TrainingEvent) -> str:
    """As `to_line`, with the name of the run first, also where the event has its directory."""
    values = {"run": name} | json.loads(to_line(event)) | {"run": name}
    return in_utf8(json.dumps(values, ensure_ascii=False, allow_nan=False))


def _show(name: str, event: TrainingEvent) -> None:
    """What is worth a line: an epoch, and what a run has lost beside the others."""
    if isinstance(event, EpochDone):
        print(f"{name}, epoch {event.epoch + 1}: {_judged(event)}", flush=True)
    elif isinstance(event, RunStarted):
        for text in event.damaged:
            say(f"{name}: damaged: {text}")
    elif isinstance(event, PictureLost):
        say(f"{name}: the run goes on without it: {event.cause}")
    elif isinstance(event, BatchHalved):
        parts = f"computed in {event.parts} parts of {event.size} pictures"
        beside = "batch-norm statistics come from these, unlike those of the other runs"
        say(f"{name}: memory ran out in step {event.step}: a batch is now {parts}; {beside}")
    elif isinstance(event, RunEnded) and event.code:
        where = f"ended at step {event.step}: " if event.step else ""
        say(f"{name}: {where}{problem_text(event.code, event.fields)}")


def _show_table(out: Path, runs: Sequence[Ablation]) -> None:
    width = max(len(run.name) for run in runs)
    for run in runs:
        params = f"{run.params:>12,} {run.difference:>+12,}"
        print(f"{run.name:<{width}} {params}  {_reached(epochs_of(read_events(out / run.name)))}")


def _reached(epochs: Sequence[EpochDone]) -> str:
    """The best epoch on the held-back pictures; without such the last: nothing tells a better."""
    if not epochs:
        return "no epoch was finished"
    shown = epochs[-1]
    if shown.validation_top1 is not None:
        shown = max(epochs, key=lambda epoch: epoch.validation_top1 or 0)  # of equals the first
    return f"epoch {shown.epoch + 1}: {_judged(shown)}"


def _judged(event: EpochDone) -> str:
    """Loss and top-1 on the held-back pictures, or those of the training where there are none."""
    top1, loss = event.validation_top1, event.validation_loss
    if top1 is None or loss is None:
        return f"train loss {event.train_loss:.4f}, top-1 {numbers.percent(event.train_top1)}"
    return f"loss {loss:.4f}, top-1 {numbers.percent(top1)}"
