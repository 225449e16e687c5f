"""What was dropped, decided by content in this one place."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterable
from itertools import islice
from typing import Literal

from xception_gui.base.problem import Problem
from xception_gui.images.archive import Archive
from xception_gui.images.datasets import is_picture_name, labelled
from xception_gui.images.files import AnyPath, read_head, refuse_special, shown, unreadable, walk
from xception_gui.images.signatures import HEAD, describe, is_weights, picture_format

Kind = Literal["picture", "weights", "class-folders", "folder", "zip"]

_LOOK_AT = 100_000
"""Files of a folder to look at, about a second: somebody may drop the whole disk."""
_WEIGHTS_IN_ZIP = ("data.pkl", ".npy", "model.weights.h5")


def recognise(path: AnyPath) -> Kind:
    """What `path` is, whatever its name says.

    Returns
    -------
    str
        "picture", "weights", "class-folders" (a folder or zip with at least two subfolders that
        hold pictures), "folder" (any other), "zip" (of pictures).

    Raises
    ------
    Problem
        ``url-refused``; ``file-unreadable`` (missing, a pipe, no permission); ``file-empty``;
        ``not-a-picture``; ``zip-damaged``, ``zip-refused``, ``zip-no-pictures``.
    """
    text = os.fsdecode(path)
    if re.match(r"(?i)(https?|ftp)://?", text):
        raise Problem("url-refused", file=shown(text))
    try:
        mode = os.stat(text).st_mode
    except (OSError, ValueError) as error:
        raise unreadable(text, error) from error
    if stat.S_ISDIR(mode):
        return _folder(text)
    refuse_special(text, mode)
    return _file(text)


def _folder(path: str) -> Kind:
    return "class-folders" if _has_classes(islice(walk(path), _LOOK_AT)) else "folder"


def _has_classes(names: Iterable[str]) -> bool:
    """As `ClassFolders` will see it."""
    return len({label for _, label in labelled(list(filter(is_picture_name, names)))}) >= 2


def _file(path: str) -> Kind:
    head = read_head(path, HEAD)
    if picture_format(head):
        return "picture"
    if is_weights(head):
        return "weights"
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _zip(path)
    raise Problem("not-a-picture", file=shown(path), cause=describe(head))


def _zip(path: str) -> Kind:
    archive = Archive(path)
    names = archive.names
    archive.close()
    if _has_classes(names):
        return "class-folders"
    if any(map(is_picture_name, names)):
        return "zip"
    if any(name.endswith(_WEIGHTS_IN_ZIP) for name in names):
        return "weights"
    raise Problem("zip-no-pictures", file=shown(path))
