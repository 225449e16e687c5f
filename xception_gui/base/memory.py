"""A lack of memory, however it is told, as the one line that a user can act on."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

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
    raise problem
