"""The training loop: readable in one go, yields events, answers every wish within a step.

Window, command line and tests iterate the same generator. It owns its model; nobody else sees it.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from xception_gui.base.control import Control
from xception_gui.base.events import (
    CheckpointSaved,
    Paused,
    PictureLost,
    Resumed,
    RunEnded,
    RunStarted,
    TrainingEvent,
)
from xception_gui.base.memory import memory_problem
from xception_gui.base.problem import Problem
from xception_gui.base.run_lock import alone_in
from xception_gui.base.training import TrainingConfig
from xception_gui.training.checkpoints import (
    BEST,
    Found,
    checkpoints,
    newest,
    remove_leftovers,
    restore,
    save_next,
)
from xception_gui.training.directory import check_place, make
from xception_gui.training.environment import write_environment
from xception_gui.training.features import with_features
from xception_gui.training.finish import finish_epoch
from xception_gui.training.optimise import thaw
from xception_gui.training.pictures import Shared
from xception_gui.training.ranks import any_of, gathered, told_of_the_lost, world
from xception_gui.training.record import keep_config
from xception_gui.training.run import Run, prepare
from xception_gui.training.state import State, fresh, is_finite
from xception_gui.training.step import one_step
from xception_gui.training.upcoming import Upcoming

# What ends a step, or the judging, before it changes anything:
_UNTOUCHED = (
    "data-lost",
    "judged-not-finite",
    "loss-not-finite",
    "out-of-memory",
    "out-of-memory-step",
)
_MOST_SECONDS = 300.0  # between two checkpoints, so that a power cut costs no more of slow steps


def train(
    data: str | Path,
    out: str | Path,
    config: TrainingConfig,
    control: Control | None = None,
    resume: bool = False,
    shared: Shared | None = None,
    changes: Mapping[str, Any] | None = None,
) -> Iterator[TrainingEvent]:
    """Train on class folders, or go on with the run in `out`.

    Parameters
    ----------
    data : path
        Folder or zip of class folders.
    out : path
        Run directory: config.toml, environment.json, checkpoint-….pt (the last three), best.pt,
        weights.safetensors; `recorded` adds events.jsonl.
    config : TrainingConfig
        Ignored when resuming: the run keeps its own.
    shared : dict, optional
        Pictures of the runs that go on beside this one: what is there is not read again.
    changes : mapping, optional
        When resuming: values of `record.MAY_CHANGE` that are not those of the run any more. What it
        is judged on may have moved, as `data` may; its pictures must be the same.

    Yields
    ------
    TrainingEvent
        The last one is `RunEnded`, unless the run was stopped while its pictures were read: then
        nothing was written.

    Raises
    ------
    Problem
        For unreadable data, no whole checkpoint, a device that is not here any more, a full disk; a
        loss that is not a number, memory that does not even suffice for two pictures: then a
        checkpoint of the step before and `RunEnded`, which names the problem, come first.
    """
    control = control or Control()
    check_place(Path(out))
    found = newest(Path(out)) if resume else None
    if found is not None:
        config = _own(found, changes or {})
    content = found.content if found else None
    pictures = {} if shared is None else shared
    with memory_problem(str(data), "cpu"):
        run = yield from prepare(Path(data), Path(out), config, content, control, pictures)
    if run is None:
        return
    with memory_problem(str(run.out), run.device):
        state = _begun(run, found)
    with _directory(run, state, found is not None):
        yield _started(run, state, found)
        try:
            with told_of_the_lost():
                with memory_problem(str(run.out), run.device):
                    run = yield from with_features(run, state.model, control)
                yield from _steps(run, state, control)
            yield from _saved(run, state)
        except Exception as error:
            yield from _given_up(run, state, error)
            raise
        yield _ended(run, state)


def _own(found: Found, changes: Mapping[str, Any]) -> TrainingConfig:
    """The values that a run began with, but for those that may be others now."""
    own = TrainingConfig.from_dict(found.content["training"])
    held = own.validation_data and (changes.get("validation_data") or own.validation_data)
    return replace(own, **{**changes, "validation_data": held})


def _begun(run: Run, found: Found | None) -> State:
    """A fresh start, or what the checkpoint holds."""
    if found is None:
        return fresh(run.config, run.device, run.pretrained)
    _, state = restore(found.content, run.device)
    # As its last step left it: the epoch may have to be judged before there is another one.
    thaw(state.model, run.config, max(0, state.step - 1) / run.steps)
    return state


@contextmanager
def _directory(run: Run, state: State, resumed: bool) -> Iterator[None]:
    """The run directory, for this run alone; the rank that reports has it."""
    rank, ranks = world()
    least = 2 * state.parts * ranks
    if run.config.batch_size < least:
        size, cause = run.config.batch_size, "a part would have one picture"
        words = {"value": size, "cause": cause, "allowed": f"{least} or more"}
        raise Problem("config-value", field="batch_size", **words)
    if rank:
        yield
        return
    make(run.out)
    with alone_in(run.out):
        remove_leftovers(run.out)
        keep_config(run.out, run.config, resumed)
        write_environment(run)
        yield


def _started(run: Run, state: State, found: Found | None) -> RunStarted:
    device = str(run.device)
    before = str(found.content.get("device", device)) if found else device  # early ones: unknown
    return RunStarted(
        run=str(run.out),
        classes=run.classes,
        train_images=len(run.training),
        validation_images=len(run.validation),
        step=state.step,
        steps=run.steps,
        epochs=run.config.epochs,
        device=device,
        precision=str(run.dtype).removeprefix("torch."),
        unreadable=run.unreadable,
        resumed_from=str(found.path) if found else "",
        damaged=tuple(f"{name}: {cause}" for name, cause in found.damaged) if found else (),
        data=run.data,
        judged=run.judged,
        read_while=run.read_while,
        room=run.room,
        device_before=before if before != device else "",
    )


def _steps(run: Run, state: State, control: Control) -> Iterator[TrainingEvent]:
    """From the state's step to the last one, with a checkpoint now and then."""
    told, saved = set[str](), time.monotonic()
    with closing(Upcoming(run, state)) as upcoming:
        while True:
            wishes = [wish.is_set() for wish in (control.stop, control.pause, control.finish_epoch)]
            new = run.lost.keys() - told
            stop, pause, finish, lost = any_of([*wishes, bool(new)], run.device)
            epoch, position = divmod(state.step, run.steps_per_epoch)
            if lost:
                yield from _lost(run, state, told)
            over = state.step >= run.steps or (finish and state.step and not position)
            due = state.judged < epoch
            if stop or (over and not due):
                break
            if pause:
                upcoming.close()
                yield from _pause(run, state, control)
            elif due:
                yield from _judged(run, state, control)
            else:
                began = time.perf_counter()
                yield from one_step(run, state, upcoming.batch(), began)
                late = time.monotonic() - saved > _MOST_SECONDS  # ranks need not agree: one writes
                if late or state.step % run.config.checkpoint_steps == 0:
                    yield from _saved(run, state)
                    saved = time.monotonic()


