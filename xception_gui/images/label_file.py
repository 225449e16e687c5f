"""Pictures whose classes stand in a file beside them, in one of the forms that ImageNet's have.

``file label`` by line, parted by a comma, a tab or a blank: Caffe's ``val.txt``, Kaggle's
``LOC_val_solution.csv`` (of its second column the first word counts), any CSV. Or one label by
line, in the order of the sorted file names: TensorFlow's list of WordNet ids, or ILSVRC's own
numbers where its ``map_clsloc.txt`` lies beside them.
"""

from __future__ import annotations

import csv
import os
import re
from collections.abc import Iterator

from xception_gui.base.problem import Problem
from xception_gui.images.datasets import Pictures, is_picture_name
from xception_gui.images.files import AnyPath, read_bytes, shown

_IMAGENET = 1000
_DIGITS = 10  # no class has so many; Python refuses to read thousands of them as a number
_DEVKIT = "map_clsloc.txt"
_HEADS = ("file", "filename", "name", "image", "imageid", "path", "id")


class LabelledFiles(Pictures):
    """The pictures of a folder or a zip that a file gives labels to.

    Parameters
    ----------
    path, labels_file : path

    Attributes
    ----------
    classes : tuple of str
        Labels as the file has them, sorted.
    labels : list of int
        Index in `classes` of every picture.
    unnamed, missing : int
        Pictures that the file does not name, which are left out; pictures that it names and that
        are not there.

    Raises
    ------
    Problem
        ``labels-unusable``, ``labels-devkit``; those of `Pictures` and `read_bytes`.
    """

    def __init__(self, path: AnyPath, labels_file: AnyPath) -> None:
        super().__init__(path)
        rows = _rows(labels_file)
        self.missing = 0
        if rows and all(len(row) == 1 for row in rows):
            words = _in_order([row[0] for row in rows], len(self), labels_file)
        else:
            words, self.missing = _by_name(rows, self.names, labels_file)
        self.unnamed = words.count("")
        pairs = [(name, word) for name, word in zip(self.names, words, strict=True) if word]
        self.names = [name for name, _ in pairs]
        self.classes = tuple(sorted({word for _, word in pairs}))
        index = {word: number for number, word in enumerate(self.classes)}
        self.labels = [index[word] for _, word in pairs]


def _rows(path: AnyPath) -> list[list[str]]:
    """The cells of each line, one or two."""
    try:
        text = read_bytes(path).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _unusable(path, "it is no text") from error
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
    try:
        return [[cell.strip() for cell in _cells(line)] for line in lines]
    except csv.Error as error:  # a cell longer than the module takes
        raise _unusable(path, f"it is no table ({error})") from error


def _cells(line: str) -> list[str]:
    """A comma parts before a tab, a tab before the last blank: file names may have blanks."""
    if "," in line:
        return next(csv.reader([line]))[:2]
    if "\t" in line:
        return line.split("\t")[:2]
    name, _, label = line.strip().rpartition(" ")
    is_file = is_picture_name(name) or re.fullmatch(r"\S+_\d{8}", name)
    return [name, label] if is_file else [line]


def _in_order(words: list[str], count: int, path: AnyPath) -> list[str]:
    """One label for each picture, as they are sorted."""
    if len(words) != count:
        raise _unusable(path, f"it has {len(words):,} labels for {count:,} pictures")
    if all(word.isdecimal() and len(word) < _DIGITS for word in words):
        numbers = set(map(int, words))
        if "ground_truth" in os.fsdecode(path) or (max(numbers) == _IMAGENET and 0 not in numbers):
            return _of_devkit(words, path)
    return words


def _of_devkit(words: list[str], path: AnyPath) -> list[str]:
    """WordNet ids for the numbers of ILSVRC's development kit, by the list that it has of them.

    Its lines are ``n02119789 1 kit_fox``.
    """
    beside = os.path.join(os.path.dirname(os.fsdecode(path)), _DEVKIT)
    if not os.path.isfile(beside):
        raise Problem("labels-devkit", file=shown(path))
    rows = [line.split() for line in read_bytes(beside).decode("utf-8", "replace").splitlines()]
    meant = {row[1]: row[0] for row in rows if len(row) > 1}
    for word in words:
        if word not in meant:
            raise _unusable(beside, f"it has no class {word}, which {shown(path)} names")
    return [meant[word] for word in words]


def _by_name(rows: list[list[str]], names: list[str], path: AnyPath) -> tuple[list[str], int]:
    """The label of each picture, empty where the file has none; by its path, then by its name.

    And how many are named that are not there.
    """
    if any(len(row) < 2 for row in rows):
        raise _unusable(path, "some of its lines have a file and a label, others only one of them")
    given = _given(rows, path)
    found = [next((given[key] for key in _keys(name) if key in given), "") for name in names]
    if not any(found):
        raise _unusable(path, "none of the pictures is named in it")
    there = {key for name in names for key in _keys(name)}
    return found, sum(name not in there for name in given)


def _given(rows: list[list[str]], path: AnyPath) -> dict[str, str]:
    """The label of each name; of two the last would count, and nobody know."""
    given: dict[str, str] = {}
    for name, label in _named(rows):
        first = given.setdefault(name, label)
        if first != label:
            words = f"{shown(first)} and {shown(label)}"
            raise _unusable(path, f"it gives {shown(name)} two classes: {words}")
    return given


def _named(rows: list[list[str]]) -> Iterator[tuple[str, str]]:
    for number, (name, label) in enumerate(rows):
        if number or name.casefold() not in _HEADS:
            solution = re.match(r"(n\d{8}) ", label)  # Kaggle's has boxes behind it
            yield name.replace("\\", "/"), solution[1] if solution else label


def _keys(name: str) -> Iterator[str]:
    """What a list may call a picture: its path or its name, with or without the ending."""
    parts = name.split("/")
    for start in range(len(parts)):
        tail = "/".join(parts[start:])
        yield tail
        yield os.path.splitext(tail)[0]


def _unusable(path: AnyPath, cause: str) -> Problem:
    return Problem("labels-unusable", file=shown(path), cause=cause)
