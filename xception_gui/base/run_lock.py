"""Whether somebody writes a run directory now: its writer holds a lock that ends with it.

The system lets go of the lock however the process ends, so a run that was killed is told from one
that is only silent.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from xception_gui.base.problem import Problem

LOCK = "run.lock"
_LOOKED_AT = 1.0  # seconds; who only looks holds the lock for a moment


@contextmanager
def alone_in(folder: str | Path) -> Iterator[None]:
    """Nobody else writes this run directory meanwhile; where a file system has no locks, in trust.

    Raises
    ------
    Problem
        ``run-busy``: another process, or another run of this one, writes there.
    """
    from filelock import FileLock, Timeout

    lock = FileLock(Path(folder) / LOCK, thread_local=False)
    try:
        lock.acquire(timeout=_LOOKED_AT)
    except Timeout:
        raise Problem("run-busy", run=str(folder)) from None
    except (OSError, NotImplementedError):
        yield
        return
    try:
        yield
    finally:
        lock.release()


def is_written(folder: str | Path) -> bool | None:
    """Whether a run writes there now; None where that cannot be known."""
    from filelock import FileLock, Timeout

    path = Path(folder) / LOCK
    if not path.is_file():
        return None
    lock = FileLock(path, thread_local=False)
    try:
        lock.acquire(blocking=False)
    except Timeout:
        return True
    except (OSError, NotImplementedError):
        return None
    lock.release()
    return False
