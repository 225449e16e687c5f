"""Class folders described, then checked, before anything is learnt from them."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator

import numpy as np

from xception_gui.base.problem import Problem
from xception_gui.base.results import ByteArray
from xception_gui.base.training_data import Checked, TrainingData
from xception_gui.images.datasets import ClassFolders, judging_folders
from xception_gui.images.files import AnyPath, shown

_SAMPLES = 12
_SIDE = 64  # pixels of a sample
_NAMED = 20  # unreadable files that are named
_TELL = 0.08  # seconds
_CHECKED = 20_000  # pictures that are opened at most, two minutes of one thread


def describe_data(
    path: AnyPath, validation: float, judged: str = "", images: int = 0
) -> TrainingData:
    """Classes, counts, what is judged on, and a few pictures.

    Parameters
    ----------
    validation : float
        Fraction of each class that is held back (0 … 1).
    judged : str
        Folder or zip to judge on; then nothing is held back.
    images : int
        So many are learnt and judged on; 0: all are learnt.

    Raises
    ------
    Problem
        Those of `ClassFolders`; ``validation-classes`` where `judged` has other classes.
    """
    data = ClassFolders(path)
    counts = np.bincount(data.labels, minlength=len(data.classes)).tolist()
    train, held, where = _parts(data, counts, validation, judged, images)
    samples, unreadable, reading = _samples(data, counts)
    return TrainingData(
        path=data.path,
        name=shown(os.path.basename(data.path.rstrip("/")) or data.path),
        classes=tuple(zip(data.classes, counts, strict=True)),
        train=train,
        validation=held,
        unreadable=unreadable,
        samples=samples,
        judged=where,
        reading=reading,
    )


def check_data(path: AnyPath) -> Iterator[Checked]:
    """Open every picture as a run does; ten times a second it is told how far that is.

    Of a very large data set some, from its beginning to its end.

    Raises
    ------
    Problem
        Those of `ClassFolders`.
    """
    data, told = ClassFolders(path), time.monotonic()
    count, first = 0, list[tuple[str, str]]()
    places = np.linspace(0, len(data) - 1, min(len(data), _CHECKED)).astype(int).tolist()
    for done, place in enumerate(places):
        try:
            data.image(place)
        except Problem as problem:
            count += 1
            first += [(data.names[place], str(problem))] if len(first) < _NAMED else []
        if time.monotonic() - told > _TELL:
            yield Checked(done, len(places), count, tuple(first), len(data))
            told = time.monotonic()
    yield Checked(len(places), len(places), count, tuple(first), len(data))


def _parts(
    data: ClassFolders, counts: list[int], validation: float, judged: str, images: int
) -> tuple[int, int, str]:
    """How many are learnt, how many are judged on, and where these lie."""
    if images:
        few = min(images, len(data))
        return few, few, data.path
    if judged:
        return len(data), len(judging_folders(judged, data)), judged
    held = sum(round(validation * count) for count in counts)
    return len(data) - held, held, ""


def _samples(
    data: ClassFolders, counts: list[int]
) -> tuple[tuple[tuple[str, ByteArray], ...], int, float]:
    """The first pictures of the classes in turn, small; how many of these cannot be read.

    And the median of the seconds that it took.
    """
    rounds = -(-_SAMPLES // len(counts))
    firsts = np.unique(data.labels, return_index=True)[1].tolist()
    places = [
        first + turn
        for turn in range(rounds)
        for first, count in zip(firsts, counts, strict=True)
        if turn < count
    ]
    found, seconds = [], []
    for place in places[:_SAMPLES]:
        began = time.perf_counter()
        found.append(_small(data, place))
        seconds.append(time.perf_counter() - began)
    good = tuple(sample for sample in found if sample is not None)
    return good, len(found) - len(good), float(np.median(seconds))


def _small(data: ClassFolders, place: int) -> tuple[str, ByteArray] | None:
    """One picture, its middle, square; None where it cannot be read."""
    try:
        image = data.image(place)
    except Problem:
        return None  # the run itself names it; here it is only counted
    side = min(image.size)
    left, top = (image.width - side) // 2, (image.height - side) // 2
    box = (left, top, left + side, top + side)
    pixels = np.asarray(image.resize((_SIDE, _SIDE), box=box, reducing_gap=2.0))
    return data.classes[data.labels[place]], pixels
