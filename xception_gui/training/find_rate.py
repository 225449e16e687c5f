"""The learning-rate finder (Smith 2017): rising rates, step by step, and what the loss did."""

from __future__ import annotations

import math
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from xception_gui.base.control import Control
from xception_gui.base.events import Preparing, RateFound, RateTried, StepDone
from xception_gui.base.memory import memory_problem
from xception_gui.base.problem import Problem
from xception_gui.base.training import TrainingConfig
from xception_gui.training.features import with_features
from xception_gui.training.reading import Picked
from xception_gui.training.run import Run, prepare
from xception_gui.training.state import State, fresh
from xception_gui.training.step import one_step
from xception_gui.training.upcoming import Upcoming

_LOW, _HIGH = 1e-6, 10.0
_SMOOTHING = 0.9
_NO_MEMORY = ("out-of-memory-step", "out-of-memory-change")
_DIVERGED = 3.0  # times the least loss


def find_rate(
    data: str | Path, config: TrainingConfig, control: Control | None = None, steps: int = 100
) -> Iterator[Preparing | RateTried | RateFound]:
    """Try `steps` rates from 1e-6 to 10 on a network that is thrown away; nothing is written.

    Ends early where the loss has grown to three times its least, or the control says stop. The
    rate that comes last is that of the steepest fall, per factor of the rate, of the smoothed loss.
    """
    control = control or Control()
    constant = replace(config, schedule="constant", warmup_epochs=0, ema_decay=0.0, thaw=())
    with memory_problem(str(data), "cpu"):
        run = yield from prepare(Path(data), Path(), constant, None, control, {})
    if run is None:
        yield RateFound(None)
        return
    with memory_problem(str(data), run.device):
        state = fresh(run.config, run.device, run.pretrained)
        run = yield from with_features(run, state.model, control)
    tried: list[RateTried] = []
    with closing(Upcoming(run, state)) as upcoming:
        for number in range(steps):
            rate = _LOW * (_HIGH / _LOW) ** (number / max(1, steps - 1))
            if control.stop.is_set():
                break
            step = replace(run, config=replace(run.config, learning_rate=rate))
            loss = _loss(step, state, upcoming.batch())
            if loss is None:
                break
            tried.append(RateTried(rate, loss, _smoothed(tried, loss)))
            yield tried[-1]
            if tried[-1].smoothed > _DIVERGED * min(t.smoothed for t in tried):
                break
    yield RateFound(steepest(tried))


def _loss(run: Run, state: State, found: Picked) -> float | None:
    """Of one step; None where it is no longer a number."""
    try:
        events = list(one_step(run, state, found))
    except Problem as problem:
        if problem.code in _NO_MEMORY:  # there is no run that keeps anything
            raise Problem("out-of-memory", name=run.data, device=run.device) from None
        if problem.code != "loss-not-finite":
            raise
        return None
    return next(event.loss for event in events if isinstance(event, StepDone))


def _smoothed(tried: list[RateTried], loss: float) -> float:
    """Mean of the losses so far, the latest ones weighing most."""
    losses = [loss, *(t.loss for t in reversed(tried))]
    weights = [_SMOOTHING**age for age in range(len(losses))]
    return sum(w * x for w, x in zip(weights, losses, strict=True)) / sum(weights)


def steepest(tried: list[RateTried]) -> float | None:
    """The rate where the smoothed loss falls most steeply over log(rate); None: it never falls.

    Over three steps, and before its least value: what comes later is on the way out. The first
    slopes weigh less: few losses stand behind them, and noise alone would be the steepest.
    """
    least = min(range(len(tried)), key=lambda i: tried[i].smoothed, default=0)
    falls = [
        (_slope(tried[i - 1], tried[i + 1]) * (1 - _SMOOTHING**i), tried[i].rate)
        for i in range(1, min(least + 1, len(tried) - 1))
    ]
    slope, rate = min(falls, default=(0.0, 0.0))
    return rate if slope < 0 else None


def _slope(one: RateTried, other: RateTried) -> float:
    return (other.smoothed - one.smoothed) / math.log(other.rate / one.rate)
