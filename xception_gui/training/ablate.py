"""The same run with one value of the architecture changed, step by step beside each other.

As the paper's Figures 9 and 10: same seed, so the same batches, augmentation and schedule; what is
left out or changed is all that differs.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from xception_gui.base.config import XceptionConfig
from xception_gui.base.control import Control
from xception_gui.base.events import EpochDone, RunEnded, RunStarted, StepDone, TrainingEvent
from xception_gui.base.numbers import short
from xception_gui.base.problem import Problem
from xception_gui.base.run_folders import NOTE, write_note
from xception_gui.base.training import TrainingConfig
from xception_gui.base.variants import UNCHANGED, variant_names
from xception_gui.model import build_meta
from xception_gui.training.checkpoints import resumable
from xception_gui.training.loop import train
from xception_gui.training.pictures import Shared
from xception_gui.training.record import changeable, recorded


@dataclass(frozen=True)
class Ablation:
    """One of the runs; `name` is its directory: "unchanged", "residual=false"."""

    name: str
    config: TrainingConfig
    params: int
    difference: int

    def words(self) -> str:
        """``−120 k parameters (1.61 M)``: the note beside the run."""
        if not self.difference:
            return f"{short(self.params)} parameters"
        sign = "+" if self.difference > 0 else ""
        return f"{sign}{short(self.difference)} parameters ({short(self.params)})"


def ablations(
    config: TrainingConfig, changes: Sequence[tuple[str, Any]], classes: int
) -> list[Ablation]:
    """The run as it is, and one for each change of a value of its model.

    Raises
    ------
    Problem
        ``config-value`` for a wrong value, or where the run starts from pretrained weights: they
        have the architecture that they have.
    """
    if config.weights:
        words = {"cause": "they have one architecture", "allowed": "none, with --ablate"}
        raise Problem("config-value", field="weights", value=config.weights, **words)
    changed = [config.changed({"model": dict([change])}) for change in changes]
    configs = dict(zip(variant_names(changes), (config, *changed), strict=True))
    counts = {name: _params(one.model, classes) for name, one in configs.items()}
    whole = counts[UNCHANGED]
    return [Ablation(k, one, counts[k], counts[k] - whole) for k, one in configs.items()]


def lockstep(
    data: str | Path,
    out: Path,
    runs: Sequence[Ablation],
    control: Control,
    resume: bool = False,
) -> Iterator[tuple[Ablation, TrainingEvent]]:
    """All runs, a step of each in turn; every one has a run directory of its own below `out`.

    Parameters
    ----------
    resume : bool
        Go on with those that have a checkpoint; others begin.

    Raises
    ------
    Problem
        ``run-exists`` where a run lies there that is not to be gone on with, ``checkpoint`` where
        none lies there that could go on. What ends one of the runs (a loss that is no number)
        leaves the others alone: its `RunEnded` tells it at once, also of one that never began, and
        the first such problem is raised when all are done.
    """
    there = [run for run in runs if resumable(out / run.name)]
    if there and not resume:
        raise Problem("run-exists", run=str(out))
    if resume and not there:
        raise Problem("checkpoint", file=str(out), cause="it holds no checkpoint")
    shared: Shared = {}  # the same pictures, read once
    steps = dict.fromkeys(runs, -1)  # that are done, by each run that is not over; -1: not begun
    wishes = {run: _wishes(control, run, steps) for run in runs}
    going = {run: _events(data, out, run, wishes[run], run in there, shared) for run in runs}
    problem: Problem | None = None
    while steps:
        for run in _hindmost(steps):
            try:
                done = yield from _turn(run, going[run])
            except Problem as its_own:
                problem, done = problem or its_own, None
            if done is None:
                del steps[run]
            else:
                steps[run] = done
    if problem is not None:
        raise problem


def _wishes(control: Control, run: Ablation, steps: Mapping[Ablation, int]) -> Control:
    """Those of the user; to end with the epoch is heard only where no other run is ahead."""

    def is_first() -> bool:
        return steps[run] == max(steps.values())

    return Control(control.stop, control.pause, _Wish(control.finish_epoch, is_first))


class _Wish(threading.Event):
    """Another wish, while a condition holds.

    Pressed while the second run is at the end of an epoch, the first may have begun the next one:
    all are to end with that.
    """

    def __init__(self, wish: threading.Event, holds: Callable[[], bool]) -> None:
        super().__init__()
        self._wish, self._holds = wish, holds

    def is_set(self) -> bool:
        """Whether it is to be heard now."""
        return self._wish.is_set() and self._holds()


def _hindmost(steps: Mapping[Ablation, int]) -> list[Ablation]:
    """All runs, but where some went on from an earlier step: these catch up first."""
    least = min(steps.values())
    return [run for run, done in steps.items() if done == least]


def _turn(
    run: Ablation, events: Iterator[TrainingEvent]
) -> Generator[tuple[Ablation, TrainingEvent], None, int | None]:
    """Until it has begun, done a step or been judged; how many steps are done, None: it is over."""
    for event in events:
        yield run, event
        if isinstance(event, RunStarted | StepDone | EpochDone):
            return event.step
    return None


def _events(
    data: str | Path, folder: Path, run: Ablation, control: Control, resume: bool, shared: Shared
) -> Iterator[TrainingEvent]:
    out = folder / run.name
    changes = changeable(run.config)
    events = train(data, out, run.config, control, resume, shared, changes)
    for event in _with_end(recorded(events, out, run.config)):
        if isinstance(event, RunStarted) and not (out / NOTE).exists():  # it may be the user's
            write_note(out, run.words())
        yield event


def _with_end(events: Iterator[TrainingEvent]) -> Iterator[TrainingEvent]:
    """All of them; a run that fails without saying so, as before it began, says why."""
    step, ended = 0, False
    try:
        for event in events:
            step, ended = getattr(event, "step", step), isinstance(event, RunEnded)
            yield event
    except Problem as problem:
        if not ended:
            fields = {name: str(value) for name, value in problem.fields.items()}
            yield RunEnded("failed", step, "", None, code=problem.code, fields=fields)
        raise


def _params(config: XceptionConfig, classes: int) -> int:
    model = build_meta(replace(config, num_classes=classes))
    return sum(parameter.numel() for parameter in model.parameters())
