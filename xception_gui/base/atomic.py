"""Writing a file so that it is whole or not there at all; and one that grows by lines."""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
import stat
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO

from xception_gui.base.numbers import size
from xception_gui.base.problem import Problem


@contextlib.contextmanager
def atomic_write(path: str | os.PathLike[str], need: int = 0) -> Iterator[BinaryIO]:
    """A binary file that becomes `path` only when the block ends well.

    Temporary file in the same folder, flush, fsync, ``os.replace``, fsync of the folder: a kill or
    a full disk leaves the previous file untouched. A link stays one: what it names is written. A
    pipe or a device like ``/dev/null`` holds no file that could be lost, and is written as it goes.

    Parameters
    ----------
    need : int
        About how many bytes will be written, for the message; 0: unknown.

    Raises
    ------
    Problem
        ``write-failed`` with path, cause and free space; ``disk-full`` with the need too;
        ``folder-missing``.
    """
    if _takes_bytes(Path(path), need):
        with writing(Path(path), need), open(path, "wb") as file:
            yield file
        return
    target = Path(os.path.realpath(path) if os.path.islink(path) else path)
    with writing(target, need):
        handle, temporary = tempfile.mkstemp(prefix=_prefix(target.name), dir=target.parent)
    try:
        with writing(target, need), os.fdopen(handle, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        with writing(target, need):
            _keep_mode(target, temporary)
            os.replace(temporary, target)
            _sync_folder(target.parent)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(temporary)
        raise


@contextlib.contextmanager
def growing_file(path: str | os.PathLike[str]) -> Iterator[BinaryIO]:
    """A binary file that others can read while it grows; what has been flushed stays.

    For lines that each stand for themselves: who stops a long job keeps those it had.

    Raises
    ------
    Problem
        As `atomic_write`.
    """
    target = Path(path)
    _takes_bytes(target, 0)
    with writing(target, 0), open(target, "wb") as file:
        yield file


def write_bytes(path: str | os.PathLike[str], data: bytes) -> None:
    """`data` as the whole file, atomically."""
    with atomic_write(path, len(data)) as file:
        file.write(data)


def write_with(
    path: str | os.PathLike[str], save: Callable[[BinaryIO], object], need: int = 0
) -> None:
    """Let `save` write into the file, atomically; `need` as for `atomic_write`."""
    with atomic_write(path, need) as file:
        save(file)


@contextlib.contextmanager
def writing(target: Path, need: int) -> Iterator[None]:
    """Turn a failed write into one line; torch reports a full disk as a RuntimeError."""
    try:
        yield
    except OSError as error:
        raise _problem(target, need, error.strerror or str(error), error.errno) from error
    except RuntimeError as error:
        if "PytorchStreamWriter" not in str(error):
            raise
        raise _problem(target, need, "the disk may be full", errno.ENOSPC) from error


def _takes_bytes(target: Path, need: int) -> bool:
    """Whether it is a pipe or a device that does; what is neither that nor a file is refused."""
    try:
        mode = target.stat().st_mode
    except OSError:  # there is none yet; or why not is told when it is written
        return False
    if stat.S_ISBLK(mode) or stat.S_ISSOCK(mode):
        raise _problem(target, need, "it is no file but a disk or a socket", None)
    return stat.S_ISCHR(mode) or stat.S_ISFIFO(mode)


def _prefix(name: str) -> str:
    """Of the temporary file: names are limited in bytes, of which a Chinese character has three."""
    return f".{name.encode('utf-8', 'ignore')[:100].decode('utf-8', 'ignore')}."


def _problem(target: Path, need: int, cause: str, number: int | None) -> Problem:
    if number == errno.ENOENT and not target.parent.is_dir():
        return Problem("folder-missing", file=str(target), folder=str(target.parent))
    free = "?"
    with contextlib.suppress(OSError):
        free = size(shutil.disk_usage(target.parent).free)
    code = "disk-full" if number in (errno.ENOSPC, errno.EDQUOT) else "write-failed"
    needed = size(need) if need else "?"
    return Problem(code, file=str(target), cause=cause, free=free, need=needed)


def _keep_mode(target: Path, temporary: str) -> None:
    """mkstemp makes files private; give the mode an ordinary ``open`` would have given."""
    try:
        mode = target.stat().st_mode & 0o777
    except FileNotFoundError:
        mask = os.umask(0)
        os.umask(mask)
        mode = 0o666 & ~mask
    os.chmod(temporary, mode)


def _sync_folder(folder: Path) -> None:
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
