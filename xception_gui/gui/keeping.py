"""What the window keeps of itself: settings, written soon after a change, and its place."""

from __future__ import annotations

import os
from typing import Any

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QApplication, QMainWindow

from xception_gui.base.results import Weights
from xception_gui.gui import style
from xception_gui.gui.lanes import Job, Lanes
from xception_gui.gui.panes import DEFAULT
from xception_gui.gui.settings import SettingsFile, with_recent, write_texts
from xception_gui.gui.weights_words import NAMED

_SAVE_MS = 1000


class Keeper(QObject):
    """Changes settings, and has them written by the `io` lane."""

    changed = Signal()

    def __init__(self, window: QMainWindow, settings: SettingsFile, lanes: Lanes) -> None:
        super().__init__(window)
        self._window, self._settings, self._lanes = window, settings, lanes
        self._timer = QTimer(self, interval=_SAVE_MS, singleShot=True)
        self._timer.timeout.connect(self.save)

    def change(self, **values: Any) -> None:
        """Change settings; they are written soon."""
        if self._settings.change(**values):
            self._timer.start()
            self.changed.emit()

    def save(self) -> None:
        """Have them written now."""
        texts = self._settings.texts()
        job = Job("Save the settings", lambda: write_texts(texts), _nothing, latest="settings")
        self._lanes.submit("io", job)

    def remember_file(self, path: str) -> None:
        """What was opened is offered again; pasted pictures have no path."""
        if path:
            self.change(recent=with_recent(self._settings.values.recent, path))

    def remember_weights(self, weights: Weights) -> None:
        """A file is offered again; what has a name is offered anyway."""
        if os.path.isfile(weights.source) and weights.name not in NAMED:
            self.remember_file(weights.source)

    def restore_place(self) -> None:
        """Where the window was, if a screen is still there."""
        values = self._settings.values
        self._window.resize(style.px(DEFAULT[0]), style.px(DEFAULT[1]))
        if len(values.window) == 4:
            x, y, width, height = values.window
            self._window.resize(width, height)
            if any(s.availableGeometry().contains(x + 40, y + 10) for s in QApplication.screens()):
                self._window.move(x, y)
        if values.maximized:
            self._window.setWindowState(Qt.WindowState.WindowMaximized)

    def close(self) -> None:
        """Write everything here and now.

        Raises
        ------
        Problem
            ``write-failed`` or ``disk-full``.
        """
        self._timer.stop()
        self._settings.write()

    def remember_place(self) -> None:
        """Where the window is."""
        box, maximized = self._window.normalGeometry(), self._window.isMaximized()
        place = (box.x(), box.y(), box.width(), box.height())
        self._settings.change(window=place, maximized=maximized)


def _nothing(_result: object) -> None:
    """Saving settings has no result."""
