"""What is said of data before a run: on what it is judged, what was checked, what may spoil it."""

from __future__ import annotations

import os

from xception_gui.base.numbers import exact, percent
from xception_gui.base.training_data import FEW_JUDGED, Checked, TrainingData
from xception_gui.gui.language import tr

_UNEVEN = 1.5  # largest class / smallest, from which it is said


def judged_on(data: TrainingData) -> str:
    """``5,000 held back to judge``, or where those to judge on come from."""
    count = exact(data.validation)
    if data.judged == data.path:
        return tr("judged on the same")
    if data.judged:
        where = os.path.basename(data.judged.rstrip("/")) or data.judged
        return tr("{count} of {name} to judge", count=count, name=where)
    return tr("{count} held back to judge", count=count)


def checking(checked: Checked | None) -> str:
    """``checked: 45 %``, until all pictures are; of very many only some are."""
    if checked is None or checked.done == checked.total == checked.listed:
        return ""
    if checked.done == checked.total:
        return tr("checked: {count} of them", count=exact(checked.total))
    return tr("checked: {share}", share=percent(checked.done / checked.total))


def causes(checked: Checked | None) -> str:
    """The first of the files that cannot be read, a line for each."""
    return "\n".join(f"{name}: {cause}" for name, cause in checked.first) if checked else ""


def trouble(data: TrainingData, checked: Checked | None) -> list[str]:
    """What may spoil the result, each in a few words."""
    told = []
    unreadable = max(data.unreadable, checked.unreadable if checked else 0)
    if unreadable:
        told.append(tr("unreadable files: {count}", count=exact(unreadable)))
    if data.imbalance >= _UNEVEN:
        told.append(tr("largest class {times}× the smallest", times=f"{data.imbalance:.1f}"))
    if data.judged != data.path and data.validation < FEW_JUDGED:
        told.append(_few(data.validation))
    return told


def _few(count: int) -> str:
    """What so few pictures can say: top-1 moves in steps of one of them."""
    if not count:
        return tr("none to judge on")
    share = f"{100 / count:.0f} %"
    return tr(
        "only {count} to judge on: each is {share} of the accuracy", count=exact(count), share=share
    )
