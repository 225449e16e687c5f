"""A bar in the terminal while pictures are judged: how many are done, how fast, what is left."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from xception_gui.cli.training_bar import span

if TYPE_CHECKING:
    from rich.console import Console


class EvaluationBar:
    """One line on stderr, gone when all is judged.

    Parameters
    ----------
    console : rich.console.Console, optional
        Where it is drawn; the terminal of stderr.
    clock : callable
        Seconds.
    """

    def __init__(
        self, console: Console | None = None, clock: Callable[[], float] = time.monotonic
    ) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, Progress, TextColumn

        self._clock = clock
        words, right = TextColumn("{task.description}"), TextColumn("{task.fields[right]}")
        console = console or Console(stderr=True)
        self._bar = Progress(words, BarColumn(24), right, console=console, transient=True)
        self._task = self._bar.add_task("judging", total=None, right="")

    def __enter__(self) -> EvaluationBar:
        self._began = self._clock()
        self._bar.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._bar.stop()

    def show(self, done: int, total: int) -> None:
        """So many pictures are judged."""
        speed = done / max(1e-9, self._clock() - self._began)
        left = span((total - done) / speed)
        right = f"{done:,} of {total:,}, {speed:.0f} images/s, {left} left"
        self._bar.update(self._task, completed=done, total=total, right=right)
