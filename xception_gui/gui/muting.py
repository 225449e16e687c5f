"""What was taken out of the network for the picture that is shown, and what it answers then."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QUndoCommand

from xception_gui.base.muting import Mute, Muted
from xception_gui.base.results import Prepared
from xception_gui.gui.lanes import Job
from xception_gui.gui.session import Network

if TYPE_CHECKING:
    from xception_gui.gui.main_window import MainWindow

Mutes = tuple[Mute, ...]
_ANSWER, _BLOCKS = "muted", "muted-blocks"


class Muting(QObject):
    """Parts are taken out of this answer alone: the rest of the window has the whole network."""

    changed = Signal()

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window, self._workspace = window, window.workspace
        self.mutes: Mutes = ()
        self.answer: Muted | None = None
        self.blocks: list[Muted] = []
        self.active = False
        self._workspace.network_changed.connect(self._forget)
        self._workspace.prepared_changed.connect(self._follow)
        later = Qt.ConnectionType.QueuedConnection
        self._workspace.undo_stack.indexChanged.connect(self._drop_obsolete, later)

    def set_active(self, active: bool) -> None:
        """Whether anybody looks: nothing is computed for nobody."""
        self.active = active
        if active:
            self._ask_blocks()
            self._ask()

    def toggle(self, mute: Mute) -> None:
        """Take it out, or put it back; both can be undone."""
        others = tuple(other for other in self.mutes if other != mute)
        if mute in self.mutes:
            self.set_mutes(others)
        elif self._is_there(mute):
            self.set_mutes((*others, mute))

    def set_mutes(self, mutes: Mutes) -> None:
        """Take out these and nothing else; it can be undone."""
        if mutes != self.mutes:
            change = _Change(self._take, self.mutes, mutes)
            self._workspace.undo_stack.push(change)

    def _take(self, mutes: Mutes) -> None:
        self.mutes = mutes
        self._ask()
        self.changed.emit()

    def _forget(self, _network: Network) -> None:
        """Another network has other parts: what was done to the one before is not undone on it."""
        stack = self._workspace.undo_stack
        for command in map(stack.command, range(stack.count())):
            if isinstance(command, _Change):
                command.setObsolete(True)
        self._drop_obsolete()
        self.mutes = ()
        self._follow(self._workspace.prepared)

    def _drop_obsolete(self, _index: int = 0) -> None:
        """Undoing what is obsolete only removes it: the next Ctrl+Z must find what it can undo."""
        stack = self._workspace.undo_stack
        while stack.canUndo() and stack.command(stack.index() - 1).isObsolete():
            stack.undo()
        while stack.canRedo() and stack.command(stack.index()).isObsolete():
            stack.redo()

    def _is_there(self, mute: Mute) -> bool:
        """Whether the network in force has it: a map may have been chosen in the one before."""
        network = self._workspace.network
        module = network.tree.find(mute.path) if network else None
        return module is not None and mute.channel < module.output_shape[0]

    def _follow(self, _prepared: Prepared | None) -> None:
        self.answer, self.blocks = None, []
        for key in (_ANSWER, _BLOCKS):  # of the picture or network before
            self._window.lanes.cancel(key)
        self.changed.emit()
        if self.active:
            self._ask_blocks()
            self._ask()

    def _request(self) -> tuple[str, Prepared] | None:
        """What is asked about; nothing while the picture is made ready for another network."""
        network, prepared = self._workspace.network, self._workspace.prepared
        return (network.state_id, prepared) if network and prepared else None

    def _ask(self) -> None:
        request = self._request()
        if request is not None and self.active:
            work = partial(self._window.workspace.session.muted, *request, self.mutes)
            job = Job("Take out parts", work, self._show, latest=_ANSWER)
            self._window.lanes.submit("model", job)

    def _ask_blocks(self) -> None:
        request = self._request()
        if request is not None:
            self.blocks = []
            work = partial(self._window.workspace.session.muted_blocks, *request)
            job = Job("Take out each block", work, self._add_block, latest=_BLOCKS, bulk=True)
            self._window.lanes.submit("model", job)

    def _show(self, answer: Muted) -> None:
        if answer.mutes == self.mutes:
            self.answer = answer
            self.changed.emit()

    def _add_block(self, muted: Muted) -> None:
        self.blocks.append(muted)
        self.changed.emit()


class _Change(QUndoCommand):
    """From some parts to others."""

    def __init__(self, take: Callable[[Mutes], None], before: Mutes, after: Mutes) -> None:
        super().__init__()
        self._take, self._before, self._after = take, before, after

    def redo(self) -> None:
        """Take out the new ones."""
        self._take(self._after)

    def undo(self) -> None:
        """Take out the old ones."""
        self._take(self._before)
