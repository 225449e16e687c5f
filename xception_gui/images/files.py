"""Reading a file that may be anything: a FIFO, a device, growing, vanishing, badly named."""

from __future__ import annotations

import os
import stat
from typing import BinaryIO

from xception_gui.base.problem import Problem

LIMIT = 256_000_000
"""Bytes that a picture file may have."""

AnyPath = str | bytes | os.PathLike[str] | os.PathLike[bytes]

_KINDS = (
    (stat.S_ISDIR, "it is a folder"),
    (stat.S_ISFIFO, "it is a named pipe"),
    (stat.S_ISSOCK, "it is a socket"),
    (stat.S_ISCHR, "it is a device"),
    (stat.S_ISBLK, "it is a device"),
)


def shown(path: AnyPath) -> str:
    r"""`path` as one printable line: undecodable bytes and control characters escaped (``\xff``)."""
    raw = path if isinstance(path, bytes) else os.fsencode(path)
    text = raw.decode("utf-8", "backslashreplace")
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)


def read_bytes(path: AnyPath, limit: int = LIMIT) -> bytes:
    """The whole regular file at `path`.

    Raises
    ------
    Problem
        ``file-unreadable`` (missing, not regular, no permission), ``file-empty`` or
        ``file-too-large``.
    """
    try:
        with open_regular(path) as file:
            data = file.read(limit + 1)
    except OSError as error:
        raise unreadable(path, error) from error
    if not data:
        raise Problem("file-empty", file=shown(path))
    if len(data) > limit:
        raise Problem("file-too-large", file=shown(path), limit=f"{limit // 1_000_000} MB")
    return data


def open_regular(path: AnyPath) -> BinaryIO:
    """`path`, opened for reading only if it is a regular file, without ever blocking.

    Raises
    ------
    Problem
        ``file-unreadable``.
    """
    # Opening a FIFO blocks until somebody writes; a terminal could become the controlling one.
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOCTTY", 0)
    flags |= getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)
    try:
        refuse_special(path, os.stat(path).st_mode)  # some devices act on being opened
        handle = os.open(path, flags)
    except (OSError, ValueError) as error:
        raise unreadable(path, error) from error
    try:
        refuse_special(path, os.fstat(handle).st_mode)  # what was opened may be another file
        return os.fdopen(handle, "rb")
    except BaseException:
        os.close(handle)
        raise


def refuse_special(path: AnyPath, mode: int) -> None:
    """A `Problem` for whatever is not a regular file."""
    if stat.S_ISREG(mode):
        return
    cause = next((words for test, words in _KINDS if test(mode)), "it is no regular file")
    raise Problem("file-unreadable", file=shown(path), cause=cause)


def unreadable(path: AnyPath, error: OSError | ValueError) -> Problem:
    """The one line for a failed open or read; a ValueError is a name with a zero byte."""
    cause = (error.strerror if isinstance(error, OSError) else None) or str(error)
    return Problem("file-unreadable", file=shown(path), cause=cause[:1].lower() + cause[1:])
