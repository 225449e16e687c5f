"""What is said of a training run, in words: how far it is, how long it will take."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xception_gui.base.numbers import exact, real
from xception_gui.gui.language import mark, tr

if TYPE_CHECKING:
    from xception_gui.base.curves import Axis, Progress
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
