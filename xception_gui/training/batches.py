"""From the indices of a batch to what the network is given, and how the answers are judged."""

from __future__ import annotations

import itertools
from functools import lru_cache

import torch
from torch import Tensor

from xception_gui.base.training import TrainingConfig
from xception_gui.training.augment import augment, draws, to_input
from xception_gui.training.mixing import Targets, mixed
from xception_gui.training.run import Run
from xception_gui.training.samples import Samples
from xception_gui.training.schedule import size_at


def batch(run: Run, step: int, indices: list[int]) -> tuple[Tensor, Targets]:
    """What the step sees: a function of (seed, step, indices), whatever was drawn before."""
    config, labels = run.config, run.training.labels[indices].to(run.device)
    pixels = run.training.pixels[indices]
    if pixels.is_floating_point():  # features of the head
        return pixels.to(run.device), Targets(labels)
    epoch = step // run.steps_per_epoch
    numbers = _numbers(config, epoch, len(run.training))[indices]
    pixels = augment(pixels, numbers, config, epoch).to(run.device)
    x = to_input(pixels, size_at(config, step, run.steps_per_epoch), config.preprocessing)
    return mixed(x, labels, config, step)


@lru_cache(maxsize=16)
def _numbers(config: TrainingConfig, epoch: int, count: int) -> Tensor:
    return draws(config, epoch, count)


def plain(run: Run, samples: Samples, part: slice | list[int], size: int) -> Tensor:
    """Pictures (or features) as they are judged: unchanged, at `size` pixels."""
    pixels = samples.pixels[part].to(run.device)
    if pixels.is_floating_point():
        return pixels
    return to_input(pixels, size, run.config.preprocessing)


def parts_of(count: int, parts: int) -> list[slice]:
    """`count` pictures in `parts` near equal parts."""
    ends = [round(count * number / parts) for number in range(parts + 1)]
    return [slice(start, end) for start, end in itertools.pairwise(ends)]


def autocast(run: Run) -> torch.autocast:
    """The number format of the run."""
    return torch.autocast(run.device.type, run.dtype, enabled=run.dtype is not torch.float32)
