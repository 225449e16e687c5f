"""Reading a file that may be anything: a FIFO, a device, growing, vanishing, badly named."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
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
    r"""`path` as one printable line: bytes that are no UTF-8 and control characters escaped."""
    text = "".join(map(_printable, os.fsdecode(path)))
    return text if len(text) <= 300 else f"{text[:100]}…{text[-199:]}"


def _printable(character: str) -> str:
    if character.isprintable():
        return character
    if "\udc80" <= character <= "\udcff":  # how Python carries a byte that is not UTF-8
        return f"\\x{ord(character) - 0xDC00:02x}"
    return character.encode("unicode_escape").decode()


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
            size = os.fstat(file.fileno()).st_size
            too_large = size > limit
            data = b"" if too_large else file.read(size + 1)  # Python takes what it may need first
            if len(data) > size:
                data += file.read(limit)  # it is growing, or does not tell its size
    except OSError as error:
        raise unreadable(path, error) from error
    if too_large or len(data) > limit:
        raise Problem("file-too-large", file=shown(path), limit=f"{limit // 1_000_000} MB")
    if not data:
        raise Problem("file-empty", file=shown(path))
    return data


def read_head(path: AnyPath, count: int) -> bytes:
    """The first `count` bytes of the regular file at `path`; `Problem` as `read_bytes`."""
    try:
        with open_regular(path) as file:
            head = file.read(count)
    except OSError as error:
        raise unreadable(path, error) from error
    if not head:
        raise Problem("file-empty", file=shown(path))
    return head


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


def walk(root: str) -> Iterator[str]:
    """Regular files below `root`, relative, with ``/``: each folder's own before its subfolders'.

    A folder is entered once, however many symlinks lead there; one that cannot be listed, or that
    vanishes meanwhile, is passed by.

    Raises
    ------
    Problem
        ``file-unreadable`` if `root` itself cannot be listed.
    """
    try:
        os.scandir(root).close()
    except (OSError, ValueError) as error:
        raise unreadable(root, error) from error
    seen: set[tuple[int, int]] = set()
    waiting = [""]
    while waiting:
        prefix = waiting.pop()
        folders = []
        for name, mode in _listing(os.path.join(root, prefix), seen):
            if stat.S_ISDIR(mode):
                folders.append(f"{prefix}{name}/")
            elif stat.S_ISREG(mode):
                yield prefix + name
        waiting.extend(reversed(folders))


def _listing(folder: str, seen: set[tuple[int, int]]) -> Iterator[tuple[str, int]]:
    """Names and modes in `folder`, sorted, symlinks followed; nothing if it was seen before."""
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
        yield name, mode
