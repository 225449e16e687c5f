"""How well the weights do on labelled pictures."""

from __future__ import annotations

import os
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import Protocol

import numpy as np
from PIL import Image

from xception_gui.base.preprocessing import Steps
from xception_gui.base.problem import Problem
from xception_gui.base.results import Evaluation, FloatArray, Weights
from xception_gui.images.files import shown
from xception_gui.images.label_file import LabelledFiles
from xception_gui.images.prepare import prepare
from xception_gui.inference.engine import Engine
from xception_gui.inference.tally import Tally
from xception_gui.weights.class_names import class_names, plain, printable

_SHOWN = 5  # class names in a problem's line
_OF_THE_WEIGHTS = ("channels", "preprocessing")  # problems of which no picture is the cause
_DIGITS = 10  # no class has so many; Python refuses to read thousands of them as a number
_WORDNET = re.compile(r"n\d{8}\b")


class LabelledPictures(Protocol):
    """What is needed of a data set; `images.ClassFolders` is one."""

    path: str
    classes: tuple[str, ...]
    names: list[str]
    labels: list[int]

    def image(self, index: int) -> Image.Image:
        """One upright RGB picture; a `Problem` if it is damaged."""


@dataclass(frozen=True)
class EvaluationProgress:
    """How many of the pictures are done."""

    done: int
    total: int


@dataclass(frozen=True)
class _Case:
    """One picture, prepared, or why it cannot be; `target` is the weights' class."""

    name: str
    target: int
    values: FloatArray | None = None
    problem: Problem | None = None


def evaluate(
    engine: Engine, data: LabelledPictures, batch: int = 32
) -> Iterator[EvaluationProgress | Evaluation]:
    """Judge every picture of `data`; progress after each batch, the `Evaluation` at the end.

    Classes of the data are found among the weights' labels by name, whatever their order. A class
    that the weights do not know, and every picture that cannot be read or answered, is listed in
    ``unreadable``.

    Raises
    ------
    Problem
        ``classes-none``, ``classes-differ`` if no class fits, ``data-empty`` if no picture can be
        read; ``channels``, ``preprocessing`` or ``not-finite`` if the weights can take none.
    """
    known = match_classes(data, engine.weights)
    indices = [index for index, label in enumerate(data.labels) if label in known]
    labels = map(engine.weights.label, range(engine.weights.config.num_classes))
    tally, unreadable = Tally(tuple(labels)), _left_out(data, known)
    failed: list[Problem] = []
    pool = ThreadPoolExecutor(min(4, os.cpu_count() or 1), "prepare")
    try:
        done = 0
        for cases in _prepared(pool, engine.weights.preprocessing, data, known, indices, batch):
            unreadable += _judge(engine, tally, cases, failed)
            done += len(cases)
            yield EvaluationProgress(done, len(indices))
    finally:
        pool.shutdown(cancel_futures=True)  # and joined, even where the caller stops early
    if not tally.count:
        raise failed[0] if failed else Problem("data-empty", file=shown(data.path))
    found = tally.evaluation(unreadable)
    if isinstance(data, LabelledFiles):
        found = replace(found, unnamed=data.unnamed, missing=data.missing)
    yield found


def match_classes(data: LabelledPictures, weights: Weights) -> dict[int, int]:
    """Index of the weights' class for the data's classes that have one.

    By name, in the data's spelling or ours, or by number; ImageNet's also by WordNet id, these and
    CIFAR-10's by Chinese name. A name that is a class' own to the letter comes first: "a" and "A"
    may be two classes. What may mean two is none.

    Raises
    ------
    Problem
        ``classes-none`` if the network has no classes, ``classes-differ`` if it has other ones.
    """
    if not weights.config.num_classes:
        raise Problem("classes-none", name=weights.name)
    labels = weights.classes or tuple(map(str, range(weights.config.num_classes)))
    own = _sure((name, index) for index, name in enumerate(weights.classes))
    numbers = _sure((_key(name), index) for name, index in class_names(weights))
    found = _known(data.classes, lambda name: own.get(printable(name)))
    taken = set(found.values())
    meant = _known(data.classes, lambda name: _meant(name, numbers))
    found |= {at: one for at, one in meant.items() if at not in found and one not in taken}
    if not found:
        words = {"classes": _some(data.classes), "labels": _some(labels), "name": weights.name}
        raise Problem("classes-differ", file=shown(data.path), **words)
    return found


