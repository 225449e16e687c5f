"""One setting in the dialog: its name, a hint, the control, and the way back to the default."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QSpinBox, QVBoxLayout, QWidget

from xception_gui.gui import style
from xception_gui.gui.language import tr
from xception_gui.gui.settings_table import Setting
from xception_gui.gui.views.elide import ElidedLabel
from xception_gui.gui.views.icon_button import IconButton
from xception_gui.gui.views.legend import COLOURS, bar_image

_CONTROL, _SWATCH, _ICON = 190, QSize(48, 10), QSize(54, 10)
Choices = Sequence[tuple[str, str]]


class SettingRow(QWidget):
    """Shows a value; `chosen` tells which one the user wants, the default included."""

    chosen = Signal(object)

    def __init__(self, setting: Setting, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setting = setting
        self._name, self._hint = QLabel(), ElidedLabel(role="faint", kind="small", parent=self)
        self.control = _spin_box(setting) if setting.bounds else QComboBox()
        self.control.setFixedWidth(style.px(_CONTROL))
        self.control.installEventFilter(self)
        self._name.setBuddy(self.control)
        if isinstance(self.control, QSpinBox):
            self.control.valueChanged.connect(self.chosen.emit)
        else:
            self.control.setIconSize(_ICON)
            self.control.activated.connect(self._activated)
        self.undo = IconButton("undo")
        self.undo.clicked.connect(lambda: self.chosen.emit(setting.default))
        self._arrange()

    def show_value(self, value: Any, choices: Choices) -> None:
        """Show what is in force, and what else there is; without a signal."""
        self.control.blockSignals(True)
        if isinstance(self.control, QSpinBox):
            self.control.setValue(value)
        else:
            self._fill(choices)
            self.control.setCurrentIndex(self.control.findData(value))
        self.control.blockSignals(False)
        self._show_undo(value != self.setting.default)

    def retranslate(self) -> None:
        """Read the texts again."""
        name = tr(self.setting.text)
        self._name.setText(name)
        self._hint.set_text(tr(self.setting.hint) if self.setting.hint else "")
        self.control.setAccessibleName(name)
        self.control.setAccessibleDescription(self._hint.text())
        self.undo.set_words(tr("Reset “{name}”", name=name))
        if isinstance(self.control, QSpinBox) and self.setting.zero:
            self.control.setSpecialValueText(tr(self.setting.zero))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Turning the wheel scrolls the dialog, it changes nothing."""
        if event.type() == QEvent.Type.Wheel:
            event.ignore()
            return True
        return super().eventFilter(watched, event)

    def _arrange(self) -> None:
        words = QVBoxLayout()
        words.setSpacing(style.px(2))
        words.addStretch()
        words.addWidget(self._name)
        words.addWidget(self._hint)
        self._hint.setVisible(bool(self.setting.hint))
        words.addStretch()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, style.px(4), 0, style.px(4))
        row.setSpacing(style.px(8))
        row.addLayout(words, 1)
        row.addWidget(self.undo)
        row.addWidget(self.control)
        policy = self.undo.sizePolicy()
        policy.setRetainSizeWhenHidden(True)  # nothing jumps when it comes
        self.undo.setSizePolicy(policy)

    def _show_undo(self, shown: bool) -> None:
        if self.undo.hasFocus() and not shown:
            self.control.setFocus(Qt.FocusReason.TabFocusReason)
        self.undo.setVisible(shown)

    def _fill(self, choices: Choices) -> None:
        assert isinstance(self.control, QComboBox)
        self.control.clear()
        for value, text in choices:
            self.control.addItem(text, value)
            if value in COLOURS:
                self.control.setItemIcon(self.control.count() - 1, _swatch(value))

    def _activated(self, index: int) -> None:
        assert isinstance(self.control, QComboBox)
        self.chosen.emit(self.control.itemData(index))


def _spin_box(setting: Setting) -> QSpinBox:
    made = QSpinBox()
    made.setRange(*(setting.bounds or (0, 0)))
    made.setKeyboardTracking(False)  # only the whole number counts
    return made


def _swatch(name: str) -> QIcon:
    """The colour map, with some air between it and its name."""
    made = QPixmap(_ICON * 2)
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    painter.drawImage(QRect(QPoint(0, 0), _SWATCH * 2), bar_image(name))
    painter.end()
    return QIcon(made)
