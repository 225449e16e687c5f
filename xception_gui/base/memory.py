"""A lack of memory, however it is told, as the one line that a user can act on."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path

from xception_gui.base.problem import Problem

_SIGNS = ("out of memory", "can't allocate memory", "alloc_failed")


def is_memory_error(error: BaseException) -> bool:
    """Whether `error` says that memory ran out (torch says so by the text of a RuntimeError)."""
    text = str(error).lower()
    return isinstance(error, MemoryError) or any(sign in text for sign in _SIGNS)


@contextlib.contextmanager
def memory_problem(name: str, device: object) -> Iterator[None]:
    """Raise ``out-of-memory``, naming weights and device, where memory runs out in the block."""
    try:
        yield
    except (RuntimeError, MemoryError) as error:
        if not is_memory_error(error):
            raise
        # Without its cause: the frames of the exception hold the tensors that fill the memory.
        problem = Problem("out-of-memory", name=name, device=device)
    else:
        return
    try:
        raise problem
    finally:
        problem.__context__ = None  # raised while the block is left, it is given one


def free_memory() -> int | None:
    """Bytes that this process can still take before the system ends it; None if nobody says.

    The least of what the machine has left and of the limits of the process and its container:
    Linux gives out more than there is, and ends who uses it, without an exception.
    """
    found = [room for room in (_of_machine(), _of_process(), _of_container()) if room is not None]
    return max(0, min(found)) if found else None


def _of_machine() -> int | None:
    with contextlib.suppress(OSError, ValueError, IndexError):
        text = Path("/proc/meminfo").read_text("ascii")
        return 1024 * int(text.partition("MemAvailable:")[2].split()[0])
    return None


def _of_process() -> int | None:
    """Below its limit of address space (``ulimit -v``)."""
    with contextlib.suppress(ImportError, OSError, ValueError, IndexError):
        import resource

        limit = resource.getrlimit(resource.RLIMIT_AS)[0]
        if limit != resource.RLIM_INFINITY:
            pages = int(Path("/proc/self/statm").read_text("ascii").split()[0])
            return limit - pages * resource.getpagesize()
    return None


def _of_container() -> int | None:
    """Below the limit of its control group."""
    folder = Path("/sys/fs/cgroup")
    with contextlib.suppress(OSError, ValueError):
        limit = int((folder / "memory.max").read_text("ascii"))
        return limit - int((folder / "memory.current").read_text("ascii"))
    return None  # "max", or no such files
