"""Labelled pictures as the network's training sees them: read once, kept small, in memory."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial

import numpy as np
import torch
from torch import Tensor

from xception_gui.base.control import Control
from xception_gui.base.events import Preparing
from xception_gui.base.preprocessing import Normalize, ResizeExact, Steps
from xception_gui.base.problem import Problem
from xception_gui.base.results import ByteArray
from xception_gui.images.datasets import ClassFolders
from xception_gui.images.prepare import pixels_shown
from xception_gui.training.pace import Pace

MEMORY_LIMIT = 8_000_000_000  # bytes of decoded pictures
_CHUNK = 16  # pictures per piece of work: one by one the threads would mostly hand over


@dataclass(frozen=True)
class Samples:
    """Pictures (N, 3, r, r) uint8 at reading size `r`, their labels (N,) int64, their names."""

    pixels: Tensor
    labels: Tensor
    names: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.labels)

    def subset(self, indices: Sequence[int]) -> Samples:
        """Those pictures, in that order."""
        chosen = torch.as_tensor(indices, dtype=torch.long)
        names = tuple(self.names[index] for index in indices)
        return Samples(self.pixels[chosen], self.labels[chosen], names)


def reading_steps(steps: Steps) -> Steps:
    """The steps that are done once, before augmentation: all that stand before the enlargement."""
    kept: list[object] = []
    for step in steps:
        if isinstance(step, ResizeExact | Normalize) and kept:
            break
        kept.append(step)
    return tuple(kept)  # type: ignore[arg-type]


def read_samples(
    data: ClassFolders, steps: Steps, control: Control, wanted: Sequence[int] | None = None
) -> Generator[Preparing, None, tuple[Samples, int]]:
    """Every readable picture of `data`, and how many others there are.

    It ends early where the control says stop: what was not read by then is missing.

    Parameters
    ----------
    wanted : sequence of int, optional
        Only these pictures.

    Raises
    ------
    Problem
        ``data-memory`` if the decoded pictures need more than 8 GB; ``data-empty``.
    """
    reading = reading_steps(steps)
    side = next(step.size for step in reversed(reading) if not isinstance(step, Normalize))
    indices = list(range(len(data)) if wanted is None else wanted)
    need = len(indices) * 3 * side * side
    if need > MEMORY_LIMIT:
        raise Problem("data-memory", need=f"{need / 1e9:.1f} GB", count=len(indices), side=side)
    pixels = np.zeros((len(indices), 3, side, side), np.uint8)
    places = range(len(indices))
    chunks = [places[start : start + _CHUNK] for start in range(0, len(indices), _CHUNK)]
    read = partial(_read, data, indices, reading, pixels)
    pace, good = Pace("pictures", len(indices)), list[int]()
    with ThreadPoolExecutor(2) as pool:
        for chunk, found in zip(chunks, pool.map(read, chunks), strict=True):
            good += found
            yield from pace.add(len(chunk))
            if control.stop.is_set():
                pool.shutdown(cancel_futures=True)
                break
    return _collect(data, indices, pixels, good), pace.done - len(good)


def _read(
    data: ClassFolders, indices: Sequence[int], steps: Steps, pixels: ByteArray, chunk: range
) -> list[int]:
    """Fill in the pictures of a chunk; the places of those that could be read."""
    good = []
    for place in chunk:
        try:
            pixels[place] = pixels_shown(data.image(indices[place]), steps).transpose(2, 0, 1)
        except Problem:
            continue
        good.append(place)
    return good


def _collect(
    data: ClassFolders, indices: Sequence[int], pixels: ByteArray, good: list[int]
) -> Samples:
    if not good:
        raise Problem("data-empty", file=str(data.path))
    kept = pixels if len(good) == len(indices) else pixels[good]
    readable = [indices[place] for place in good]
    labels = torch.tensor([data.labels[index] for index in readable], dtype=torch.long)
    return Samples(torch.from_numpy(kept), labels, tuple(data.names[index] for index in readable))


def split(labels: Sequence[int], fraction: float, seed: int) -> tuple[list[int], list[int]]:
    """Indices for training and for validation: `fraction` of each class, chosen by `seed`."""
    generator = np.random.default_rng(seed)
    training: list[int] = []
    validation: list[int] = []
    for label in sorted(set(labels)):
        members = [i for i, value in enumerate(labels) if value == label]
        generator.shuffle(members)
        held = round(fraction * len(members))
        validation += members[:held]
        training += members[held:]
    return sorted(training), sorted(validation)


def chosen(labels: Sequence[int], count: int, seed: int) -> list[int]:
    """Indices of `count` pictures, of each class as many as can be, chosen by `seed`."""
    generator = np.random.default_rng(seed)
    ranks: list[tuple[int, int]] = [(0, 0)] * len(labels)
    for label in sorted(set(labels)):
        members = [i for i, value in enumerate(labels) if value == label]
        for rank, i in enumerate(generator.permutation(members)):
            ranks[i] = (rank, label)
    return sorted(sorted(range(len(labels)), key=ranks.__getitem__)[:count])
