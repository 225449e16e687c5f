"""The modules of the network in force, timed: asked for, arriving, given up."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from xception_gui.base.profile import PASSES, WARM_UP, ModuleProfile, module_profiles
from xception_gui.gui.lanes import Failure, Job
from xception_gui.gui.session import Measured, Network

if TYPE_CHECKING:
    from xception_gui.gui.main_window import MainWindow

_KEY = "profile"


class Profiling(QObject):
    """One measurement at a time.

    Attributes
    ----------
    network : Network, optional
        The one that is or was measured.
    rows : tuple of ModuleProfile
        From warm runs alone: empty until there is one.
    done : int
        Passes of `PASSES`.
    """

    changed = Signal()

    def __init__(self, window: MainWindow, parent: QObject) -> None:
        super().__init__(parent)
        self._lanes, self._workspace = window.lanes, window.workspace
        self.network: Network | None = None
        self.rows: tuple[ModuleProfile, ...] = ()
        self.done = 0
        self.failure: Failure | None = None
        self.is_running = False

    @property
    def is_whole(self) -> bool:
        """Whether the network in force has been measured to the end."""
        ids = {one.state_id if one else "" for one in (self._workspace.network, self.network)}
        return len(ids) == 1 and self.done == PASSES

    def ask(self) -> None:
        """Measure the network in force, from the beginning."""
        self.network = self._workspace.network
        self.rows, self.done, self.failure = (), 0, None
        if self.network is not None:
            self.is_running = True
            work = partial(self._workspace.session.measure, self.network.state_id, None)
            done = partial(self._take, self.network)
            job = Job(
                "Measure the modules", work, done, self._fail, self._end, latest=_KEY, bulk=True
            )
            self._lanes.submit("model", job)
        self.changed.emit()

    def cancel(self) -> None:
        """Give it up; what warm runs have told stays."""
        self._lanes.cancel(_KEY)
        self._end()

    def _take(self, network: Network, measured: Measured) -> None:
        self.done += 1
        if self.done > WARM_UP:
            self.rows = module_profiles(network.tree, measured["ms"], measured["bytes"])
        self.changed.emit()

    def _end(self) -> None:
        self.is_running = False
        self.changed.emit()

    def _fail(self, failure: Failure) -> None:
        self.failure = failure
        if failure.problem is None:  # a mistake of ours: with details and a report
            self._workspace.failed.emit(failure)
        self._end()
