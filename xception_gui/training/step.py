"""One step of the optimiser: forward, backward, changed weights; or the batch halved."""

from __future__ import annotations

import math
import time
from collections.abc import Iterator
from dataclasses import dataclass

import torch
from torch import Tensor

from xception_gui.base.events import BatchHalved, StepDone, TrainingEvent
from xception_gui.base.memory import is_memory_error
from xception_gui.base.problem import Problem
from xception_gui.training.augment import mix
from xception_gui.training.batches import autocast, batch, parts_of, places_of
from xception_gui.training.mixing import Targets
from xception_gui.training.network import is_compiler_error
from xception_gui.training.optimise import clip, gradient_norms, thaw
from xception_gui.training.ranks import any_of, summed, world
from xception_gui.training.reading import Picked, complete
from xception_gui.training.run import Run
from xception_gui.training.schedule import learning_rate
from xception_gui.training.state import State, update_average
from xception_gui.training.together import asks_others


@dataclass(frozen=True)
class Learnt:
    """What a step says of itself."""

    loss: float
    right: float
    norms: dict[str, float]


def one_step(
    run: Run, state: State, found: Picked, began: float | None = None
) -> Iterator[TrainingEvent]:
    """One batch, in smaller and smaller parts where memory runs out.

    Parameters
    ----------
    began : float, optional
        `time.perf_counter` when its pictures were asked for; now.
    """
    began = time.perf_counter() if began is None else began
    rate = learning_rate(run.config, state.step, run.steps_per_epoch)
    for group in state.optimiser.param_groups:
        group["lr"] = rate
    thaw(state.model, run.config, state.step / run.steps)
    while (learnt := _attempt(run, state, found)) is None:
        yield _halved(run, state)
    epoch = state.step // run.steps_per_epoch
    state.step += 1
    update_average(state, run.config.ema_decay)
    seconds = max(1e-9, time.perf_counter() - began)
    count = len(found.indices)
    _add(state, learnt, count, seconds)
    top1, speed = learnt.right / count, count / seconds
    yield StepDone(state.step, epoch, learnt.loss, top1, rate, speed, learnt.norms)


def _attempt(run: Run, state: State, found: Picked) -> Learnt | None:
    """None where memory ran out: nothing of the state has changed then."""
    buffers = [buffer.clone() for buffer in state.model.buffers()]
    sums: Tensor | None = None
    try:
        sums = _gradients(run, state, found)
    except (RuntimeError, MemoryError) as error:
        if is_compiler_error(error):
            cause = str(error).splitlines()[0]
            raise Problem("compile-failed", cause=cause) from error
        if not is_memory_error(error):
            raise
        if asks_others(state.model):  # they wait in the middle of the network: no agreement there
            least = f"--accumulate {2 * state.parts}"
            raise Problem("out-of-memory-ranks", device=run.device, way=least) from None
    (failed,) = any_of([sums is None], run.device)
    if sums is not None and not failed:
        try:
            return _change(run, state, sums)
        except Problem:  # no number: its statistics are none either
            _put_back(state, buffers)
            raise
    _put_back(state, buffers)
    return None


def _put_back(state: State, buffers: list[Tensor]) -> None:
    """The batch-norm statistics from before the step."""
    for buffer, kept in zip(state.model.buffers(), buffers, strict=True):
        buffer.copy_(kept)


def _halved(run: Run, state: State) -> BatchHalved:
    state.optimiser.zero_grad(set_to_none=True)
    parts = 2 * state.parts * world()[1]
    size = run.config.batch_size // parts
    if size < 2:
        raise Problem("out-of-memory-step", run=str(run.out), device=run.device)
    state.parts *= 2
    if run.device.type == "cuda":
        torch.cuda.empty_cache()
    return BatchHalved(state.step, size, parts)


def _gradients(run: Run, state: State, found: Picked) -> Tensor:
    """Of this rank's parts of the batch; their share of the mean loss, and the number right."""
    places = places_of(run, state.parts)  # others than before, once halved
    complete(run.training, found, places)
    x, targets = batch(run, state.step, found, places)
    state.optimiser.zero_grad(set_to_none=True)
    rank, ranks = world()
    parts = list(enumerate(parts_of(len(x), state.parts * ranks)))[rank::ranks]
    return torch.stack([_backward(run, state, x, targets, *part) for part in parts]).sum(0)


def _backward(
    run: Run, state: State, x: Tensor, targets: Targets, number: int, part: slice
) -> Tensor:
    """Of one part; dropout is a function of the step and the part's number."""
    torch.manual_seed(mix(run.config.seed, 1, state.step, *([number] if number else [])))
    with autocast(run):
        logits = state.network(x[part]).float()
    share = len(logits) / len(x)
    loss = share * targets.loss(logits, part, run.config.label_smoothing)
    state.scaler.scale(loss).backward()  # type: ignore[no-untyped-call]
    return torch.stack([loss.detach(), targets.right(logits, part)])


def _change(run: Run, state: State, sums: Tensor) -> Learnt:
    """The weights are changed, unless loss or gradient is not finite."""
    summed([sums, *(p.grad for p in state.model.parameters() if p.grad is not None)])
    state.scaler.unscale_(state.optimiser)
    norms = gradient_norms(state.model)
    told = torch.stack([*sums, *norms.values()])
    loss, right, *lengths = told.tolist()  # the one moment that waits for the device
    _check(run, state, loss, lengths)
    clip(state.model, run.config.clip_norm, lengths)
    _step(run, state)
    finite = {k: v for k, v in zip(norms, lengths, strict=True) if math.isfinite(v)}
    return Learnt(loss, right, finite)


def _step(run: Run, state: State) -> None:
    """Some weights may have changed where memory runs out here: that state is not kept."""
    try:
        state.scaler.step(state.optimiser)
    except (RuntimeError, MemoryError) as error:
        if not is_memory_error(error):
            raise
        fields = {"run": str(run.out), "device": run.device, "optimiser": run.config.optimiser}
        raise Problem("out-of-memory-change", **fields) from None
    state.scaler.update()


def _check(run: Run, state: State, loss: float, lengths: list[float]) -> None:
    """A scaled float16 gradient may be infinite: the scaler leaves that step out."""
    scaled = state.scaler.is_enabled() and math.isfinite(loss)
    if not scaled and not all(map(math.isfinite, (loss, *lengths))):
        raise Problem("loss-not-finite", step=state.step, run=str(run.out))


def _add(state: State, learnt: Learnt, count: int, seconds: float) -> None:
    sums = state.sums
    sums["loss"] += learnt.loss * count
    sums["right"] += learnt.right
    sums["seen"] += count
    sums["seconds"] += seconds
    sums["steps"] += 1
    for flow, norm in learnt.norms.items():
        sums[f"norm.{flow}"] += norm
        sums[f"learnt.{flow}"] += 1
