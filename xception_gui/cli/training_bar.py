"""A bar in the terminal while a run goes on: what is done, what is left, how well it learns."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from xception_gui.base import numbers
from xception_gui.base.curves import Curves, progress
from xception_gui.base.events import Preparing, RateTried, StepDone, TrainingEvent

if TYPE_CHECKING:
    from rich.console import Console

_WORDS = {"pictures": "reading the pictures", "features": "computing the features"}


class TrainingBar:
    """One line below all that is printed; the last one says how the run ended.

    Parameters
    ----------
    console : rich.console.Console, optional
        Where it is drawn; the terminal of stderr.
    """

    def __init__(self, console: Console | None = None) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, Progress, TextColumn

        self._curves = Curves()
        words, right = TextColumn("{task.description}"), TextColumn("{task.fields[right]}")
        self._bar = Progress(
            *(words, BarColumn(24), right),
            console=console or Console(stderr=True),
            redirect_stdout=sys.stdout.isatty(),  # a file gets its lines as ever
            transient=True,
        )
        self._task = self._bar.add_task("starting", total=None, right="")

    def __enter__(self) -> TrainingBar:
        self._bar.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._bar.stop()

    def add(self, event: TrainingEvent) -> None:
        """Move on."""
        self._curves.add(event)
        if isinstance(event, Preparing):
            right = f"{event.done:,} of {event.total:,}"
            self._show(_WORDS[event.what], event.done, event.total, right)
        elif isinstance(event, RateTried):
            self._show("trying rates", 0, None, f"rate {event.rate:.1e}, loss {event.loss:.3f}")
        elif isinstance(event, StepDone):
            self._show_step(event)

    def _show_step(self, event: StepDone) -> None:
        done = progress(self._curves)
        left = "" if done.seconds_left is None else f", {span(done.seconds_left)} left"
        speed = f"{event.images_per_second:.0f} images/s{left}"
        learnt = f"loss {event.loss:.3f}, top-1 {numbers.percent(event.top1)}"
        words = f"epoch {event.epoch + 1} of {done.epochs}, step {event.step:,}"
        self._show(words, done.step, done.steps or None, f"{learnt}, {speed}")

    def _show(self, words: str, done: int, total: int | None, right: str) -> None:
        self._bar.update(self._task, description=words, completed=done, total=total, right=right)


def span(seconds: float) -> str:
    """``2:07:30``."""
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
