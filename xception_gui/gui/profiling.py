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
        From warm runs alone, and only once it has ended: a window that shows other rows after each
        pass keeps the next one waiting, 30 ms in one module.
    done : int
        Passes of `PASSES`.
    """

    changed = Signal()
    advanced = Signal()  # another pass is done

    def __init__(self, window: MainWindow, parent: QObject) -> None:
        super().__init__(parent)
        self._lanes, self._workspace = window.lanes, window.workspace
        self.network: Network | None = None
        self.rows: tuple[ModuleProfile, ...] = ()
        self.done = 0
        self._measured: Measured = {}
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
            ended = self._end
            job = Job(
                "Measure the modules", work, self._take, self._fail, ended, latest=_KEY, bulk=True
            )
            self._lanes.submit("model", job)
        self.changed.emit()

    def cancel(self) -> None:
        """Give it up; what warm runs have told stays."""
        self._lanes.cancel(_KEY)
        self._end()

    def _take(self, measured: Measured) -> None:
        self.done += 1
        self._measured = measured
        self.advanced.emit()

    def _end(self) -> None:
        self.is_running = False
        if self.network is not None and self.done > WARM_UP:
            found = self._measured
            self.rows = module_profiles(self.network.tree, found["ms"], found["bytes"])
        self.changed.emit()

    def _fail(self, failure: Failure) -> None:
        self.failure = failure
        if failure.problem is None:  # a mistake of ours: with details and a report
            self._workspace.failed.emit(failure)
        self._end()
