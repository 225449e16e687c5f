"""An `XceptionConfig` in single values: the usual ones, the others behind a line that opens."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QVBoxLayout, QWidget

from xception_gui.base.config import XceptionConfig
from xception_gui.gui import style
from xception_gui.gui.config_fields import (
    ADVANCED,
    CHOICES,
    MAIN,
    SIZE,
    on_change,
    show_value,
    value_of,
)
from xception_gui.gui.language import tr
from xception_gui.gui.views.disclosure import Disclosure
from xception_gui.gui.views.option_row import OptionRow

_FIELDS = {**MAIN, **ADVANCED}
_PAPER = XceptionConfig()


class ConfigForm(QWidget):
    """What is shown is what comes back: each value has the config's own range and every digit."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.shown = _PAPER  # last by `set_config`
        self.controls = {name: field.make() for name, field in _FIELDS.items()}
        self.rows = {name: OptionRow() for name in _FIELDS}
        self.disclosure, self.advanced = Disclosure(), QWidget()
        self.disclosure.toggled.connect(self.advanced.setVisible)
        self.advanced.hide()
        for name, control in self.controls.items():
            self.rows[name].set_control(control)
            on_change(control, self._tell_change)
        self._arrange()
        self.set_config(_PAPER)

    def config(self) -> XceptionConfig:
        """What the values say; a `Problem` if that builds no network."""
        values = {name: value_of(self.controls[name]) for name in _FIELDS if name != SIZE}
        values["segments"] = values["segments"] or None
        return replace(self.shown, **values)

    def set_config(self, config: XceptionConfig) -> None:
        """Show other values; without a signal."""
        self.shown = config
        for name, value in {**vars(config), "segments": config.segments or 0}.items():
            show_value(self.controls[name], value)
        self.tell()

    def tell(self) -> None:
        """Say beside the closed line what is behind it that the paper's network has otherwise."""
        found = [name for name in ADVANCED if self._departs(name)]
        brief = " · ".join(self._said(name) for name in found) or tr("as in the paper")
        self.disclosure.set_words(tr("Advanced"), brief)

    def retranslate(self) -> None:
        """Read the texts again."""
        for name, field in _FIELDS.items():
            self.rows[name].set_words(tr(field.text), tr(field.about))
        for name, words in CHOICES.items():
            box = self.controls[name]
            assert isinstance(box, QComboBox)
            for index, text in enumerate(words.values()):
                box.setItemText(index, tr(text))
        self.tell()

    def _tell_change(self) -> None:
        self.changed.emit()  # without what the control's own signal says

    def _departs(self, name: str) -> bool:
        return bool(value_of(self.controls[name]) != getattr(_PAPER, name))

    def _said(self, name: str) -> str:
        """``Strides: 1, 2, 2, 2, 1``."""
        control, title = self.controls[name], tr(ADVANCED[name].text)
        if isinstance(control, QCheckBox):
            return title
        text = control.currentText() if isinstance(control, QComboBox) else control.text()  # type: ignore[attr-defined]
        return tr("{name}: {value}", name=title, value=text or tr("none"))

    def _arrange(self) -> None:
        column, inside = QVBoxLayout(self), QVBoxLayout(self.advanced)
        for layout in (column, inside):
            layout.setContentsMargins(0, 0, 0, 0)
            layout.setSpacing(0)
        inside.setContentsMargins(0, 0, 0, style.px(8))
        for name in MAIN:
            column.addWidget(self.rows[name])
        for name in ADVANCED:
            inside.addWidget(self.rows[name])
        column.addWidget(self.disclosure)
        column.addWidget(self.advanced)
