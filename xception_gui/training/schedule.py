"""What depends on how far the run is: learning rate, input size, the order of the pictures."""

from __future__ import annotations

import math
from functools import lru_cache

import torch
from torch import Tensor

from xception_gui.base.preprocessing import input_size
from xception_gui.base.training import TrainingConfig
from xception_gui.training.augment import mix


def learning_rate(config: TrainingConfig, step: int, steps_per_epoch: int) -> float:
    """Linear warm-up to the peak, then what the schedule says; `step` counts from 0."""
    warmup = round(config.warmup_epochs * steps_per_epoch)
    if step < warmup:
        return config.learning_rate * (step + 1) / warmup
    rest = max(1, config.epochs * steps_per_epoch - warmup)
    return config.learning_rate * _factor(config, step - warmup, rest, steps_per_epoch)


def _factor(config: TrainingConfig, step: int, rest: int, steps_per_epoch: int) -> float:
    """What is left of the peak `step` steps after it."""
    if config.schedule == "constant":
        return 1.0
    if config.schedule == "cosine":
        return 0.5 * (1 + math.cos(math.pi * step / rest))
    samples = config.decay_unit == "samples"
    times = (step * config.batch_size if samples else step / steps_per_epoch) / config.decay_every
    return config.decay ** (math.floor(times + 1e-9) if config.schedule == "step" else times)


def size_at(config: TrainingConfig, step: int, steps_per_epoch: int) -> int:
    """Side of the input at `step`, pixels."""
    done = step / max(1, config.epochs * steps_per_epoch)
    reached = [size for start, size in config.growth if done >= start]
    return reached[-1] if reached else input_size(config.preprocessing)


@lru_cache(maxsize=3)  # runs that go on beside each other have the same seed
def order(seed: int, epoch: int, count: int) -> Tensor:
    """In which order the `count` training pictures come in `epoch`: (count,) int64."""
    generator = torch.Generator().manual_seed(mix(seed, epoch))
    return torch.randperm(count, generator=generator)


def wanted_at(config: TrainingConfig, step: int, count: int) -> list[int]:
    """Which of the `count` training pictures `step` sees."""
    epoch, position = divmod(step, steps_in_epoch(config, count))
    start = position * config.batch_size
    return order(config.seed, epoch, count)[start : start + config.batch_size].tolist()


def steps_in_epoch(config: TrainingConfig, count: int) -> int:
    """Whole batches of one epoch; the rest is left out, differently each time."""
    return max(1, count // config.batch_size)
