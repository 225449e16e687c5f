"""Every single value of the next run, as a dialog made from the table that checks them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QSpinBox, QVBoxLayout, QWidget

from xception_gui.base.preprocessing import input_size
from xception_gui.base.problem import Problem
from xception_gui.base.texts import problem_text
from xception_gui.base.training import TrainingConfig
from xception_gui.base.training_config import pairs_text
from xception_gui.base.training_settings import SETTINGS, Setting
from xception_gui.gui import style
from xception_gui.gui.language import language, mark, tr
from xception_gui.gui.run_choices import choice_of, name_choices
from xception_gui.gui.run_words import RUN_WORDS
from xception_gui.gui.views.elide import ElidedLabel
from xception_gui.gui.views.option_row import OptionRow
from xception_gui.gui.views.page_dialog import EDGE, PageDialog

_WIDTH = 560
_MODEL: dict[str, tuple[str, str]] = {
    "width": (mark("Width of the network"), mark("factor of every channel count; 1: the paper's")),
    "middle_blocks": (mark("Middle blocks"), mark("the paper has 8")),
    "drop_rate": (mark("Dropout"), mark("before the classifier")),
}

_SIZE = "input_size"
_SIZE_WORDS = (mark("Input size"), mark("pixels; empty: the weights have their own"))


class RunOptions(PageDialog):
    """Values count when they are used, not before; a wrong one is told in a line and kept.

    Parameters
    ----------
    use : callable
        Called with the `TrainingConfig` that the user wants.
    """

    def __init__(self, window: QWidget, use: Callable[[TrainingConfig], None]) -> None:
        super().__init__(window, _WIDTH)
        self._use, self._config = use, TrainingConfig()
        self._shown: dict[str, Any] = {}  # what each row said before the user changed it
        self.rows = {name: OptionRow() for name in (*_MODEL, _SIZE, *RUN_WORDS)}
        self.error = ElidedLabel(role="error")
        self._wrong: Problem | None = None
        self.use_button = self.add_button()
        self.use_button.setProperty("primary", True)
        self.use_button.setAutoDefault(True)
        self.use_button.clicked.connect(self._take)
        self._arrange()
        self.retranslate()

    def show_config(self, config: TrainingConfig) -> None:
        """Open it with these values."""
        self._wrong = None
        self._show(config, _controls(config))
        self.open_page()

    def follow(self, config: TrainingConfig) -> None:
        """Something was chosen elsewhere meanwhile; rows that the user has changed stay."""
        if self.isVisible() and config != self._config:
            new, rows = _controls(config), self.rows
            same = [name for name in new if _said(rows[name].control) == self._shown[name]]
            self._show(config, {name: new[name] for name in same})

    def _show(self, config: TrainingConfig, controls: dict[str, QWidget]) -> None:
        self._config = config
        for name, control in controls.items():
            self._shown[name] = _said(control)
            self.rows[name].set_control(control)
        self.retranslate()

    def retranslate(self) -> None:
        """Read the texts again."""
        super().retranslate()
        self.setWindowTitle(tr("Values of the next run"))
        self.use_button.setText(tr("Use these values"))
        self._tell_wrong()
        for name, (text, about) in {**_MODEL, _SIZE: _SIZE_WORDS, **RUN_WORDS}.items():
            self.rows[name].set_words(tr(text), tr(about))
        for setting in SETTINGS:
            control = self.rows[setting.name].control
            if isinstance(control, QComboBox):
                name_choices(setting, control)

    def _take(self) -> None:
        """The whole config is checked at once, by the same code as a config file."""
        try:
            config = self._read()
        except Problem as problem:
            self._wrong = problem.with_traceback(None)
            self._tell_wrong()
            return
        self.accept()
        self._use(config)

    def _tell_wrong(self) -> None:
        wrong = self._wrong
        text = problem_text(wrong.code, dict(wrong.fields), language()) if wrong else ""
        self.error.set_text(text)

    def _read(self) -> TrainingConfig:
        values = {s.name: _value(s, self.rows[s.name].control) for s in SETTINGS}
        model = {name: _number(self.rows[name].control) for name in _MODEL}
        config = self._sized(values).changed({**values, "model": model})
        return replace(config, recipe=self._config.recipe)

    def _sized(self, values: dict[str, Any]) -> TrainingConfig:
        """With the input's size; what grows grows with it, unless another text was written."""
        config, size = self._config, _number(self.rows[_SIZE].control)
        if size == "" or size == input_size(config.preprocessing):
            return config
        if values["growth"] == pairs_text(config.growth):
            del values["growth"]
        return config.changed({"weights": values["weights"]}).with_input_size(size)

    def _arrange(self) -> None:
        column = QVBoxLayout(self.page)
        edge = style.px(EDGE)
        column.setContentsMargins(edge, style.px(8), edge, style.px(12))
        column.setSpacing(0)
        for row in self.rows.values():
            column.addWidget(row)
        column.addStretch()
        self._foot.insertWidget(1, self.error, 1)


def _controls(config: TrainingConfig) -> dict[str, QWidget]:
    """What every row is set with."""
    size = "" if config.weights else f"{input_size(config.preprocessing)}"
    model = {name: QLineEdit(_digits(getattr(config.model, name))) for name in _MODEL}
    values = {one.name: _control(one, getattr(config, one.name)) for one in SETTINGS}
    return {**model, _SIZE: QLineEdit(size), **values}


def _control(setting: Setting, value: Any) -> QWidget:
    """What a value of that kind is set with."""
    if setting.kind is bool:
        box = QCheckBox()
        box.setChecked(value)
        return box
    if setting.choices:
        return choice_of(setting, value)
    if setting.kind is int and setting.high < 2**31:
        spin = QSpinBox()
        spin.setRange(int(setting.low), int(setting.high))
        spin.setValue(value)
        return spin
    field = QLineEdit(_TEXTS.get(setting.kind, _digits)(value))
    field.setCursorPosition(0)  # of a long text the beginning
    return field


def _digits(value: float) -> str:
    """As many as it takes to read the same number back."""
    return repr(value).removesuffix(".0")


_TEXTS: dict[type, Callable[[Any], str]] = {str: str, tuple: pairs_text}


def _value(setting: Setting, control: QWidget) -> Any:
    number = isinstance(control, QLineEdit) and setting.kind not in (str, tuple)
    return _number(control) if number else _said(control)


def _said(control: QWidget) -> Any:
    """What stands in it."""
    if isinstance(control, QCheckBox):
        return control.isChecked()
    if isinstance(control, QComboBox):
        return control.currentData()
    if isinstance(control, QSpinBox):
        return control.value()
    return control.text()  # type: ignore[attr-defined]


def _number(control: QWidget) -> Any:
    """Whole numbers stay whole; what is no number is left to the check, which names it."""
    text = control.text().strip()  # type: ignore[attr-defined]
    for kind in (int, float):
        try:
            return kind(text)
        except ValueError:
            continue
    return text
