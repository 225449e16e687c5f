"""The line between two bands or sections."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from xception_gui.gui import style


class Separator(QWidget):
    """A line one pixel thick in the colour role ``line``; ``inset`` keeps it off both ends."""

    def __init__(
        self,
        orientation: Qt.Orientation = Qt.Orientation.Horizontal,
        inset: int = 0,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._horizontal = orientation == Qt.Orientation.Horizontal
        self._inset = inset
        if self._horizontal:
            self.setFixedHeight(1)
        else:
            self.setFixedWidth(1)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the line."""
        across, along = (self._inset, 0) if self._horizontal else (0, self._inset)
        rect = self.rect().adjusted(across, along, -across, -along)
        QPainter(self).fillRect(rect, style.colour("line"))