def _lost(run: Run, state: State, told: set[str]) -> Iterator[TrainingEvent]:
    """The pictures that any rank could not read and that were not yet told."""
    mine = [(name, str(problem)) for name, problem in run.lost.items() if name not in told]
    for name, cause in dict(gathered(mine)).items():
        if name not in told:
            told.add(name)
            yield PictureLost(state.step, name, cause)


def _judged(run: Run, state: State, control: Control) -> Iterator[TrainingEvent]:
    """The end of an epoch, if nothing comes between."""
    began = time.perf_counter()
    with memory_problem(str(run.out), run.device):
        done = finish_epoch(run, state, control)
    if done is not None:
        yield replace(done, end_seconds=time.perf_counter() - began)


def _pause(run: Run, state: State, control: Control) -> Iterator[TrainingEvent]:
    yield from _saved(run, state)
    yield Paused(state.step)
    control.wait_while_paused()
    if not control.stop.is_set():
        yield Resumed(state.step)


def _saved(run: Run, state: State) -> Iterator[TrainingEvent]:
    if world()[0] == 0:
        path = save_next(state, run.config, run.classes, run.out, run.left_out, run.pictures)
        yield CheckpointSaved(str(path), state.step)


def _given_up(run: Run, state: State, error: Exception) -> Iterator[TrainingEvent]:
    """The last good step is kept, where the one that failed has left the state as it was."""
    code, fields = (error.code, error.fields) if isinstance(error, Problem) else ("", {})
    there = (run.out / f"checkpoint-{state.step:08}.pt").exists()
    if code in _UNTOUCHED and not there and is_finite(state):
        yield from _saved(run, state)
    told = {name: str(value) for name, value in fields.items()}
    yield replace(_ended(run, state), reason="failed", code=code, fields=told)


def _ended(run: Run, state: State) -> RunEnded:
    """The weights are those of the last whole epoch, if there was one; else the newest kept."""
    finished = state.step >= run.steps and state.judged >= run.config.epochs
    weights, best = run.out / "weights.safetensors", run.out / BEST
    kept = [weights] if weights.exists() else checkpoints(run.out)
    return RunEnded(
        "finished" if finished else "stopped",
        state.step,
        str(kept[0]) if kept else "",
        state.last,
        str(best) if best.exists() else "",
    )
