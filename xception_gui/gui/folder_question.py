"""Labelled pictures were dropped: the bar that asks what to do with them, and the answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from xception_gui.gui.sources import ClassFolderSet
from xception_gui.gui.views.class_bar import ClassBar

if TYPE_CHECKING:
    from xception_gui.gui.main_window import MainWindow


class FolderQuestion(QObject):
    """Asks in a `ClassBar`; what is chosen happens to the folders that were dropped last."""

    def __init__(self, window: MainWindow, bar: ClassBar) -> None:
        super().__init__(bar)
        self._window, self._bar = window, bar
        self._folders: ClassFolderSet | None = None
        window.workspace.classes_found.connect(self._ask)
        bar.classify_requested.connect(self._classify)
        bar.evaluate_requested.connect(self._evaluate)
        bar.train_requested.connect(self._train)

    def _ask(self, folders: ClassFolderSet) -> None:
        self._folders = folders
        chosen = "train" if self._window.tab == "train" else "classify"
        self._bar.ask(folders.name, folders.classes, folders.pictures, chosen)

    def _classify(self) -> None:
        self._bar.hide()
        if self._folders is not None:
            self._window.show_tab("classify")
            self._window.workspace.open_paths([self._folders.path], as_pictures=True)

    def _evaluate(self) -> None:
        self._bar.hide()
        if self._folders is not None:
            self._window.workspace.evaluate(self._folders.path)

    def _train(self) -> None:
        self._bar.hide()
        if self._folders is not None:
            self._window.train_tab.offer(self._folders.path)
