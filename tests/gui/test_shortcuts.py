"""The list of keys: made from the table, none missing, in the language in force."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from xception_gui.gui.language import set_language
from xception_gui.gui.main_window import MainWindow
from xception_gui.gui.menus import key_list
from xception_gui.gui.shortcuts import Shortcuts
from xception_gui.gui.views.elide import ElidedLabel
from xception_gui.gui.views.key_caps import KeyCaps


def caps(dialog: Shortcuts) -> list[str]:
    return sorted(found.keys() for found in dialog.findChildren(KeyCaps))


def test_that_every_key_of_the_table_is_listed_once(qtbot: QtBot, window: MainWindow) -> None:
    window.activateWindow()
    QTest.keyClick(window, Qt.Key.Key_Slash, Qt.KeyboardModifier.ControlModifier)
    (dialog,) = window.findChildren(Shortcuts)
    assert dialog.isVisible()
    assert caps(dialog) == sorted(keys for row in key_list() for keys in row.keys)
    titles = [label.text() for label in dialog.findChildren(QLabel)]
    assert titles == list(dict.fromkeys(titles)), "a menu is named once"
    cut = [label.text() for label in dialog.findChildren(ElidedLabel) if label.is_cut()]
    assert cut == []
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def test_that_the_list_speaks_another_language_at_once(window: MainWindow) -> None:
    window.menu_actions.action("shortcuts").trigger()
    (dialog,) = window.findChildren(Shortcuts)
    before = caps(dialog)
    set_language("zh_CN")
    QApplication.sendPostedEvents(None, 0)
    QApplication.processEvents()
    assert dialog.windowTitle() == "快捷键"
    assert "按住空格" in caps(dialog)
    assert len(caps(dialog)) == len(before)


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_that_arrows_are_written_as_on_keys(language: str) -> None:
    set_language(language)
    keys = {one for row in key_list() for one in row.keys}
    assert {"Alt+←", "Alt+→"} <= keys
