"""A flat button with an icon, which keeps its colour when the theme changes."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtWidgets import QToolButton, QWidget

from xception_gui.gui import style

_SIDE = 28


class IconButton(QToolButton):
    """One icon, told in words by its tool tip.

    Parameters
    ----------
    icon
        Name of the icon.
    role
        Colour role of the icon.
    """

    def __init__(self, icon: str, role: str = "muted", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon, self._role = icon, role
        self.setAutoRaise(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setFixedSize(style.px(_SIDE), style.px(_SIDE))
        self._refresh()

    def set_words(self, words: str) -> None:
        """Say what the button does: tool tip and accessible name."""
        self.setToolTip(words)
        self.setAccessibleName(words)

    def changeEvent(self, event: QEvent) -> None:
        """Another theme has another icon."""
        if event.type() == QEvent.Type.PaletteChange:
            self._refresh()
        super().changeEvent(event)

    def _refresh(self) -> None:
        self.setIcon(style.icon(self._icon, self._role))
        self.setIconSize(QSize(style.px(16), style.px(16)))
