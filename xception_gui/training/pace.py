"""How far something is that takes a while: told a few times a second, not for every picture."""

from __future__ import annotations

import time
from collections.abc import Iterator

from xception_gui.base.events import Preparing

_EVERY = 0.1  # seconds


class Pace:
    """Counts up to `total`.

    Parameters
    ----------
    what : str
        "pictures" or "features".

    Attributes
    ----------
    done : int
        So far.
    """

    def __init__(self, what: str, total: int) -> None:
        self._what, self._total = what, total
        self.done, self._told = 0, float("-inf")

    def add(self, count: int) -> Iterator[Preparing]:
        """So many more are done; an event where one is due, or all are done."""
        self.done += count
        now = time.monotonic()
        if now - self._told >= _EVERY or self.done >= self._total:
            self._told = now
            yield Preparing(self._what, self.done, self._total)
