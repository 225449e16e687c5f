"""What a run says of itself while it goes on: what changes its result."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from xception_gui.base.events import BatchHalved, PictureLost, TrainingEvent
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
        self._tell_lost([event for event in events if isinstance(event, PictureLost)])

    def _tell_lost(self, lost: Sequence[PictureLost]) -> None:
        """The first by name, the others by their number: a drive that is gone has thousands."""
        for event in lost[:1]:
            more = exact(len(lost) - 1)
            told = tr("{name} cannot be read: the run goes on without it.", name=event.name)
            if len(lost) > 1:
                told += " " + tr("So it is with {count} others.", count=more)
            self._window.say_done(told)
