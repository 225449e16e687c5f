"""Batches on their way from the pictures to the step; what is not in memory is read ahead of need.

Pillow lets go of the interpreter while it decodes, so threads are enough. However many there are,
a batch comes in its turn and holds what it would hold if all pictures lay in memory.
"""

from __future__ import annotations

import itertools
import os
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from torch import Tensor

from xception_gui.base.problem import Problem, restore
from xception_gui.training.ranks import local_ranks
from xception_gui.training.sources import Kept

if TYPE_CHECKING:
    from xception_gui.training.samples import Samples

AHEAD = 2
"""Batches that are being read while one is used."""
_MOST = 16  # threads: of the 6.7 ms for a picture about 0.4 hold the interpreter
T = TypeVar("T")
Wanted = tuple[list[int], Sequence[int]]


def readers() -> int:
    """Threads that read: one per processor that this process has, its share of the machine's."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return max(1, min(_MOST, (cores or 1) // local_ranks()))


@dataclass
class Picked:
    """The pictures of a step.

    Parameters
    ----------
    wanted : list of int
        Which they are to be.
    indices : list of int
        Which they are: where one cannot be read, the next readable one stands in for it.
    pixels : (N, 3, r, r) uint8, or (N, C, 1, 1) float32
    filled : set of int
        The places that have been read; another rank computes the others.
    """

    wanted: list[int]
    indices: list[int]
    pixels: Tensor
    filled: set[int]


def picked(samples: Samples, wanted: list[int], places: Sequence[int]) -> Picked:
    """These pictures at once, at least in those places."""
    source = samples.source
    if isinstance(source, Kept) and not source.lost:
        pixels = source.pixels[samples.rows[wanted]]
        return Picked(wanted, wanted, pixels, set(range(len(wanted))))
    found = Picked(wanted, list(wanted), source.empty(len(wanted)), set())
    complete(samples, found, places)
    return found


def complete(samples: Samples, found: Picked, places: Iterable[int]) -> None:
    """Read what is missing in these places."""
    for place in places:
        if place not in found.filled:
            _fill(samples, found, place)


def _fill(samples: Samples, found: Picked, place: int) -> None:
    """One picture, or the next readable one of its batch."""
    for turn in range(len(found.wanted)):
        index = found.wanted[(place + turn) % len(found.wanted)]
        try:
            found.pixels[place] = samples.read(index)
        except Problem as problem:
            cause = restore(problem.code, problem.fields)  # itself it would hold the batch
            continue
        found.indices[place] = index
        found.filled.add(place)
        return
    raise Problem("data-lost", count=len(found.wanted), cause=cause)


def picked_ahead(samples: Samples, batches: Iterable[Wanted]) -> Generator[Picked, None, None]:
    """Each batch in its turn: the wanted indices, and the places that are needed of it."""
    if isinstance(samples.source, Kept):
        yield from itertools.starmap(partial(picked, samples), batches)
        return

    def begun(wanted: list[int], places: Sequence[int]) -> tuple[Picked, list[Callable[[], None]]]:
        found = Picked(wanted, list(wanted), samples.source.empty(len(wanted)), set())
        return found, [partial(_fill, samples, found, place) for place in places]

    with closing(_ahead(itertools.starmap(begun, batches))) as done:
        yield from done


def readable(
    samples: Samples, parts: Iterable[list[int]]
) -> Generator[tuple[list[int], Tensor], None, None]:
    """Of each part the indices and pixels of the pictures that can be read, in order."""
    if isinstance(samples.source, Kept) and not samples.source.lost:
        for part in parts:
            yield part, samples.source.pixels[samples.rows[part]]
        return
    with closing(_ahead(_pieces(samples, part) for part in parts)) as done:
        for found in done:
            good = sorted(found.filled)
            whole = len(good) == len(found.wanted)
            yield [found.wanted[i] for i in good], found.pixels if whole else found.pixels[good]


def _pieces(samples: Samples, part: list[int]) -> tuple[Picked, list[Callable[[], None]]]:
    found = Picked(part, part, samples.source.empty(len(part)), set())
    return found, [partial(_try, samples, found, place) for place in range(len(part))]


def _try(samples: Samples, found: Picked, place: int) -> None:
    try:
        found.pixels[place] = samples.read(found.wanted[place])
    except Problem:
        return  # the source remembers it
    found.filled.add(place)


def _ahead(work: Iterable[tuple[T, Sequence[Callable[[], None]]]]) -> Generator[T, None, None]:
    """Each thing once all pieces of its work are done; those of the next ones are under way."""
    pool = ThreadPoolExecutor(readers(), "read")
    waiting = deque[tuple[T, list[Future[None]]]]()
    try:
        for thing, pieces in work:
            waiting.append((thing, [pool.submit(piece) for piece in pieces]))
            if len(waiting) > AHEAD:
                yield _done(*waiting.popleft())
        while waiting:
            yield _done(*waiting.popleft())
    finally:
        pool.shutdown(cancel_futures=True)  # and joined, wherever the caller stops


def _done(thing: T, pieces: list[Future[None]]) -> T:
    for piece in pieces:
        piece.result()
    return thing


def in_parts(indices: Sequence[int], size: int) -> Iterator[list[int]]:
    """`size` at a time."""
    for start in range(0, len(indices), size):
        yield list(indices[start : start + size])
