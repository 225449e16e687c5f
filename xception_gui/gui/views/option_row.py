"""One value in a dialog: its name, what it does, and its control."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from xception_gui.gui import style
from xception_gui.gui.views.elide import ElidedLabel

_CONTROL = 190


class OptionRow(QWidget):
    """The control can be exchanged: another config, other values."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name, self._about = QLabel(), ElidedLabel(role="faint", kind="small")
        self.control = QWidget()
        words = QVBoxLayout()
        words.setSpacing(style.px(2))
        words.addWidget(self._name)
        words.addWidget(self._about)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, style.px(4), 0, style.px(4))
        self._row.setSpacing(style.px(8))
        self._row.addLayout(words, 1)
        self._row.addWidget(self.control)

    def set_control(self, control: QWidget) -> None:
        """Set the value with this from now on."""
        self._row.replaceWidget(self.control, control)
        self.control.deleteLater()
        self.control = control
        control.setFixedWidth(style.px(_CONTROL))
        control.installEventFilter(self)
        self._name.setBuddy(control)

    def set_words(self, name: str, about: str) -> None:
        """Say what it is."""
        self._name.setText(name)
        self._about.set_text(about)
        self._about.setVisible(bool(about))  # a name alone stands in the middle of its row
        self.control.setAccessibleName(name)
        self.control.setAccessibleDescription(about)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Turning the wheel scrolls the dialog, it changes nothing."""
        if event.type() == QEvent.Type.Wheel:
            event.ignore()
            return True
        return super().eventFilter(watched, event)
