"""What a training run says, as lines of a terminal."""

from __future__ import annotations

from collections.abc import Sequence

from xception_gui.base import numbers
from xception_gui.base.events import (
    BatchHalved,
    EpochDone,
    PictureLost,
    RateFound,
    RateTried,
    RunEnded,
    RunStarted,
    TrainingEvent,
)
from xception_gui.base.training_data import FEW_JUDGED
from xception_gui.cli.output import say


def show(event: TrainingEvent) -> None:
    """One line for an event that is worth one."""
    if isinstance(event, RunStarted):
        _show_start(event)
    elif isinstance(event, BatchHalved):
        say(_halved(event))
    elif isinstance(event, PictureLost):
        say(f"the run goes on without it: {event.cause}")
    elif isinstance(event, EpochDone):
        print(_epoch(event), flush=True)
    elif isinstance(event, RateTried):
        print(f"rate {event.rate:.2e}: loss {event.loss:.4f}, smoothed {event.smoothed:.4f}")
    elif isinstance(event, RateFound):
        found = "the loss fell nowhere" if event.rate is None else f"{event.rate:.1e}"
        print(f"learning rate to try: {found}")
    elif isinstance(event, RunEnded):
        left = f": {event.weights}" if event.weights else ""
        print(f"{event.reason} at step {event.step}{left}", flush=True)


def _show_start(event: RunStarted) -> None:
    for text in event.damaged:
        say(f"damaged: {text}")
    if event.resumed_from:
        say(f"going on from {event.resumed_from}, step {event.step}{_moved(event)}")
    counts = f"{event.train_images:,} pictures to learn, {event.validation_images:,} to judge"
    epochs = f"{event.epochs} epoch{'' if event.epochs == 1 else 's'}"
    where = f"{epochs} on {event.device} in {event.precision}"
    print(f"{event.run}: {len(event.classes)} classes, {counts}; {where}", flush=True)
    say_left_out(event.unreadable)
    if event.read_while:
        need, free = numbers.size(event.read_while), numbers.size(event.room)
        say(f"the pictures are read while training: {need} decoded do not fit into {free}")


def _moved(event: RunStarted) -> str:
    """Devices round differently: only on one CPU is a run promised to be the same to the bit."""
    before = event.device_before
    return f", on {event.device} and no longer on {before}: not to the bit" if before else ""


def say_left_out(count: int) -> None:
    """How many pictures are no part of the run, where there are any."""
    if count:
        pictures, are = ("pictures", "are") if count > 1 else ("picture", "is")
        say(f"{count:,} {pictures} cannot be read and {are} left out")


def say_few(count: int) -> None:
    """That the pictures to judge on are too few for an accuracy, where they are."""
    if count < FEW_JUDGED:
        say(_few(count))


def _few(count: int) -> str:
    mend = "Hold more back (--validation 0.2), or bring more pictures"
    if not count:
        return f"none to judge on: nothing will say how good it is. {mend}"
    return f"only {count} to judge on: each is {100 / count:.0f} % of the accuracy. {mend}"


def _halved(event: BatchHalved) -> str:
    return (
        f"memory ran out in step {event.step}: a batch is now computed in {event.parts} parts of "
        f"{event.size} pictures; batch-norm statistics come from these smaller parts"
    )


def _epoch(event: EpochDone) -> str:
    learned = f"loss {event.train_loss:.4f}, top-1 {numbers.percent(event.train_top1)}"
    held = "nothing held back"
    if event.validation_loss is not None and event.validation_top1 is not None:
        held = f"judged: loss {event.validation_loss:.4f}, "
        held += f"top-1 {numbers.percent(event.validation_top1)}"
        held += f", calibration error {numbers.percent(event.validation_calibration_error or 0)}"
    speed = f"{event.images_per_second:.0f} images/s"
    return f"epoch {event.epoch + 1}: {learned}; {held}; {event.seconds:.0f} s, {speed}"


_BARS = " ▁▂▃▄▅▆▇█"


def learnt(epochs: Sequence[EpochDone], images: int) -> str:
    """Top-1 epoch by epoch, and whether the few pictures of an over-fit check were learnt."""
    reached = [epoch.validation_top1 or 0.0 for epoch in epochs]
    bars = "".join(_BARS[round(top1 * (len(_BARS) - 1))] for top1 in reached)
    ends = f"{numbers.percent(reached[0])} → {numbers.percent(reached[-1])}"
    curve = f"top-1 {bars} {ends} in {len(epochs)} epochs"
    return f"{curve}\n{_verdict(round(images * reached[-1]), images)}"


def _verdict(right: int, images: int) -> str:
    if right == images:
        return f"learned all {images} pictures: this network can learn"
    return f"learned {right} of {images} pictures: more epochs, or another learning rate"
