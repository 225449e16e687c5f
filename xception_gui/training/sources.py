"""Where the pixels of pictures come from: kept in memory, or read each time they are needed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

import numpy as np
import torch
from torch import Tensor

from xception_gui.base.memory import free_memory
from xception_gui.base.preprocessing import Grey, Normalize, ResizeExact, Steps
from xception_gui.base.problem import Problem, restore
from xception_gui.images.datasets import Pictures
from xception_gui.images.prepare import pixels_shown
from xception_gui.training.ranks import local_ranks

_UNKNOWN = 16_000_000_000  # bytes that are taken to be free where the system does not say
_SHARE = 2  # half of what is free: the network and its batches need the rest


Missing = Mapping[int, tuple[str, Problem]]


class Source(Protocol):
    """Pixels of one picture after the other; safe to ask from several threads.

    Attributes
    ----------
    lost : mapping of str to Problem
        The pictures that could not be read, by name.
    """

    @property
    def lost(self) -> Mapping[str, Problem]:
        """See above."""

    def read(self, row: int) -> Tensor:
        """(3, r, r) uint8; a `Problem` names a picture that cannot be read."""

    def empty(self, count: int) -> Tensor:
        """Room for so many."""


class Kept:
    """All in memory: pictures (M, 3, r, r) uint8, or features of the head (M, C, 1, 1) float32.

    Parameters
    ----------
    missing : mapping of int to (str, Problem)
        Names and causes of the rows that could not be read.
    """

    def __init__(self, pixels: Tensor, missing: Missing | None = None) -> None:
        self.pixels, self._missing = pixels, missing or {}
        self.lost = dict(self._missing.values())

    def read(self, row: int) -> Tensor:
        """One of them."""
        if row in self._missing:
            raise _anew(self._missing[row][1])
        return self.pixels[row]

    def empty(self, count: int) -> Tensor:
        """Room for so many."""
        return _zeros(count, *self.pixels.shape[1:], dtype=self.pixels.dtype)


class Unread:
    """Pictures that are decoded whenever they are needed; a row is an index of `data`."""

    def __init__(self, data: Pictures, steps: Steps) -> None:
        self._data, self._steps = data, reading_steps(steps)
        self._side = reading_side(steps)
        self.lost: dict[str, Problem] = {}

    def read(self, row: int) -> Tensor:
        """One of them; what failed once is tried again: it may have been the network drive."""
        try:
            pixels = pixels_shown(self._data.image(row), self._steps)
        except Problem as problem:
            self.lost[self._data.names[row]] = _anew(problem)
            raise
        return torch.from_numpy(np.ascontiguousarray(pixels.transpose(2, 0, 1)))

    def empty(self, count: int) -> Tensor:
        """Room for so many."""
        return _zeros(count, 3, self._side, self._side, dtype=torch.uint8)


def _anew(problem: Problem) -> Problem:
    """The same, not raised yet: one that was holds the frames it passed, and so their batches."""
    return restore(problem.code, problem.fields)


@torch.inference_mode(False)
def _zeros(*shape: int, dtype: torch.dtype) -> Tensor:
    """A tensor that other threads may write to, whoever asks for it."""
    return torch.zeros(*shape, dtype=dtype)


def reading_steps(steps: Steps) -> Steps:
    """The steps that are done once, before augmentation: all that stand before the enlargement."""
    kept: list[object] = []
    for step in steps:
        made = any(not isinstance(one, Grey) for one in kept)  # a grey picture is as large
        if isinstance(step, ResizeExact | Normalize) and made:
            break
        kept.append(step)
    return tuple(kept)  # type: ignore[arg-type]


def reading_side(steps: Steps) -> int:
    """Pixels along a side of a picture as it is kept, or read."""
    read = reading_steps(steps)
    return [step.size for step in read if not isinstance(step, Grey | Normalize)][-1]


def decoded_size(count: int, steps: Steps) -> int:
    """Bytes of so many pictures."""
    return 3 * count * reading_side(steps) ** 2


def room() -> int:
    """Bytes that decoded pictures may take: half of what is free, shared by the local ranks."""
    free = free_memory()
    return (_UNKNOWN if free is None else free) // (_SHARE * local_ranks())
