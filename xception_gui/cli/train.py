"""``xception-gui train``: a run in the terminal. Ctrl-C stops with a checkpoint, twice at once."""

from __future__ import annotations

import argparse
import contextlib
import signal
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Any

from xception_gui.base import numbers
from xception_gui.base.events import (
    EpochDone,
    RunEnded,
    RunStarted,
    StepDone,
    TrainingEvent,
    to_line,
)
from xception_gui.base.problem import Problem
from xception_gui.base.training import RECIPES, TrainingConfig
from xception_gui.cli.output import say

if TYPE_CHECKING:
    from xception_gui.training import Control


def run(options: argparse.Namespace) -> int:
    """Train until the last epoch or until Ctrl-C."""
    from xception_gui.training import Control, recorded, train

    config = _config(options)
    out = Path(options.resume or options.out or f"runs/{time.strftime('%Y%m%d-%H%M%S')}")
    if not options.resume and (out / "checkpoint.pt").exists():
        raise Problem("run-exists", run=str(out))
    control = Control()
    with _ctrl_c(control):
        events = train(options.data, out, config, control, resume=bool(options.resume))
        for event in recorded(events, out, config):
            print(to_line(event), flush=True) if options.events else _show(event)
    return 0


def _config(options: argparse.Namespace) -> TrainingConfig:
    from xception_gui.training import read_config

    if options.config:
        config = read_config(options.config)
        return replace(config, recipe=options.recipe) if options.recipe else config
    name = options.recipe or "default"
    if name not in RECIPES:
        raise Problem("option-value", option="--recipe", value=name, allowed=", ".join(RECIPES))
    return RECIPES[name]


@contextlib.contextmanager
def _ctrl_c(control: Control) -> Iterator[None]:
    """The first Ctrl-C (or SIGTERM) asks the run to stop, the second interrupts it."""

    def ask(number: int, frame: FrameType | None) -> None:
        if control.stop.is_set():
            raise KeyboardInterrupt
        control.stop.set()
        say("stopping after this step, with a checkpoint; again to stop at once")

    kept: dict[int, Any] = {n: signal.signal(n, ask) for n in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, previous in kept.items():
            signal.signal(number, previous)


def _show(event: TrainingEvent) -> None:
    if isinstance(event, RunStarted):
        print(_started(event), flush=True)
    elif isinstance(event, StepDone) and sys.stderr.isatty():
        text = f"\repoch {event.epoch + 1}, step {event.step}: loss {event.loss:.3f}, "
        print(
            f"{text}{event.images_per_second:.0f} images/s  ", end="", file=sys.stderr, flush=True
        )
    elif isinstance(event, EpochDone):
        print(_epoch(event), flush=True)
    elif isinstance(event, RunEnded):
        print(f"{event.reason} at step {event.step}: {event.weights}", flush=True)


def _started(event: RunStarted) -> str:
    counts = f"{event.train_images:,} pictures to learn, {event.validation_images:,} held back"
    where = f"{event.epochs} epochs on {event.device} in {event.precision}"
    return f"{event.run}: {len(event.classes)} classes, {counts}; {where}"


def _epoch(event: EpochDone) -> str:
    learnt = f"loss {event.train_loss:.4f}, top-1 {numbers.percent(event.train_top1)}"
    held = "nothing held back"
    if event.validation_loss is not None and event.validation_top1 is not None:
        held = f"held back: loss {event.validation_loss:.4f}, "
        held += f"top-1 {numbers.percent(event.validation_top1)}"
    return f"epoch {event.epoch + 1}: {learnt}; {held}; {event.seconds:.0f} s"
