"""The paths of a command line → picture files, in order; a bad path answers for itself alone."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from xception_gui.base.problem import Problem
from xception_gui.images.datasets import list_pictures
from xception_gui.images.files import open_regular, shown


@dataclass(frozen=True)
class PictureFile:
    """A file to open as a picture, or the reason why the path holds none.

    `path` is for opening: its undecodable bytes are not escaped.
    """

    path: str
    problem: Problem | None = None


def expand(paths: Iterable[str | os.PathLike[str]]) -> Iterator[PictureFile]:
    """Files as they are, folders as all pictures below them, sorted.

    Whether a file is a picture is left to opening it; a path that is missing, no regular file or
    a folder without pictures comes with its `Problem`.
    """
    for given in paths:
        path = os.fsdecode(given)
        try:
            yield from _files(path)
        except Problem as problem:
            yield PictureFile(path, problem)


def _files(path: str) -> Iterator[PictureFile]:
    if not os.path.isdir(path):
        open_regular(path).close()
        yield PictureFile(path)
        return
    pictures = list_pictures(path)
    if not pictures:
        raise Problem("nothing-to-open", what=shown(path))
    for picture in pictures:
        yield PictureFile(str(picture))
