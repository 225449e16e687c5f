"""How long a run will take and how much memory it needs, from one real step."""

from __future__ import annotations

import os
import time
from dataclasses import replace

import torch
from torch import Tensor
from torch.autograd.graph import saved_tensors_hooks
from torch.nn import functional

from xception_gui.base.preprocessing import input_size
from xception_gui.base.training import TrainingConfig
from xception_gui.base.training_data import Estimate, TrainingData
from xception_gui.inference.device import choose_device
from xception_gui.model import Xception, build
from xception_gui.training.reading import readers
from xception_gui.training.run import starting_point
from xception_gui.training.sources import decoded_size, room

_FIRST = 2  # pictures in the step that warms up
_ABOUT = 0.5  # seconds of the step that is measured
_COPIES = 4  # of each weight: itself, gradient, momentum, average


def estimate(config: TrainingConfig, data: TrainingData) -> Estimate:
    """Seconds of a whole run and bytes of its largest step, and whether the pictures fit.

    Notes
    -----
    Small steps warm up, a larger one is timed: a batch, as far as half a second allows, for small
    ones cost more per picture. Memory is what autograd keeps for the backward pass, in storages
    that are really different, and the weights with gradient, momentum and average. Reading pictures
    is in it where that happens while the run trains.
    """
    device = choose_device(config.device).device
    classes = tuple(name for name, _ in data.classes)
    config, pretrained = starting_point(config, classes, fresh=True)
    model = (pretrained or build(config.model, config.seed)).train().to(device)
    model = model.to(memory_format=torch.channels_last)  # type: ignore[call-overload]
    size = input_size(config.preprocessing)
    shape = (config.model.in_chans, size, size)
    _timed(model, config, torch.zeros(_FIRST, *shape, device=device))
    seconds, _ = _timed(model, config, torch.zeros(_FIRST, *shape, device=device))
    count = min(config.batch_size, max(_FIRST, int(_FIRST * _ABOUT / seconds)))
    _timed(model, config, torch.zeros(count, *shape, device=device))  # chooses its kernels
    seconds, kept = _timed(model, config, torch.zeros(count, *shape, device=device))
    weights = sum(p.numel() * p.element_size() for p in model.parameters()) * _COPIES
    each, memory = seconds / count, weights + kept * config.batch_size // count
    each *= _share_of_size(config, size)
    found = Estimate(each, memory, decoded_size(data.pictures, config.preprocessing), room())
    if found.read_while:
        each = beside_reading(each, data.reading, device.type)
    return replace(found, seconds=each * data.train * config.epochs)


def beside_reading(computing: float, reading: float, device: str) -> float:
    """Seconds per picture where the next ones are read meanwhile, `reading` seconds of a thread.

    On the CPU both want the same processors.
    """
    beside = reading / (os.cpu_count() or 1) if device == "cpu" else 0.0
    return max(computing + beside, reading / readers())


def _timed(model: Xception, config: TrainingConfig, x: Tensor) -> tuple[float, int]:
    """Seconds of one step, and bytes that it keeps."""
    x = x.contiguous(memory_format=torch.channels_last)
    began = time.perf_counter()
    kept = _step(model, x, config)
    return time.perf_counter() - began, kept


def _step(model: Xception, x: Tensor, config: TrainingConfig) -> int:
    """Forward and backward; bytes that are kept between them."""
    storages: dict[int, int] = {}

    def pack(kept: Tensor) -> Tensor:
        storage = kept.untyped_storage()
        storages[storage.data_ptr()] = storage.nbytes()
        return kept

    half = config.precision in ("bfloat16", "float16")
    dtype = torch.float16 if config.precision == "float16" else torch.bfloat16
    with saved_tensors_hooks(pack, lambda kept: kept):
        with torch.autocast(x.device.type, dtype, enabled=half):
            logits = model(x)
        y = torch.zeros(len(x), dtype=torch.long, device=x.device)
        loss = functional.cross_entropy(logits.float(), y)
    loss.backward()  # type: ignore[no-untyped-call]
    if x.device.type == "cuda":
        torch.cuda.synchronize(x.device)
    model.zero_grad()
    return sum(storages.values())


def _share_of_size(config: TrainingConfig, size: int) -> float:
    """What growing inputs cost on average, beside the final size all the time."""
    if not config.growth:
        return 1.0
    starts = [start for start, _ in config.growth] + [1.0]
    parts = zip(config.growth, starts[1:], strict=True)
    return sum((end - start) * (side / size) ** 2 for (start, side), end in parts)
