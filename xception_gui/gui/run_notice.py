"""What the window's own run says of itself: what changes its result, and how it ended."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication

from xception_gui.base.curves import Curves, best_top1
from xception_gui.base.events import BatchHalved, PictureLost, RunEnded, TrainingEvent
from xception_gui.base.numbers import exact, percent
from xception_gui.gui.language import tr
from xception_gui.gui.run_shelf import has_weights

if TYPE_CHECKING:
    from xception_gui.gui.main_window import MainWindow
    from xception_gui.gui.train_tab import TrainTab


class RunNotice(QObject):
    """Tells what changes the result of the window's own run, when it happens; and its end."""

    def __init__(self, window: MainWindow, tab: TrainTab) -> None:
        super().__init__(tab)
        self._window, self._tab = window, tab
        self._ended = ""  # the run whose end is told; its directory may get another name
        window.workspace.training.events_arrived.connect(self._take)
        tab.shelf.moved.connect(self._follow)

    def tell_end(self, run: str, curves: Curves) -> None:
        """How the run ended, with the way to its weights; why it failed is told elsewhere."""
        QApplication.alert(self._window)
        ended, best = curves.ended, best_top1(curves)
        if not isinstance(ended, RunEnded) or ended.reason == "failed":
            return
        words = tr("Run finished") if ended.reason == "finished" else tr("Run stopped")
        words += f" · {tr('top-1')} {percent(best[0])}" if best is not None else ""
        if has_weights(curves):
            self._ended = run
            self._window.offer(words, tr("Use weights"), self._use_weights)
        else:
            self._window.say_done(words)

    def _use_weights(self) -> None:
        self._tab.use_weights_of(self._ended)

    def _follow(self, old: str, new: str) -> None:
        if old == self._ended:
            self._ended = new or old

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
