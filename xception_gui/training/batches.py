"""From the indices of a batch to what the network is given, and how the answers are judged."""

from __future__ import annotations

import itertools
from collections.abc import Generator, Iterable
from contextlib import closing
from functools import lru_cache

import torch
from torch import Tensor

from xception_gui.base.training import TrainingConfig
from xception_gui.training.augment import augment, draws, to_input
from xception_gui.training.mixing import Targets, mixed
from xception_gui.training.ranks import world
from xception_gui.training.reading import Picked, readable
from xception_gui.training.run import Run
from xception_gui.training.samples import Samples
from xception_gui.training.schedule import size_at


def batch(run: Run, step: int, found: Picked, places: list[int]) -> tuple[Tensor, Targets]:
    """What the step sees: a function of (seed, step, pictures), whatever was drawn before.

    Only the pictures in `places` are made; the others belong to other ranks, and are blank.
    """
    config, labels = run.config, run.training.labels[found.indices].to(run.device)
    if found.pixels.is_floating_point():  # features of the head
        return found.pixels.to(run.device), Targets(labels)
    epoch = step // run.steps_per_epoch
    asked = config.seed, config.rand_augment, bool(config.erasing)
    rows = torch.tensor(found.indices)[places]
    numbers = _numbers(*asked, epoch, len(run.training))[rows]
    pixels = augment(found.pixels[places], numbers, config, epoch).to(run.device)
    x = to_input(pixels, size_at(config, step, run.steps_per_epoch), config.preprocessing)
    return mixed(_spread(x, places, len(labels)), labels, config, step)


def _spread(x: Tensor, places: list[int], count: int) -> Tensor:
    """These pictures in their places of a batch of `count`."""
    if len(places) == count:
        return x
    whole = x.new_zeros(count, *x.shape[1:]).to(memory_format=torch.channels_last)
    whole[places] = x
    return whole


@lru_cache(maxsize=2)  # 60 MB for a million pictures
def _numbers(seed: int, changes: int, erasing: bool, epoch: int, count: int) -> Tensor:
    config = TrainingConfig(seed=seed, rand_augment=changes, erasing=0.5 if erasing else 0.0)
    return draws(config, epoch, count)


def places_of(run: Run, parts: int) -> list[int]:
    """Of a batch in `parts` for each rank, the places that this one computes or mixes in."""
    (rank, ranks), size = world(), run.config.batch_size
    if ranks == 1:
        return list(range(size))
    own = [p for part in parts_of(size, parts * ranks)[rank::ranks] for p in _places(part)]
    is_mixed = run.config.mixup or run.config.cutmix  # with the neighbour before it
    return sorted({*own, *((place - 1) % size for place in own if is_mixed)})


def _places(part: slice) -> range:
    return range(part.start, part.stop)


def plain(
    run: Run, samples: Samples, parts: Iterable[list[int]], size: int
) -> Generator[tuple[list[int], Tensor], None, None]:
    """Of each part the pictures that can be read, and these as they are judged: at `size` pixels.

    Features are given as they are. Whoever stops early has to close it.
    """
    with closing(readable(samples, parts)) as found:
        for indices, pixels in found:
            there = pixels.to(run.device)
            features = pixels.is_floating_point()
            yield indices, there if features else to_input(there, size, run.config.preprocessing)


def parts_of(count: int, parts: int) -> list[slice]:
    """`count` pictures in `parts` near equal parts."""
    ends = [round(count * number / parts) for number in range(parts + 1)]
    return [slice(start, end) for start, end in itertools.pairwise(ends)]


def autocast(run: Run) -> torch.autocast:
    """The number format of the run."""
    return torch.autocast(run.device.type, run.dtype, enabled=run.dtype is not torch.float32)
