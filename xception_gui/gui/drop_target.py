"""What is dragged over the window: the outcome is named, and a drop opens it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QMimeData, QObject
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QWidget

from xception_gui.gui.drop_words import drop_words
from xception_gui.gui.views.drop_overlay import DropOverlay

if TYPE_CHECKING:
    from xception_gui.gui.main_window import MainWindow


class DropTarget(QObject):
    """Takes every drop on a window.

    Parameters
    ----------
    window : MainWindow
        Its tab decides what becomes of weights.
    drop : callable
        Called with what was dropped; files are looked at in the `io` lane.
    """

    def __init__(self, window: MainWindow, drop: Callable[[QMimeData], None]) -> None:
        super().__init__(window)
        self.overlay, self._window, self._drop = DropOverlay(window), window, drop
        for child in window.findChildren(QWidget):
            child.setAcceptDrops(False)  # else a text field takes the drop of a file
        window.setAcceptDrops(True)
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Name the outcome, from cheap facts; the drop itself says why something is refused."""
        if isinstance(event, QDropEvent) and event.type() == QEvent.Type.Drop:
            self.overlay.hide()
            self._drop(event.mimeData())
        elif isinstance(event, QDragEnterEvent):
            self.overlay.show_outcome(*drop_words(event.mimeData(), self._window.tab))
        elif event.type() == QEvent.Type.DragLeave:
            self.overlay.hide()
            return True
        else:
            return super().eventFilter(watched, event)
        event.acceptProposedAction()
        return True
