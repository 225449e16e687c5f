"""What a run says of itself beside its curves: its data in a line, and that memory ran out."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from xception_gui.base.curves import Curves
from xception_gui.base.events import BatchHalved, TrainingEvent
from xception_gui.base.numbers import exact
from xception_gui.gui.language import tr

if TYPE_CHECKING:
    from xception_gui.gui.main_window import MainWindow


class RunNotice(QObject):
    """Tells what changes the result of the window's own run, when it happens."""

    def __init__(self, window: MainWindow, parent: QObject) -> None:
        super().__init__(parent)
        self._window = window
        window.workspace.training.events_arrived.connect(self._take)

    def _take(self, events: Sequence[TrainingEvent]) -> None:
        halved = [event for event in events if isinstance(event, BatchHalved)]
        for event in halved[-1:]:
            self._window.say_done(
                tr(
                    "Memory ran out: batches are computed in {parts} parts of {size} pictures; "
                    "batch-norm statistics now come from these.",
                    parts=exact(event.parts),
                    size=exact(event.size),
                )
            )


def run_line(curves: Curves) -> str:
    """``CIFAR-10 · 45,000 + 5,000``: the data, what is learnt and what is held back.

    Also in how many parts a batch is computed, where memory did not suffice for the whole.
    """
    started, halved = curves.started, curves.halved
    if started is None:
        return ""
    counts = f"{exact(started.train_images)} + {exact(started.validation_images)}"
    parts = ""
    if halved is not None:
        parts = tr("{parts} parts of {size}", parts=exact(halved.parts), size=exact(halved.size))
    return " · ".join(filter(None, (Path(started.data).name, counts, parts)))
