"""Labelled pictures were dropped: the bar that asks what to do with them, and the answer."""

from __future__ import annotations

from PySide6.QtCore import QObject

from xception_gui.gui.sources import ClassFolderSet
from xception_gui.gui.views.class_bar import ClassBar
from xception_gui.gui.workspace import Workspace


class FolderQuestion(QObject):
    """Asks in a `ClassBar`; what is chosen happens to the folders that were dropped last."""

    def __init__(self, bar: ClassBar, workspace: Workspace) -> None:
        super().__init__(bar)
        self._bar, self._workspace = bar, workspace
        self._folders: ClassFolderSet | None = None
        workspace.classes_found.connect(self._ask)
        bar.classify_requested.connect(self._classify)

    def _ask(self, folders: ClassFolderSet) -> None:
        self._folders = folders
        self._bar.ask(folders.name, folders.classes, folders.pictures)

    def _classify(self) -> None:
        self._bar.hide()
        if self._folders is not None:
            self._workspace.open_paths([self._folders.path], as_pictures=True)
