"""Labelled pictures as the network's training sees them: small, in memory or read when needed."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor

from xception_gui.base.control import Control
from xception_gui.base.events import Preparing
from xception_gui.base.preprocessing import Steps
from xception_gui.base.problem import Problem
from xception_gui.images.datasets import ClassFolders
from xception_gui.training.pace import Pace
from xception_gui.training.reading import readers
from xception_gui.training.sources import Kept, Source, Unread

_CHUNK = 16  # pictures per piece of work: one by one the threads would mostly hand over


@dataclass(frozen=True)
class Samples:
    """Pictures by index: their `rows` (N,) in `source`, labels (N,) int64, names."""

    source: Source
    rows: Tensor
    labels: Tensor
    names: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.labels)

    @property
    def are_features(self) -> bool:
        """Whether the pictures have become what the network says of them."""
        return isinstance(self.source, Kept) and self.source.pixels.is_floating_point()

    def read(self, index: int) -> Tensor:
        """The pixels of one; a `Problem` if they cannot be had."""
        return self.source.read(int(self.rows[index]))

    def subset(self, indices: Sequence[int]) -> Samples:
        """Those pictures, in that order; no pixel is copied."""
        chosen = torch.as_tensor(indices, dtype=torch.long)
        names = tuple(self.names[index] for index in indices)
        return Samples(self.source, self.rows[chosen], self.labels[chosen], names)


def unread_samples(data: ClassFolders, steps: Steps, indices: Sequence[int]) -> Samples:
    """The pictures of `data` with these indices, none of them read yet."""
    rows = torch.as_tensor(indices, dtype=torch.long)
    return _samples(data, Unread(data, steps), rows, indices)


def read_samples(
    data: ClassFolders, steps: Steps, control: Control, indices: Sequence[int], settled: bool
) -> Generator[Preparing, None, tuple[Samples, tuple[str, ...]]]:
    """The same pictures read into memory, and the names of those that are left out.

    It ends early where the control says stop: what was not read by then is missing.

    Parameters
    ----------
    settled : bool
        What is left out was decided when the run began: a picture that cannot be read is then
        `lost`, as one is that becomes unreadable while a run reads it.

    Raises
    ------
    Problem
        ``data-empty``.
    """
    unread, pace = Unread(data, steps), Pace("pictures", len(indices))
    pixels, good = unread.empty(len(indices)), list[int]()
    places = range(len(indices))
    chunks = [places[start : start + _CHUNK] for start in range(0, len(indices), _CHUNK)]
    read = partial(_read, unread, indices, pixels)
    with ThreadPoolExecutor(readers(), "read") as pool:
        for chunk, found in zip(chunks, pool.map(read, chunks), strict=True):
            good += found
            yield from pace.add(len(chunk))
            if control.stop.is_set():
                pool.shutdown(cancel_futures=True)
                break
    if not good:
        raise Problem("data-empty", file=str(data.path))
    if settled:
        names = enumerate(data.names[index] for index in indices)
        missing = {at: (name, unread.lost[name]) for at, name in names if name in unread.lost}
        return _samples(data, Kept(pixels, missing), torch.arange(len(indices)), indices), ()
    kept = _samples(data, Kept(pixels), torch.tensor(good), [indices[place] for place in good])
    return kept, tuple(sorted(unread.lost))


def _read(unread: Unread, indices: Sequence[int], pixels: Tensor, chunk: range) -> list[int]:
    """Fill in the pictures of a chunk; the places of those that could be read."""
    good = []
    for place in chunk:
        try:
            pixels[place] = unread.read(indices[place])
        except Problem:
            continue
        good.append(place)
    return good


def _samples(data: ClassFolders, source: Source, rows: Tensor, indices: Sequence[int]) -> Samples:
    labels = torch.tensor([data.labels[index] for index in indices], dtype=torch.long)
    return Samples(source, rows, labels, tuple(data.names[index] for index in indices))


def split(labels: Sequence[int], fraction: float, seed: int) -> tuple[list[int], list[int]]:
    """Indices for training and for validation: `fraction` of each class, chosen by `seed`."""
    generator = np.random.default_rng(seed)
    training: list[int] = []
    validation: list[int] = []
    for group in _by_label(labels):
        members = group.tolist()
        generator.shuffle(members)
        held = round(fraction * len(members))
        validation += members[:held]
        training += members[held:]
    return sorted(training), sorted(validation)


def chosen(labels: Sequence[int], count: int, seed: int) -> list[int]:
    """Indices of `count` pictures, of each class as many as can be, chosen by `seed`."""
    generator = np.random.default_rng(seed)
    ranks: list[tuple[int, int]] = [(0, 0)] * len(labels)
    for label, group in enumerate(_by_label(labels)):
        for rank, i in enumerate(generator.permutation(group.tolist())):
            ranks[i] = (rank, label)
    return sorted(sorted(range(len(labels)), key=ranks.__getitem__)[:count])


def _by_label(labels: Sequence[int]) -> Iterator[npt.NDArray[np.int64]]:
    """The indices of each class in turn: a thousand classes of a million pictures in one go."""
    order = np.argsort(np.asarray(labels, np.int64), kind="stable")
    ends = np.flatnonzero(np.diff(np.asarray(labels, np.int64)[order])) + 1
    yield from np.split(order, ends) if len(order) else []
