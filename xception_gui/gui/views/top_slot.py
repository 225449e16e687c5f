"""A place for one widget that comes and goes, with a line above it while it is there."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from xception_gui.gui.views.separator import Separator


class TopSlot(QWidget):
    """Shown exactly while the widget in it is."""

    opened = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addWidget(Separator())
        self.hide()

    def put(self, widget: QWidget) -> None:
        """Take a widget, hidden; it shows and hides itself."""
        widget.hide()
        self._column.addWidget(widget)
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow what is in it."""
        if event.type() == QEvent.Type.ShowToParent:
            self.show()
            self.opened.emit()
        elif event.type() == QEvent.Type.HideToParent:
            self.hide()
        return super().eventFilter(watched, event)
