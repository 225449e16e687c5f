"""The settings in the real window: made from the table, applied at once, reset and undone."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QSpinBox
from pytestqt.qtbot import QtBot

from tests.gui.workbench import paint, show, wait_idle
from xception_gui.gui.main_window import MainWindow
from xception_gui.gui.settings_dialog import SettingsDialog
from xception_gui.gui.settings_table import BY_ID, TABLE
from xception_gui.gui.style import is_dark

Key = Qt.Key


def opened(window: MainWindow, name: str = "") -> SettingsDialog:
    window.activateWindow()
    if name:
        window.commands.pages.show_setting(name)
    else:
        QTest.keyClick(window, Key.Key_Comma, Qt.KeyboardModifier.ControlModifier)
    (dialog,) = window.findChildren(SettingsDialog)
    assert dialog.isVisible()
    return dialog


def choose(dialog: SettingsDialog, name: str, value: object) -> None:
    """As the user does it: pick from the list, or write the number."""
    control = dialog.rows[name].control
    if isinstance(control, QComboBox):
        control.setCurrentIndex(control.findData(value))
        control.activated.emit(control.currentIndex())
    else:
        control.setValue(int(value))  # type: ignore[call-overload]


def test_that_every_setting_has_a_row_with_its_value(window: MainWindow) -> None:
    dialog = opened(window)
    assert list(dialog.rows) == [setting.id for setting in TABLE]
    for name, row in dialog.rows.items():
        value = getattr(window.settings.values, name)
        shown = (
            row.control.value() if isinstance(row.control, QSpinBox) else row.control.currentData()
        )
        assert shown == value
        assert row.control.accessibleName() == BY_ID[name].text
        assert row.undo.isHidden()
    assert not dialog.isModal()
    QTest.keyClick(dialog, Key.Key_Escape)
    assert not dialog.isVisible()


def test_that_a_change_counts_at_once_and_can_be_taken_back(window: MainWindow) -> None:
    dialog = opened(window)
    choose(dialog, "theme", "dark")
    assert is_dark()
    assert window.menu_actions.action("theme.dark").isChecked()
    assert dialog.rows["theme"].undo.isVisibleTo(dialog)
    dialog.rows["theme"].undo.click()
    assert window.settings.values.theme == "system"
    assert window.settings.changed() == {}
    assert dialog.rows["theme"].undo.isHidden()


def test_that_the_dialog_follows_what_is_changed_elsewhere(window: MainWindow) -> None:
    dialog = opened(window)
    window.menu_actions.action("theme.dark").trigger()
    window.classify.colours_chosen.emit("cividis")
    assert dialog.rows["theme"].control.currentData() == "dark"  # type: ignore[union-attr]
    assert dialog.rows["colours"].control.currentData() == "cividis"  # type: ignore[union-attr]
    window.menu_actions.action("theme.light").trigger()


def test_that_all_is_reset_and_the_toast_undoes_it(window: MainWindow) -> None:
    dialog = opened(window)
    assert not dialog.reset_all.isEnabled()
    for name, value in (("theme", "dark"), ("top_k", 4), ("map_colours", "grey")):
        choose(dialog, name, value)
    before = window.settings.changed()
    assert len(before) == 3
    dialog.reset_all.click()
    assert window.settings.changed() == {}
    assert len(window.classify.answer.rows.rows) == 5
    assert window._toast.action.text() == "Undo"
    window._toast.action.click()
    assert window.settings.changed() == before
    assert is_dark()
    assert len(window.classify.answer.rows.rows) == 4
    dialog.reset_all.click()


def test_that_the_answer_has_as_many_rows_as_wanted_and_fit(
    qtbot: QtBot, ready_window: MainWindow, tmp_path: Path
) -> None:
    show(qtbot, ready_window, paint(tmp_path / "a.png"))
    dialog = opened(ready_window)
    for wanted, below, beside in ((3, 3, 3), (8, 5, 8), (100, 5, 10)):
        choose(dialog, "top_k", wanted)
        ready_window.resize(1280, 800)
        assert len(ready_window.classify.answer.rows.rows) == below
        ready_window.resize(1920, 1080)
        assert len(ready_window.classify.answer.rows.rows) == beside


def test_that_threads_are_those_of_the_network(qtbot: QtBot, ready_window: MainWindow) -> None:
    before = ready_window.workspace.network.threads  # type: ignore[union-attr]
    dialog = opened(ready_window)
    for wanted, threads in ((2, 2), (1, 1), (0, before)):
        choose(dialog, "threads", wanted)
        wait_idle(qtbot, ready_window.lanes)
        assert ready_window.workspace.network.threads == threads  # type: ignore[union-attr]
        words = ready_window.status_bar.buttons["device"].text()
        assert not words.startswith("CPU") or str(threads) in words


def test_that_heat_map_colours_reach_the_picture(window: MainWindow) -> None:
    dialog = opened(window)
    choose(dialog, "colours", "grey")
    assert window.classify.heat_band.legend._name == "grey"


def test_that_another_language_is_spoken_by_the_dialog_itself(window: MainWindow) -> None:
    dialog = opened(window)
    choose(dialog, "language", "zh_CN")
    QApplication.processEvents()
    assert dialog.windowTitle() == "设置"
    assert dialog.rows["theme"].control.itemText(0) == "跟随系统"  # type: ignore[union-attr]
    assert dialog.rows["threads"].control.text() == "自动"  # type: ignore[union-attr]
    choose(dialog, "language", "en")
    QApplication.processEvents()
    assert dialog.windowTitle() == "Settings"


def test_that_the_palette_finds_settings_and_their_values(window: MainWindow) -> None:
    window.menu_actions.action("palette").trigger()
    palette = window.finder.palette
    palette.field.setText("cpu thr")
    QTest.keyClick(palette.field, Key.Key_Return)
    (dialog,) = window.findChildren(SettingsDialog)
    assert dialog.isVisible()
    assert dialog.focusWidget() is dialog.rows["threads"].control
    dialog.reject()
    window.menu_actions.action("palette").trigger()
    palette.field.setText("feature map colours turbo")
    QTest.keyClick(palette.field, Key.Key_Return)
    assert window.settings.values.map_colours == "turbo"


def test_that_the_wheel_changes_nothing(window: MainWindow) -> None:
    dialog = opened(window, "top_k")
    control = dialog.rows["top_k"].control
    none, phase = Qt.MouseButton.NoButton, Qt.ScrollPhase.NoScrollPhase
    middle = QPointF(control.rect().center())
    turn = QWheelEvent(
        middle, control.mapToGlobal(middle), QPoint(0, 0), QPoint(0, 120), none,
        Qt.KeyboardModifier.NoModifier, phase, False,
    )  # fmt: skip
    QApplication.sendEvent(control, turn)
    assert window.settings.values.top_k == 10


def test_that_it_opens_once_and_fits(window: MainWindow) -> None:
    opened(window).reject()
    dialog = opened(window, "map_colours")
    assert len(window.findChildren(SettingsDialog)) == 1
    row = dialog.rows["map_colours"]
    place = row.mapTo(dialog, QPoint(0, row.height()))
    assert place.y() <= dialog.height()


def test_that_feature_maps_follow_their_colours(window: MainWindow) -> None:
    dialog = opened(window)
    choose(dialog, "map_colours", "cividis")
    assert window.maps.band.legend._name == "cividis"
    window.maps.colours_chosen.emit("grey")
    assert dialog.rows["map_colours"].control.currentData() == "grey"  # type: ignore[union-attr]
