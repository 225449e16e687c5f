"""What a run directory holds beside its curves, read when its page is on view."""

from __future__ import annotations

import json
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from xception_gui.base.curves import Curves
from xception_gui.base.evaluation import from_plain
from xception_gui.base.results import Evaluation
from xception_gui.base.snapshots import Probes, Snapshot, read_probes, read_snapshots
from xception_gui.gui.lanes import Job
from xception_gui.gui.sources import source_below
from xception_gui.gui.views.train import TrainView

if TYPE_CHECKING:
    from xception_gui.gui.main_window import MainWindow

Found = tuple[Probes | None, list[Snapshot], Evaluation | None]
_NOTHING = ("", 0)  # read so far


class RunInsight(QObject):
    """Keeps the pages beside the curves like the run on view; reads only while one is seen."""

    def __init__(self, window: MainWindow, view: TrainView) -> None:
        super().__init__(view)
        self._window, self._view = window, view
        self._run, self._curves = "", Curves()
        self._read: tuple[str, int] = _NOTHING
        self._judged: Evaluation | None = None
        view.page_changed.connect(self._look)
        view.picture_wanted.connect(self._open)

    def follow(self, run: str, curves: Curves) -> None:
        """Another run is on view, or it may have another epoch."""
        if run != self._run:  # what the run before held is not this one's
            self._run, self._read = run, _NOTHING
            self._show(run, (None, [], None))
        self._curves = curves
        self._look()

    def _look(self) -> None:
        wanted = (self._run, len(self._curves.epochs))
        if self._view.pages.page == "curves" or wanted == self._read:
            return
        self._read = wanted
        run = self._run
        job = Job("Read the runs", partial(_found, run), partial(self._show, run), latest="insight")
        self._window.lanes.submit("io", job)

    def _show(self, run: str, found: Found) -> None:
        if run != self._run:  # read for the run that was on view before
            return
        self._judged = found[2]
        self._view.pages.set_found(*found)

    def _open(self, place: int) -> None:
        """The picture in Classify, answered with the weights that were judged."""
        started = self._curves.started
        if self._judged is not None and started is not None:
            error = self._judged.worst[place]
            self._window.commands.load(str(Path(self._run) / "weights.safetensors"))
            self._window.show_tab("classify")
            self._window.workspace.open_source(
                source_below(started.judged or started.data, error.name)
            )


def _found(run: str) -> Found:
    return read_probes(run), read_snapshots(run), _evaluation(Path(run) / "evaluation.json")


def _evaluation(path: Path) -> Evaluation | None:
    """None where nothing was judged, or the file is of another version."""
    try:
        return from_plain(json.loads(path.read_bytes()))
    except (OSError, ValueError, KeyError, TypeError):
        return None
