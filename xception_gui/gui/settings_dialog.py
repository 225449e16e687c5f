"""The settings as a dialog that stays open beside the window; made from their table."""

from __future__ import annotations

from functools import partial
from itertools import groupby
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QLabel,
    QVBoxLayout,
)

from xception_gui.gui import style
from xception_gui.gui.language import tr
from xception_gui.gui.settings_table import BY_ID, TABLE, Setting
from xception_gui.gui.views.page_dialog import EDGE, PageDialog
from xception_gui.gui.views.separator import Separator
from xception_gui.gui.views.setting_row import SettingRow

if TYPE_CHECKING:
    from xception_gui.gui.commands import Commands
    from xception_gui.gui.main_window import MainWindow

_WIDTH = 560


class SettingsDialog(PageDialog):
    """A change counts at once; a row that differs from its default offers the way back."""

    def __init__(self, window: MainWindow, commands: Commands) -> None:
        super().__init__(window, _WIDTH)
        self._window, self._commands = window, commands
        self._titles: list[tuple[QLabel, str]] = []
        self.rows = {setting.id: SettingRow(setting) for setting in TABLE}
        for name, row in self.rows.items():
            row.chosen.connect(partial(self._set, BY_ID[name]))
        self.reset_all = self.add_button()
        self.reset_all.clicked.connect(self._reset_all)
        self._arrange()
        window.settings_changed.connect(self._show_values)
        window.workspace.network_changed.connect(self._show_values)  # it knows the devices
        self.retranslate()

    def show_row(self, name: str = "") -> None:
        """Open it, with the keyboard on a setting."""
        self._show_values()
        self.open_page()
        row = self.rows.get(name, self.rows[TABLE[0].id])
        self.area.ensureWidgetVisible(row)
        row.control.setFocus(
            Qt.FocusReason.TabFocusReason if name else Qt.FocusReason.OtherFocusReason
        )

    def retranslate(self) -> None:
        """Read the texts again."""
        super().retranslate()
        self.setWindowTitle(tr("Settings"))
        for label, text in self._titles:
            label.setText(tr(text))
        self.reset_all.setText(tr("Reset all"))
        for row in self.rows.values():
            row.retranslate()
        self._show_values()

    def _show_values(self, _network: object = None) -> None:
        values = self._window.settings.values
        for name, row in self.rows.items():
            row.show_value(getattr(values, name), self._commands.choices_of(BY_ID[name]))
        self.reset_all.setEnabled(bool(self._window.settings.changed()))

    def _set(self, setting: Setting, value: Any) -> None:
        getattr(self._commands, setting.call)(value)

    def _reset_all(self) -> None:
        before = self._window.settings.changed()
        self._set_all({name: BY_ID[name].default for name in before})
        self._window.offer_undo(tr("All settings are reset"), partial(self._set_all, before))

    def _set_all(self, values: dict[str, Any]) -> None:
        for name, value in values.items():
            self._set(BY_ID[name], value)

    def _arrange(self) -> None:
        column = QVBoxLayout(self.page)
        edge = style.px(EDGE)
        column.setContentsMargins(edge, style.px(8), edge, style.px(12))
        column.setSpacing(0)
        for group, settings in groupby(TABLE, lambda setting: setting.group):
            self._add_group(column, group, [self.rows[setting.id] for setting in settings])
        column.addStretch()

    def _add_group(self, column: QVBoxLayout, group: str, rows: list[SettingRow]) -> None:
        if self._titles:
            column.addSpacing(style.px(8))
            column.addWidget(Separator())
        title = QLabel()
        title.setFont(style.font("bold"))
        title.setContentsMargins(0, style.px(10), 0, style.px(4))
        self._titles.append((title, group))
        column.addWidget(title)
        for row in rows:
            column.addWidget(row)