def _sure(pairs: Iterable[tuple[str, int]]) -> dict[str, int]:
    """Of names those that mean one class alone."""
    meant = defaultdict[str, set[int]](set)
    for name, index in pairs:
        meant[name].add(index)
    return {name: indices.pop() for name, indices in meant.items() if len(indices) == 1}


def _known(classes: Sequence[str], find: Callable[[str], int | None]) -> dict[int, int]:
    pairs = ((index, find(name)) for index, name in enumerate(classes))
    return {index: number for index, number in pairs if number is not None}


def _meant(name: str, numbers: Mapping[str, int]) -> int | None:
    """The class that the data calls `name`; of ``n01440764_tench`` the id says it."""
    wordnet = _WORDNET.match(_key(name))
    digits = name.isdecimal() and len(name) < _DIGITS
    names = (_key(name), wordnet[0] if wordnet else "", str(int(name)) if digits else "")
    return next((numbers[one] for one in names if one in numbers), None)


def _key(name: str) -> str:
    """By what it is compared: weights have their names escaped, a folder has its own."""
    return plain(printable(name))


def _some(names: Sequence[str]) -> str:
    more = ", …" if len(names) > _SHOWN else ""
    return ", ".join(shown(name) for name in names[:_SHOWN]) + more


def _left_out(data: LabelledPictures, known: dict[int, int]) -> list[tuple[str, str]]:
    """One line for each class of the data that the weights do not know."""
    return [
        (f"{name}/", f"the weights have no such class: {data.labels.count(index)} left out")
        for index, name in enumerate(data.classes)
        if index not in known
    ]


def _prepared(
    pool: ThreadPoolExecutor,
    steps: Steps,
    data: LabelledPictures,
    known: dict[int, int],
    indices: list[int],
    batch: int,
) -> Iterator[list[_Case]]:
    """Batches in order; the next one is decoded while the network is busy with this one."""

    def case(index: int) -> _Case:
        name, target = data.names[index], known[data.labels[index]]
        try:
            return _Case(name, target, prepare(data.image(index), steps, "").values)
        except Problem as problem:
            return _Case(name, target, problem=problem.with_traceback(None))  # nor its picture

    waiting: list[Future[_Case]] = []
    for start in range(0, len(indices), batch):
        waiting += [pool.submit(case, index) for index in indices[start : start + batch]]
        if start:
            yield [future.result() for future in waiting[:batch]]
            del waiting[:batch]
    yield [future.result() for future in waiting]


def _judge(
    engine: Engine, tally: Tally, cases: list[_Case], failed: list[Problem]
) -> list[tuple[str, str]]:
    """Add those that are answered to the tally; (name, cause) of the others, in order.

    What the weights cannot take, or the network gave no numbers for, is added to `failed`.
    """
    good = [(case.values, case) for case in cases if case.values is not None]
    problems = {case.name: case.problem for case in cases if case.problem is not None}
    failed += [problem for problem in problems.values() if problem.code in _OF_THE_WEIGHTS]
    causes = {name: str(problem) for name, problem in problems.items()}
    for pairs, logits in _answers(engine, good):
        names = [case.name for _, case in pairs]
        if isinstance(logits, Problem):
            failed.append(logits.with_traceback(None))
            causes |= dict.fromkeys(names, str(logits))
        else:
            targets = np.array([case.target for _, case in pairs])
            tally.add(logits.astype(np.float64), targets, names)
    return [(case.name, causes[case.name]) for case in cases if case.name in causes]


def _answers(
    engine: Engine, pairs: list[tuple[FloatArray, _Case]]
) -> Iterator[tuple[list[tuple[FloatArray, _Case]], FloatArray | Problem]]:
    """Logits of all; by halves where one has none that are finite, for it must not cost the others.

    The engine refuses a whole batch for one such picture.
    """
    if not pairs:
        return
    try:
        yield pairs, engine.logits([values for values, _ in pairs])
    except Problem as problem:
        if problem.code != "not-finite":
            raise
        if len(pairs) == 1:
            yield pairs, problem
        else:
            yield from _answers(engine, pairs[: len(pairs) // 2])
            yield from _answers(engine, pairs[len(pairs) // 2 :])
