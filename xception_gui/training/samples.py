"""Labelled pictures as the network's training sees them: read once, kept small, in memory."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from xception_gui.base.preprocessing import Normalize, ResizeExact, Steps
from xception_gui.base.problem import Problem
from xception_gui.base.results import ByteArray
from xception_gui.images.datasets import ClassFolders
from xception_gui.images.prepare import prepare

MEMORY_LIMIT = 8_000_000_000  # bytes of decoded pictures


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


def read_samples(data: ClassFolders, steps: Steps) -> tuple[Samples, tuple[tuple[str, str], ...]]:
    """Every readable picture of `data`, and (name, cause) of the others.

    Raises
    ------
    Problem
        ``data-memory`` if the decoded pictures need more than 8 GB; ``data-empty``.
    """
    reading = reading_steps(steps)
    side = next(step.size for step in reversed(reading) if not isinstance(step, Normalize))
    need = len(data) * 3 * side * side
    if need > MEMORY_LIMIT:
        raise Problem("data-memory", need=f"{need / 1e9:.1f} GB", count=len(data), side=side)

    def read(index: int) -> ByteArray | Problem:
        try:
            return prepare(data.image(index), reading, "").shown
        except Problem as problem:
            return problem

    with ThreadPoolExecutor(2) as pool:
        pictures = list(pool.map(read, range(len(data))))
    return _collect(data, pictures)


def _collect(
    data: ClassFolders, pictures: list[ByteArray | Problem]
) -> tuple[Samples, tuple[tuple[str, str], ...]]:
    bad = [(data.names[i], str(p)) for i, p in enumerate(pictures) if isinstance(p, Problem)]
    good = [i for i, p in enumerate(pictures) if not isinstance(p, Problem)]
    if not good:
        raise Problem("data-empty", file=str(data.path))
    stacked = np.stack([p for p in pictures if not isinstance(p, Problem)])
    pixels = torch.from_numpy(stacked).permute(0, 3, 1, 2).contiguous()
    labels = torch.tensor([data.labels[i] for i in good], dtype=torch.long)
    names = tuple(data.names[i] for i in good)
    return Samples(pixels, labels, names), tuple(bad)


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
