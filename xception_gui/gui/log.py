"""The program's log, kept in memory for the log page and for reports.

Any thread may log; the newest lines are kept. `install` is for the program itself, not for tests.
"""

from __future__ import annotations

import logging
import sys
import time
from collections import deque
from dataclasses import dataclass

KEPT, LONGEST = 1000, 8000  # lines, and letters of one with its traceback


@dataclass(frozen=True)
class Line:
    """One record: seconds since 1970, level as `logging` numbers it, its text."""

    time: float
    level: int
    text: str

    def __str__(self) -> str:
        clock = time.strftime("%H:%M:%S", time.localtime(self.time))
        return f"{clock}  {logging.getLevelName(self.level):<8} {self.text}"


class Memory(logging.Handler):
    """Keeps the last `kept` records as text; bounded, and safe to use from any thread."""

    def __init__(self, kept: int = KEPT) -> None:
        super().__init__()
        self._lines: deque[Line] = deque(maxlen=kept)
        self._count = 0

    @property
    def count(self) -> int:
        """Records there ever were: another number says that there is something new."""
        return self._count

    def emit(self, record: logging.LogRecord) -> None:
        """Keep one record; `logging` holds the lock."""
        try:
            name = record.name.removeprefix("xception_gui.")
            text = f"{name}: {self.format(record)}"[:LONGEST]
            line = Line(record.created, record.levelno, text)
        except Exception:  # noqa: BLE001 - as logging does: a wrong record stops nobody
            self.handleError(record)
            return
        self._lines.append(line)
        self._count += 1

    def lines(self) -> tuple[Line, ...]:
        """What is kept, the oldest first."""
        self.acquire()
        try:
            return tuple(self._lines)
        finally:
            self.release()


MEMORY = Memory()


def install() -> None:
    """Log what the program does into memory, and warnings to standard error too."""
    root, ours = logging.getLogger(), logging.getLogger("xception_gui")
    if MEMORY in root.handlers:
        return
    screen = logging.StreamHandler(sys.stderr)
    screen.setLevel(logging.WARNING)
    screen.setFormatter(logging.Formatter("%(levelname)s %(name)s: %(message)s"))
    root.setLevel(logging.WARNING)
    root.addHandler(screen)
    root.addHandler(MEMORY)
    ours.setLevel(logging.INFO)
