"""The band at the top of a pane: its title, and small buttons at the right."""

from __future__ import annotations

from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from xception_gui.gui import style
from xception_gui.gui.style.tokens import HEADER_BAND
from xception_gui.gui.views.elide import ElidedLabel
from xception_gui.gui.views.translated import Translated

_MARGIN, _BUTTON_MARGIN = 12, 6


class Band(Translated):
    """A strip in the colour of the window with a line along its lower or upper edge."""

    def __init__(
        self, height: int, line_above: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._line_above = line_above
        self.setFixedHeight(style.px(height))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Surface and line."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), style.colour("window"))
        edge = 0 if self._line_above else self.height() - 1
        painter.fillRect(0, edge, self.width(), 1, style.colour("line"))


class PaneHeader(Band):
    """Title of a pane; `add_button` puts a button at its right end."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(HEADER_BAND, parent=parent)
        self._title = ElidedLabel(kind="bold")
        self._layout = QHBoxLayout(self)
        self._layout.setContentsMargins(_MARGIN, 0, _BUTTON_MARGIN, 1)
        self._layout.setSpacing(0)
        self._layout.addWidget(self._title, 1)

    def set_title(self, title: str) -> None:
        """Name the pane."""
        self._title.set_text(title)

    def add_button(self, button: QWidget) -> None:
        """Put a button to the right of those that are there."""
        self._layout.addWidget(button)
