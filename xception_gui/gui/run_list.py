"""The list of runs below the plots: what is drawn; runs named, noted, binned, brought back.

The run on view, and those that this window writes, stay followed while their curves are not drawn;
the run on view keeps its page when its directory gets another name.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from xception_gui.base.problem import Problem
from xception_gui.base.run_folders import RunSummary, begun_with
from xception_gui.gui.lanes import Failure, Job
from xception_gui.gui.language import tr
from xception_gui.gui.settings import is_text

if TYPE_CHECKING:
    from xception_gui.gui.main_window import MainWindow
    from xception_gui.gui.train_tab import TrainTab


class RunList(QObject):
    """Does what the user wants of a row."""

    def __init__(self, window: MainWindow, tab: TrainTab) -> None:
        super().__init__(tab)
        self._window, self._tab, self._shelf, self._view = window, tab, tab.shelf, tab.view
        self._undrawn = set[str]()  # followed all the same
        self._listed = set[str]()
        view = tab.view
        view.set_places(window.settings.values.train_runs)
        view.places_changed.connect(self._remember)
        view.run_shown.connect(self._show_or_hide)
        view.run_opened.connect(self.open)
        view.rename_wanted.connect(self._rename)
        view.note_wanted.connect(self._shelf.note)
        view.bin_wanted.connect(self._bin)
        view.like_wanted.connect(self._begin_like)
        view.folder_wanted.connect(window.commands.show_in_folder)
        window.workspace.training.state_changed.connect(self._let_go)
        self._shelf.runs_changed.connect(self._list)
        self._shelf.curves_changed.connect(self._draw)
        self._shelf.moved.connect(self._follow)
        self._shelf.binned.connect(self._offer_back)
        self._shelf.unwritten.connect(view.runs.keep_typed)
        self._shelf.failed.connect(window.workspace.failed)

    def open(self, path: str) -> None:
        """Put a run on view."""
        self.show(path)
        self._tab.show_run(path)

    def show(self, path: str) -> None:
        """Draw the curves of a run."""
        self._show_or_hide(path, True)

    def follow(self, path: str) -> None:
        """Put a run from anywhere on view, or the runs right below a folder; all are drawn."""
        self._undrawn -= {run for run in self._undrawn if path in (run, str(Path(run).parent))}
        if run := self._shelf.open(path):
            self.open(run)

    def _show_or_hide(self, path: str, shown: bool) -> None:
        self._undrawn.discard(path)
        if shown:
            self._shelf.show(path)
        elif path == self._tab.run or self._tab.is_under_way(path):
            self._undrawn.add(path)
        else:
            self._shelf.hide(path)
        self._draw()

    def _draw(self) -> None:
        shown = self._shelf.curves.items()
        self._view.set_curves({path: one for path, one in shown if path not in self._undrawn})

    def _list(self, runs: Sequence[RunSummary]) -> None:
        """What somebody else removed is not drawn: no row is left that could hide it."""
        gone, self._listed = self._listed, {run.path for run in runs}
        for path in gone - self._listed - {self._tab.run}:
            if not self._tab.is_under_way(path):
                self._shelf.hide(path)
        self._view.set_runs(runs)

    def _let_go(self, state: str) -> None:
        """Another process may go on with the run that ended here."""
        if state in ("ended", "failed"):
            self._shelf.let_go()

    def _rename(self, run: str, name: str) -> None:
        if self._is_free(run):
            self._shelf.rename(run, name)
        else:
            self._view.runs.keep_typed(run, "name", name)

    def _bin(self, run: str) -> None:
        if self._is_free(run):
            self._shelf.bin(run)

    def _is_free(self, run: str) -> bool:
        """The directory of the run that goes on stays where it is, which is told."""
        going = self._tab.is_under_way(run)
        if going:
            problem = Problem("run-change", run=run, cause="the run goes on")
            self._window.workspace.failed.emit(Failure("Change a run", problem, ""))
        return not going

    def _begin_like(self, run: str) -> None:
        """The page of the next run, with the values and the data of this one."""
        show, failed = self._tab.offer_like, self._window.workspace.failed.emit
        self._window.lanes.submit(
            "io", Job("Read the runs", partial(begun_with, run), show, failed=failed)
        )

    def _follow(self, old: str, new: str) -> None:
        """Under its new name it has its colour, and is drawn only if it was."""
        if new:
            self._view.move_run(old, new)
        if new and old in self._undrawn:
            self._undrawn.remove(old)
            self._undrawn.add(new)
        if old == self._tab.run:
            self._tab.show_run(new)

    def _remember(self, places: Sequence[str]) -> None:
        """The colours of the runs; paths that TOML cannot hold are left out."""
        kept = tuple(path if is_text(path) else "" for path in places)
        self._window.change_settings(train_runs=kept)

    def _offer_back(self, path: str, place: str) -> None:
        words = tr("{name} is in the bin.", name=Path(path).name)
        if place:
            self._window.offer_undo(words, partial(self._shelf.unbin, path, place))
        else:
            self._window.say_done(words)
