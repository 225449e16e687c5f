"""Back and forward through the modules that were selected."""

from __future__ import annotations

from PySide6.QtCore import QObject

from xception_gui.gui.workspace import Workspace

_MOST = 200


class SelectionHistory(QObject):
    """Notes what is selected, wherever it was; going back selects it again."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(workspace)
        self._workspace = workspace
        self._paths: list[str] = []
        self._at = -1
        workspace.module_selected.connect(self._note)

    @property
    def can_go_back(self) -> bool:
        """Whether something was selected before."""
        return self._at > 0

    @property
    def can_go_forward(self) -> bool:
        """Whether one has gone back."""
        return self._at < len(self._paths) - 1

    def go(self, step: int) -> None:
        """Select what was selected before (-1) or after (1), if there is such a module."""
        if 0 <= self._at + step < len(self._paths):
            self._at += step
            self._workspace.select_module(self._paths[self._at])

    def _note(self, path: str) -> None:
        if not path or (self._at >= 0 and self._paths[self._at] == path):
            return
        del self._paths[self._at + 1 :]
        self._paths = [*self._paths, path][-_MOST:]
        self._at = len(self._paths) - 1
