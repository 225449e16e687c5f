"""The field above the architecture tree in which modules are looked for."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from xception_gui.gui import style
from xception_gui.gui.language import tr

_TO_THE_TREE = (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter)


class FilterField(QLineEdit):
    """Text to look for; Down and Enter go to the matches."""

    left_for_matches = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedHeight(style.px(28))
        self.setClearButtonEnabled(True)
        self._icon = QAction(self)
        self.addAction(self._icon, QLineEdit.ActionPosition.LeadingPosition)
        self._refresh()
        self.retranslate()

    def retranslate(self) -> None:
        """Read the texts again."""
        self.setPlaceholderText(tr("Filter modules"))
        self.setAccessibleName(tr("Filter modules"))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc is left to the pane, which clears the filter from its tree too."""
        if event.key() in _TO_THE_TREE:
            self.left_for_matches.emit()
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """Another theme has another icon."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._refresh()

    def _refresh(self) -> None:
        self._icon.setIcon(style.icon("filter", "muted"))
