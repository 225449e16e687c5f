"""The command palette in the real window: by keys, by mouse, in both languages."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QModelIndex, QPoint, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from tests.gui.workbench import CLASSES, paint, show, wait_idle
from xception_gui.gui.actions import TABLE
from xception_gui.gui.facts import NEEDS
from xception_gui.gui.main_window import MainWindow
from xception_gui.gui.style import colour, is_dark
from xception_gui.gui.views.key_caps import split_keys
from xception_gui.gui.views.palette_rows import OFFER

Key = Qt.Key


def open_palette(window: MainWindow, typed: str = "") -> None:
    window.activateWindow()
    QTest.keyClick(window, Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    assert window.finder.palette.isVisible()
    QTest.keyClicks(window.finder.palette.field, typed)


def rows(window: MainWindow) -> list[str]:
    model = window.finder.palette.rows.offers
    return [str(model.index(row).data()) for row in range(model.rowCount())]


def press(window: MainWindow, key: Qt.Key) -> None:
    QTest.keyClick(window.finder.palette.field, key)


def test_that_both_shortcuts_and_the_button_open_it(window: MainWindow) -> None:
    window.activateWindow()
    palette, control = window.finder.palette, Qt.KeyboardModifier.ControlModifier
    for key, held in (
        (Key.Key_K, control),
        (Key.Key_P, control | Qt.KeyboardModifier.ShiftModifier),
    ):
        QTest.keyClick(window, key, held)
        assert palette.isVisible()
        QTest.keyClick(palette.field, key, held)
        assert not palette.isVisible()
    window.header.search.click()
    assert palette.isVisible()
    assert (palette.card().width(), palette.card().top()) == (560, 96)
    assert palette.geometry() == window.rect()


def test_that_it_opens_over_a_field_in_which_one_writes(window: MainWindow) -> None:
    window.activateWindow()
    window.menu_actions.action("filter").trigger()
    field = QApplication.focusWidget()
    assert field is not None
    QTest.keyClick(field, Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    assert window.finder.palette.isVisible()
    press(window, Key.Key_Escape)
    assert QApplication.focusWidget() is field


def test_that_escape_puts_the_keyboard_back(window: MainWindow) -> None:
    window.activateWindow()
    window.header.open.setFocus()
    open_palette(window, "x")
    assert QApplication.focusWidget() is window.finder.palette.field
    press(window, Key.Key_Tab)
    assert QApplication.focusWidget() is window.finder.palette.field
    press(window, Key.Key_Escape)
    assert not window.finder.palette.isVisible()
    assert QApplication.focusWidget() is window.header.open


def test_that_a_command_of_a_submenu_runs_and_is_remembered(window: MainWindow) -> None:
    open_palette(window, "theme dark")
    assert rows(window)[0] == "Theme: Dark"
    press(window, Key.Key_Return)
    assert is_dark()
    assert not window.finder.palette.isVisible()
    open_palette(window)
    assert rows(window)[0] == "Theme: Dark"
    press(window, Key.Key_Escape)
    window.menu_actions.action("theme.light").trigger()


def test_that_arrows_choose_and_what_is_impossible_is_passed_over(window: MainWindow) -> None:
    open_palette(window, "picture")
    model = window.finder.palette.rows.offers
    offers = [model.index(row).data(OFFER) for row in range(model.rowCount())]
    impossible = {offer.text: offer.detail for offer in offers if not offer.enabled}
    assert impossible["Close picture"] == "needs a picture"
    assert window.finder.palette.rows.current().text == "Paste picture"  # type: ignore[union-attr]
    for _ in range(len(offers)):
        press(window, Key.Key_Down)
        current = window.finder.palette.rows.current()
        assert current is not None
        assert current.enabled


def test_that_nothing_found_says_so_and_enter_waits(window: MainWindow) -> None:
    open_palette(window, "qqqq")
    assert rows(window) == []
    press(window, Key.Key_Return)
    assert window.finder.palette.isVisible()


def test_that_a_module_is_found_by_its_path(ready_window: MainWindow) -> None:
    open_palette(ready_window, "block4 sepconv2 point")
    assert rows(ready_window)[0] == "middle.block4.sepconv2.pointwise"
    press(ready_window, Key.Key_Return)
    assert ready_window.workspace.module == "middle.block4.sepconv2.pointwise"


def test_that_a_class_is_explained_for_the_shown_picture(
    qtbot: QtBot, ready_window: MainWindow, tmp_path: Path
) -> None:
    open_palette(ready_window, "ship")
    assert ready_window.finder.palette.rows.current() is None, "there is no picture to explain"
    press(ready_window, Key.Key_Escape)
    show(qtbot, ready_window, paint(tmp_path / "a.png"))
    open_palette(ready_window, "ship")
    press(ready_window, Key.Key_Return)
    wait_idle(qtbot, ready_window.lanes)
    assert ready_window.workspace.heatmap.class_index == CLASSES.index("ship")  # type: ignore[union-attr]


def test_that_the_mouse_chooses_and_a_click_beside_closes(qtbot: QtBot, window: MainWindow) -> None:
    palette = window.finder.palette
    open_palette(window, "theme light")
    place = palette.rows.visualRect(palette.rows.offers.index(0)).center()
    left = Qt.MouseButton.LeftButton
    QTest.mouseClick(palette.rows.viewport(), left, pos=place)
    assert not palette.isVisible()
    assert window.settings.values.theme == "light"
    open_palette(window)
    QTest.mouseClick(palette, left, pos=palette.card().center())
    assert palette.isVisible()
    QTest.mouseClick(palette, left, pos=QPoint(5, 5))
    assert not palette.isVisible()


def test_that_keys_of_the_window_sleep_while_it_is_open(window: MainWindow) -> None:
    open_palette(window)
    QTest.keyClick(window.finder.palette.field, Key.Key_O, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(window.finder.palette.field, Key.Key_B, Qt.KeyboardModifier.ControlModifier)
    assert not window.findChildren(QFileDialog)
    assert window.tree.isVisible()


def test_that_a_command_finds_the_keyboard_where_it_was(window: MainWindow) -> None:
    open_palette(window, "filter mod")
    press(window, Key.Key_Return)
    focus = QApplication.focusWidget()
    assert focus is not None
    assert focus.accessibleName() == "Filter modules"


def test_that_chinese_and_english_both_find_in_chinese(window: MainWindow) -> None:
    window.menu_actions.action("language.zh_CN").trigger()
    QApplication.processEvents()
    for typed in ("打开文", "open fol"):
        open_palette(window)
        window.finder.palette.field.setText(typed)
        assert rows(window)[0] == "打开文件夹…"
        press(window, Key.Key_Escape)
    assert window.finder.palette.field.accessibleName() == "命令面板"


def test_that_every_command_can_be_found_by_its_name(window: MainWindow) -> None:
    open_palette(window)
    for entry in TABLE:
        if entry.id != "palette" and not entry.menu.endswith("/*"):
            window.finder.palette.field.setText(entry.text)
            assert any(entry.text in row for row in rows(window)), entry.id


def test_that_a_module_is_found_by_its_names_in_timm_and_keras(
    ready_window: MainWindow,
) -> None:
    for name in ("block4.rep.4", "block5_sepconv2"):
        open_palette(ready_window, name)
        assert rows(ready_window)[0] == "middle.block4.sepconv2"


def test_that_only_choices_of_a_submenu_name_their_menu(window: MainWindow) -> None:
    open_palette(window, "feature maps")
    assert rows(window)[0] == "Feature maps"
    window.finder.palette.field.setText("theme: light")
    assert rows(window)[0] == "Theme: Light"


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_that_its_scroll_bar_stands_on_the_card(window: MainWindow, theme: str) -> None:
    window.menu_actions.action(f"theme.{theme}").trigger()
    QApplication.processEvents()
    open_palette(window)
    QApplication.processEvents()
    bar = window.finder.palette.rows.verticalScrollBar()
    assert bar.isVisible()
    assert bar.grab().toImage().pixelColor(0, 0).name() == colour("raised").name()
    window.menu_actions.action("theme.light").trigger()


def test_that_every_need_has_its_words() -> None:
    assert {entry.needs for entry in TABLE if entry.needs} <= NEEDS.keys()


def test_that_a_screen_reader_hears_row_keys_and_what_is_missing(window: MainWindow) -> None:
    open_palette(window, "save overlay")
    index = window.finder.palette.rows.offers.index(0)
    spoken = index.data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "Save overlay…, needs a heat map, Ctrl+S"
    interface = QAccessible.queryAccessibleInterface(window.finder.palette.rows)
    assert interface.text(QAccessible.Text.Name) == "Found"
    assert window.finder.palette.rows.offers.rowCount(QModelIndex()) > 0


def test_that_it_stays_within_the_smallest_window(window: MainWindow) -> None:
    window.resize(900, 600)
    open_palette(window)
    assert window.finder.palette.card().bottom() < 600
    window.resize(1200, 700)
    assert window.finder.palette.geometry() == window.rect()


@pytest.mark.parametrize(
    ("keys", "caps"),
    [
        ("Ctrl+Shift+P", ("Ctrl", "Shift", "P")),
        ("Ctrl++", ("Ctrl", "+")),
        ("H", ("H",)),
        ("⇧⌘P", ("⇧", "⌘", "P")),
        ("", ()),
    ],
)
def test_that_keys_are_caps(keys: str, caps: tuple[str, ...]) -> None:
    assert split_keys(keys) == caps
