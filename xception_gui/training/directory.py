"""The run directory: asked early whether it can be made, made once there is what to write."""

from __future__ import annotations

import errno
import os
from pathlib import Path

from xception_gui.base.atomic import writing
from xception_gui.base.run_lock import LOCK, alone_in
from xception_gui.training.ranks import world


def check_place(out: Path) -> None:
    """Refuse now what would be refused after all pictures were read; nothing is created.

    Raises
    ------
    Problem
        ``write-failed``, ``run-busy``.
    """
    if world()[0]:
        return
    place = next((path for path in (out, *out.parents) if os.path.lexists(path)), out)
    with writing(out, 0):
        if not place.is_dir():
            raise OSError(errno.ENOTDIR, os.strerror(errno.ENOTDIR))
        if not os.access(place, os.W_OK | os.X_OK):
            raise OSError(errno.EACCES, os.strerror(errno.EACCES))
    if os.path.isfile(out / LOCK):
        with alone_in(out):  # who looks whether it is written has it for a moment
            pass


def make(out: Path) -> None:
    """The directory, with those above it; ``write-failed`` where it cannot be made."""
    with writing(out, 0):
        out.mkdir(parents=True, exist_ok=True)
