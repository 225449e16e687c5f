"""The button "Export…", and below it what can be exported."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QEvent, QPoint, Qt, Signal
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from xception_gui.gui import style
from xception_gui.gui.language import tr


class ExportButton(QToolButton):
    """Tells which kind is wanted.

    Parameters
    ----------
    kinds : callable
        Kind → its words in the language in force, in the order of the menu.
    """

    wanted = Signal(str)

    def __init__(self, kinds: Callable[[], Mapping[str, str]], parent: QWidget | None = None):
        super().__init__(parent)
        self._kinds = kinds
        self.setAutoRaise(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.clicked.connect(self._pop_up)
        self.retranslate()

    def choices(self) -> QMenu:
        """What can be exported."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for kind, text in self._kinds().items():
            action = menu.addAction(text)
            action.triggered.connect(lambda _=False, kind=kind: self.wanted.emit(kind))
        return menu

    def _pop_up(self) -> None:
        self.choices().popup(self.mapToGlobal(QPoint(0, self.height())))

    def retranslate(self) -> None:
        """Read the text again; the icon too."""
        self.setText(tr("Export…"))
        self.setAccessibleName(tr("Export…"))
        self.setIcon(style.icon("save", "muted"))

    def changeEvent(self, event: QEvent) -> None:
        """Another theme has another icon, another language another text."""
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.LanguageChange):
            self.retranslate()
        super().changeEvent(event)
