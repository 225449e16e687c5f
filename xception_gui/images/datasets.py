"""Labelled pictures: a folder, or a zip, with one subfolder per class. Read in place."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator
from pathlib import Path

from PIL import Image

from xception_gui.base.problem import Problem
from xception_gui.images.archive import Archive
from xception_gui.images.decode import decode
from xception_gui.images.files import AnyPath, read_bytes, shown, unreadable

EXTENSIONS = frozenset(
    (".jpg", ".jpeg", ".jpe", ".jfif", ".png", ".webp", ".bmp", ".gif", ".tif", ".tiff", ".avif")
)


class ClassFolders:
    """Pictures and their classes, from a folder or a zip; a single top folder is skipped.

    Parameters
    ----------
    path : path
        ``DATA/cat/1.jpg``, ``DATA/dog/2.jpg`` or a zip of the same.

    Attributes
    ----------
    classes : tuple of str
        Subfolders, sorted.
    names : list of str
        Path of every picture below `path`, sorted, with ``/``.
    labels : list of int
        Index in `classes` of every picture.

    Raises
    ------
    Problem
        ``data-classes`` where there are fewer than two subfolders with pictures; those of a zip.
    """

    def __init__(self, path: AnyPath) -> None:
        self.path = os.fsdecode(path)
        self._archive = None if os.path.isdir(self.path) else Archive(self.path)
        found = self._archive.names if self._archive else walk(self.path)
        pictures = sorted(name for name in found if is_picture_name(name))
        depth = _top_folders(pictures)
        kept = [(name, name.split("/")[depth]) for name in pictures if name.count("/") > depth]
        self.classes = tuple(sorted({folder for _, folder in kept}))
        if len(self.classes) < 2:
            raise Problem("data-classes", file=shown(self.path), count=len(self.classes))
        index = {folder: number for number, folder in enumerate(self.classes)}
        self.names = [name for name, _ in kept]
        self.labels = [index[folder] for _, folder in kept]

    def __len__(self) -> int:
        return len(self.names)

    def read(self, index: int) -> bytes:
        """The bytes of one picture; a `Problem` if they cannot be had."""
        name = self.names[index]
        if self._archive:
            return self._archive.read(name)
        return read_bytes(os.path.join(self.path, name))

    def image(self, index: int) -> Image.Image:
        """One picture, upright RGB; a `Problem` names a damaged one."""
        return decode(self.read(index), os.path.join(self.path, self.names[index])).image


def list_pictures(path: AnyPath) -> list[Path]:
    """Every picture below a folder, sorted.

    A damaged one is among them: opening it later answers in one line.
    """
    root = os.fsdecode(path)
    return [Path(root, name) for name in sorted(walk(root)) if is_picture_name(name)]


def is_picture_name(name: str) -> bool:
    """Whether a file's name promises a picture (and is not macOS' shadow of one)."""
    folder, _, last = name.rpartition("/")
    hidden = last.startswith(".") or "__MACOSX" in folder.split("/")
    return not hidden and os.path.splitext(last)[1].lower() in EXTENSIONS


def walk(root: str) -> Iterator[str]:
    """Files below `root`, relative, with ``/``; a symlink loop is entered once at most.

    Raises
    ------
    Problem
        ``file-unreadable`` if `root` itself cannot be listed; subfolders that cannot are passed by.
    """
    try:
        os.scandir(root).close()
    except (OSError, ValueError) as error:
        raise unreadable(root, error) from error
    yield from _walk(root, "", set())


def _walk(root: str, prefix: str, seen: set[tuple[int, int]]) -> Iterator[str]:
    folder = os.path.join(root, prefix)
    try:
        status = os.stat(folder)
        if (status.st_dev, status.st_ino) in seen:
            return
        seen.add((status.st_dev, status.st_ino))
        names = sorted(os.listdir(folder))
    except OSError:
        return
    for name in names:
        try:
            mode = os.stat(os.path.join(folder, name)).st_mode
        except OSError:  # vanished, or a symlink that leads nowhere
            continue
        if stat.S_ISDIR(mode):
            yield from _walk(root, f"{prefix}{name}/", seen)
        elif stat.S_ISREG(mode):
            yield prefix + name


def _top_folders(names: Iterable[str]) -> int:
    """How many single top folders all pictures share, beyond which the classes begin."""
    split = [name.split("/") for name in names]
    if not split:
        return 0
    depth = 0
    shortest = min(len(parts) for parts in split)
    while depth < shortest - 2 and len({parts[depth] for parts in split}) == 1:
        depth += 1
    return depth
