"""What is said of a training run, in words: on what it learns, how far it is, how long it takes."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from xception_gui.base.numbers import exact, real
from xception_gui.gui.language import mark, tr

if TYPE_CHECKING:
    from xception_gui.base.curves import Axis, Curves, Progress
    from xception_gui.base.events import Preparing

AXIS_WORDS: dict[Axis, str] = {
    "step": mark("Step"),
    "epoch": mark("Epoch"),
    "seconds": mark("Time"),
}
PREPARING_WORDS = {
    "pictures": mark("Reading the pictures"),
    "features": mark("Computing the features"),
}
_UNITS = ((86400.0, mark("days")), (3600.0, mark("h")), (60.0, mark("min")), (1.0, mark("s")))
_MINUTE, _HOUR, _DAY = 60, 3600, 86400


def span(seconds: float) -> str:
    """``20 s``, ``38 min``, ``2 h 10 min``, ``3 days 4 h``."""
    if seconds < 0.75 * _MINUTE:
        return tr("{count} s", count=max(1, round(seconds)))
    minutes = max(1, round(seconds / _MINUTE))
    hours, minutes_over = divmod(minutes, 60)
    if not hours:
        return tr("{count} min", count=minutes)
    if seconds < _DAY:
        return tr("{hours} h {minutes} min", hours=hours, minutes=minutes_over)
    days, hours_over = divmod(round(seconds / _HOUR), 24)
    return tr("{days} days {hours} h", days=days, hours=hours_over)


def time_left(seconds: float | None) -> str:
    """``38 min left``; nothing while it is not known."""
    return tr("{time} left", time=span(seconds)) if seconds is not None else ""


def time_taken(done: Progress) -> str:
    """``trained for 25 min``."""
    return tr("trained for {time}", time=span(done.seconds)) if done.seconds > 0 else ""


def preparing_words(done: Progress) -> tuple[str, str]:
    """``Reading the pictures``, ``12,000 of 50,000``; empty once the run is ready."""
    now = done.preparing
    if now is None:
        return "", ""
    count = tr("{done} of {count}", done=exact(now.done), count=exact(now.total))
    return tr(PREPARING_WORDS[now.what]), count


def preparing_text(now: Preparing) -> str:
    """``Reading the pictures: 12,000 of 50,000``."""
    count = tr("{done} of {count}", done=exact(now.done), count=exact(now.total))
    return f"{tr(PREPARING_WORDS[now.what])}: {count}"


def epoch_words(done: Progress) -> str:
    """``Epoch 12 of 60``."""
    if not done.epochs:
        return ""
    return tr("Epoch {epoch} of {epochs}", epoch=exact(done.epoch), epochs=exact(done.epochs))


def step_words(done: Progress) -> str:
    """``step 4,688``."""
    return tr("step {step}", step=exact(done.step)) if done.steps else ""


def speed_words(done: Progress) -> str:
    """``361 images/s``."""
    if done.speed is None:
        return ""
    shown = real(done.speed) if done.speed < 100 else exact(round(done.speed))
    return tr("{speed} images/s", speed=shown)


def time_unit(longest: float) -> tuple[float, str]:
    """Seconds per unit, and its name, for an axis that reaches so many seconds."""
    for seconds, name in _UNITS:
        if longest >= 2 * seconds:
            return seconds, tr(name)
    return 1.0, tr("s")


def run_line(curves: Curves) -> str:
    """``CIFAR-10 · 45,000 + 5,000``: the data, what is learnt and what is held back.

    Also in how many parts a batch is computed, where memory did not suffice for the whole; that
    pictures are read while it trains, and how many could not be.
    """
    started, halved = curves.started, curves.halved
    if started is None:
        return ""
    counts = f"{exact(started.train_images)} + {exact(started.validation_images)}"
    parts = ""
    if halved is not None:
        parts = tr("{parts} parts of {size}", parts=exact(halved.parts), size=exact(halved.size))
    way = tr("read while training") if started.read_while else ""
    lost = tr("unreadable: {count}", count=exact(len(curves.lost))) if curves.lost else ""
    return " · ".join(filter(None, (Path(started.data).name, counts, lost, parts, way)))
