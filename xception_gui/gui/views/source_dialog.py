"""The code of a module's class in a window of its own, beside which one can go on working."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QPushButton, QVBoxLayout, QWidget

from xception_gui.base.results import SourceCode
from xception_gui.gui import style
from xception_gui.gui.language import tr
from xception_gui.gui.views.code_view import CodeView
from xception_gui.gui.views.separator import Separator

_SIZE, _LEAST = QSize(820, 600), QSize(420, 240)


class SourceDialog(QDialog):
    """Title: file and line; Escape closes it. Another module's code replaces the one shown."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._code = SourceCode("", 1, "")
        self.view = CodeView()
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        self.copy_button = QPushButton()
        self.buttons.addButton(self.copy_button, QDialogButtonBox.ButtonRole.ActionRole)
        self.buttons.rejected.connect(self.reject)
        self.copy_button.clicked.connect(self._copy)
        below = QVBoxLayout()
        below.setContentsMargins(12, 8, 12, 12)
        below.addWidget(self.buttons)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.view, 1)
        column.addWidget(Separator())
        column.addLayout(below)
        self.setMinimumSize(style.px(_LEAST.width()), style.px(_LEAST.height()))
        self.resize(style.px(_SIZE.width()), style.px(_SIZE.height()))
        self.retranslate()

    def show_code(self, code: SourceCode) -> None:
        """Show the code of a class, in front of the window."""
        self._code = code
        self.view.show_code(code.text, code.line)
        self.retranslate()
        self.show()
        self.raise_()
        self.activateWindow()
        self.view.setFocus()

    def retranslate(self) -> None:
        """Read the texts again."""
        self.setWindowTitle(f"{self._code.file}:{self._code.line}")
        self.view.setAccessibleName(tr("Source"))
        self.copy_button.setText(tr("Copy"))

    def changeEvent(self, event: QEvent) -> None:
        """Another language has other texts."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def _copy(self) -> None:
        """What is selected, else all of it."""
        selected = self.view.textCursor().selection().toPlainText()
        QGuiApplication.clipboard().setText(selected or self._code.text)
