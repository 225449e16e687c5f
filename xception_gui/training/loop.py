"""The training loop: readable in one go, yields events, stops within a step.

Window, command line and tests iterate the same generator. It owns its model; nobody else sees it.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import torch
from torch import Tensor
from torch.nn import functional

from xception_gui.base.events import (
    CheckpointSaved,
    EpochDone,
    RunEnded,
    RunStarted,
    StepDone,
    TrainingEvent,
)
from xception_gui.base.preprocessing import input_size
from xception_gui.base.problem import Problem
from xception_gui.base.training import TrainingConfig
from xception_gui.images.datasets import ClassFolders
from xception_gui.inference.device import choose_device
from xception_gui.training import state as states
from xception_gui.training.augment import augment, draws, mix, to_input
from xception_gui.training.finish import averaged_model, judge, write_weights
from xception_gui.training.samples import Samples, read_samples, split
from xception_gui.training.schedule import learning_rate, order, size_at
from xception_gui.training.state import State

_DTYPES = {"float32": torch.float32, "bfloat16": torch.bfloat16, "float16": torch.float16}


@dataclass
class Control:
    """How another thread asks a run to stop; the run answers within a step."""

    stop: threading.Event = field(default_factory=threading.Event)


@dataclass(frozen=True)
class Run:
    """What stays the same during a run."""

    config: TrainingConfig
    out: Path
    classes: tuple[str, ...]
    training: Samples
    validation: Samples
    device: torch.device
    dtype: torch.dtype

    @property
    def steps_per_epoch(self) -> int:
        """Whole batches of one epoch; the rest is left out, differently each time."""
        return max(1, len(self.training) // self.config.batch_size)


def train(
    data: str | Path,
    out: str | Path,
    config: TrainingConfig,
    control: Control | None = None,
    resume: bool = False,
) -> Iterator[TrainingEvent]:
    """Train on class folders, or go on with the run in `out`.

    Parameters
    ----------
    data : path
        Folder or zip of class folders.
    out : path
        Run directory: config.toml, events.jsonl, checkpoint.pt, weights.safetensors.
    config : TrainingConfig
        Ignored when resuming: the run keeps its own.

    Raises
    ------
    Problem
        For unreadable data, a damaged checkpoint, a full disk, a loss that is not a number.
    """
    out = Path(out)
    content = states.read(out / "checkpoint.pt") if resume else None
    if content is not None:
        config = TrainingConfig.from_dict(content["training"])
    run, unreadable = _prepare(Path(data), out, config, content["classes"] if content else None)
    if content is not None:
        _, state = states.restore(content, run.device)
    else:
        state = states.fresh(run.config, run.device)
    yield _started(run, state, unreadable)
    yield from _steps(run, state, control or Control())


def _prepare(
    path: Path, out: Path, config: TrainingConfig, known: list[str] | None
) -> tuple[Run, int]:
    data = ClassFolders(path)
    if known is not None and list(data.classes) != known:
        raise Problem("resume-classes", file=str(path), run=str(out))
    device = choose_device(config.device).device
    samples, unreadable = read_samples(data, config.preprocessing)
    inside, held = split(samples.labels.tolist(), config.validation, config.seed)
    config = replace(config, model=replace(config.model, num_classes=len(data.classes)))
    if len(inside) < config.batch_size:
        raise Problem("data-few", file=str(path), count=len(inside), batch=config.batch_size)
    out.mkdir(parents=True, exist_ok=True)
    dtype = _DTYPES["float32" if config.precision == "auto" else config.precision]
    subsets = samples.subset(inside), samples.subset(held)
    return Run(config, out, data.classes, *subsets, device, dtype), len(unreadable)


def _started(run: Run, state: State, unreadable: int) -> RunStarted:
    return RunStarted(
        run=str(run.out),
        classes=run.classes,
        train_images=len(run.training),
        validation_images=len(run.validation),
        step=state.step,
        steps=run.config.epochs * run.steps_per_epoch,
        epochs=run.config.epochs,
        device=str(run.device),
        precision=str(run.dtype).removeprefix("torch."),
        unreadable=unreadable,
    )


def _steps(run: Run, state: State, control: Control) -> Iterator[TrainingEvent]:
    """From the state's step to the last one; a checkpoint now and then and at every end."""
    total, per_epoch = run.config.epochs * run.steps_per_epoch, run.steps_per_epoch
    began = time.monotonic()
    top1: float | None = None
    indices = order(run.config, state.step // per_epoch, len(run.training))
    while state.step < total and not control.stop.is_set():
        epoch, position = divmod(state.step, per_epoch)
        if position == 0:
            indices = order(run.config, epoch, len(run.training))
            began = time.monotonic()
        size = run.config.batch_size
        yield _step(run, state, epoch, indices[position * size : (position + 1) * size])
        if position + 1 == per_epoch:
            done = _epoch_done(run, state, epoch, time.monotonic() - began)
            top1 = done.validation_top1
            yield done
        if state.step % run.config.checkpoint_steps == 0:
            yield _checkpoint(run, state)
    yield _checkpoint(run, state)
    reason = "finished" if state.step >= total else "stopped"
    weights = run.out / "weights.safetensors"  # of the last whole epoch, if there was one
    usable = weights if weights.exists() else run.out / "checkpoint.pt"
    yield RunEnded(reason, state.step, str(usable), top1)


def _step(run: Run, state: State, epoch: int, indices: list[int]) -> StepDone:
    """One batch forward and backward, one step of the optimiser."""
    began = time.monotonic()
    config = run.config
    rate = learning_rate(config, state.step, run.steps_per_epoch)
    for group in state.optimiser.param_groups:
        group["lr"] = rate
    x = to_input(
        _pixels(run, epoch, indices),
        size_at(config, state.step, run.steps_per_epoch),
        config.preprocessing,
    )
    y = run.training.labels[indices].to(run.device)
    torch.manual_seed(mix(config.seed, 1, state.step))  # dropout, a function of the step
    loss, right = _update(run, state, x, y)
    state.step += 1
    states.update_average(state, config.ema_decay)
    _add(state, loss, right, len(indices))
    speed = len(indices) / (time.monotonic() - began)
    return StepDone(state.step, epoch, loss, right / len(indices), rate, speed)


def _pixels(run: Run, epoch: int, indices: list[int]) -> Tensor:
    numbers = draws(run.config, epoch, len(run.training))
    pixels = run.training.pixels[indices]
    return augment(pixels, numbers[indices], run.config, epoch).to(run.device)


def _update(run: Run, state: State, x: Tensor, y: Tensor) -> tuple[float, float]:
    """Loss and number of right answers; the weights are changed."""
    state.optimiser.zero_grad(set_to_none=True)
    half = run.dtype is not torch.float32
    with torch.autocast(run.device.type, run.dtype, enabled=half):
        logits = state.model(x)
    loss = functional.cross_entropy(logits.float(), y, label_smoothing=run.config.label_smoothing)
    value = float(loss.detach())
    if not value == value or value in (float("inf"), float("-inf")):
        raise Problem("loss-not-finite", step=state.step, run=str(run.out))
    loss.backward()  # type: ignore[no-untyped-call]
    state.optimiser.step()
    return value, float((logits.argmax(1) == y).sum())


def _add(state: State, loss: float, right: float, count: int) -> None:
    state.sums["loss"] += loss * count
    state.sums["right"] += right
    state.sums["seen"] += count


def _epoch_done(run: Run, state: State, epoch: int, seconds: float) -> EpochDone:
    sums, seen = state.sums, max(1.0, state.sums["seen"])
    model = averaged_model(run, state)
    loss, top1, top5 = judge(run, model, input_size(run.config.preprocessing))
    write_weights(run, state, model, top1)
    done = EpochDone(
        epoch, state.step, sums["loss"] / seen, sums["right"] / seen, loss, top1, top5, seconds
    )
    state.sums = {"loss": 0.0, "right": 0.0, "seen": 0.0}
    return done


def _checkpoint(run: Run, state: State) -> CheckpointSaved:
    path = run.out / "checkpoint.pt"
    states.save(state, run.config, run.classes, path)
    return CheckpointSaved(str(path), state.step)
