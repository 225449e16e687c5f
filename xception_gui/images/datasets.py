"""Labelled pictures: a folder, or a zip, with one subfolder per class. Read in place."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from PIL import Image

from xception_gui.base.problem import Problem
from xception_gui.images.archive import Archive
from xception_gui.images.decode import decode
from xception_gui.images.files import AnyPath, read_bytes, shown, walk

EXTENSIONS = frozenset(
    (".jpg", ".jpeg", ".jpe", ".jfif", ".png", ".webp", ".bmp", ".gif", ".tif", ".tiff", ".avif")
)
_SHADOWS = frozenset(("__MACOSX", "@eaDir"))
"""Folders beside the pictures in which macOS and Synology keep what belongs to them."""
_PARTS = frozenset(("train", "training", "val", "valid", "validation", "test", "testing", "eval"))


class Pictures:
    """The pictures of a folder or a zip, read in place.

    Parameters
    ----------
    path : path

    Attributes
    ----------
    path : str
    names : list of str
        Path of every picture below `path`, sorted, with ``/``; `is_picture_name` leaves out hidden
        ones.

    Raises
    ------
    Problem
        Those of `Archive`, and of listing a folder.
    """

    def __init__(self, path: AnyPath) -> None:
        self.path = os.fsdecode(path)
        self._archive = None if os.path.isdir(self.path) else Archive(self.path)
        found = self._archive.names if self._archive else walk(self.path)
        self.names = sorted(filter(is_picture_name, found))

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


class ClassFolders(Pictures):
    """Pictures and their classes, from a folder or a zip; a single top folder is skipped.

    Parameters
    ----------
    path : path
        ``DATA/cat/1.jpg``, ``DATA/dog/2.jpg`` or a zip of the same.

    Attributes
    ----------
    classes : tuple of str
        Subfolders, sorted.
    labels : list of int
        Index in `classes` of every picture.

    Raises
    ------
    Problem
        ``data-classes`` where there are fewer than two subfolders with pictures; ``data-parts``
        where they are train and test rather than classes; those of `Pictures`.
    """

    def __init__(self, path: AnyPath) -> None:
        super().__init__(path)
        pictures = labelled(self.names)
        self.classes = tuple(sorted({label for _, label in pictures}))
        self._refuse_other_data()
        index = {label: number for number, label in enumerate(self.classes)}
        self.names = [name for name, _ in pictures]
        self.labels = [index[label] for _, label in pictures]

    def _refuse_other_data(self) -> None:
        if len(self.classes) < 2:
            raise Problem("data-classes", file=shown(self.path), count=len(self.classes))
        if _PARTS.issuperset(label.lower() for label in self.classes):
            parts = ", ".join(self.classes)
            raise Problem("data-parts", file=shown(self.path), parts=parts)


def judging_folders(path: AnyPath, data: ClassFolders) -> ClassFolders:
    """The pictures at `path`, to judge what was learnt from `data`.

    Raises
    ------
    Problem
        ``validation-classes`` where the classes are others; those of `ClassFolders`.
    """
    judged = ClassFolders(path)
    if judged.classes != data.classes:
        raise Problem("validation-classes", file=judged.path, data=data.path)
    return judged


def list_pictures(path: AnyPath) -> list[Path]:
    """Every picture below a folder, sorted; `is_picture_name` leaves out hidden ones.

    A damaged one is among them: opening it later answers in one line. `Problem` if the folder
    cannot be listed.
    """
    root = os.fsdecode(path)
    return sorted(Path(root, name) for name in walk(root) if is_picture_name(name))


def is_picture_name(name: str) -> bool:
    """Whether a file's name promises a picture, and neither it nor a folder above it is hidden.

    Jupyter and file managers keep copies of pictures in hidden folders: ``.ipynb_checkpoints``,
    ``.thumbnails``. `name` begins below the folder that was chosen, which may be hidden itself.
    """
    parts = name.split("/")
    is_picture = os.path.splitext(parts[-1])[1].lower() in EXTENSIONS
    return is_picture and not any(map(_is_hidden, parts))


def _is_hidden(part: str) -> bool:
    return part in _SHADOWS or (part.startswith(".") and part not in (".", ".."))


def labelled(names: Sequence[str]) -> list[tuple[str, str]]:
    """Names of pictures with their class: the folder below any single top folders.

    Pictures that lie beside the class folders, or beside a top folder, have no class and are left
    out.
    """
    split = [name.split("/") for name in names]
    depth = _top_folders(split)
    pairs = zip(names, split, strict=True)
    return [(name, parts[depth]) for name, parts in pairs if len(parts) > depth + 1]


def _top_folders(split: list[list[str]]) -> int:
    """How many single top folders all pictures share, but those that lie beside one of them."""
    depth = 0
    while True:
        inside = [parts for parts in split if len(parts) > depth + 1]
        has_folders = any(len(parts) > depth + 2 for parts in inside)
        if not has_folders or len({parts[depth] for parts in inside}) > 1:
            return depth
        depth += 1
