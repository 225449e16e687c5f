"""Every page of the window: its parts have names, its words fit, Escape closes it."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from tests.gui.workbench import Windows, wait_idle
from xception_gui.gui.language import set_language
from xception_gui.gui.main_window import MainWindow
from xception_gui.gui.views.elide import ElidedLabel
from xception_gui.gui.views.page_dialog import PageDialog

PAGES = ("settings", "shortcuts", "doctor", "log", "about", "catalogue", "guide", "evaluate")


def opened(qtbot: QtBot, window: MainWindow, action: str) -> PageDialog:
    window.menu_actions.action(action).trigger()
    wait_idle(qtbot, window.lanes)
    QApplication.processEvents()
    (page,) = [page for page in window.findChildren(PageDialog) if page.isVisible()]
    return page


def named(part: QWidget) -> bool:
    own = part.text() if isinstance(part, QAbstractButton | QLabel) else ""
    return bool(part.accessibleName() or own)


@pytest.mark.parametrize("language", ["en", "zh_CN"])
@pytest.mark.parametrize("action", PAGES)
def test_that_a_page_is_named_fits_and_closes(
    qtbot: QtBot, window: MainWindow, action: str, language: str
) -> None:
    set_language(language)
    windows = Windows()
    page = opened(qtbot, window, action)
    assert page.windowTitle()
    assert windows.found == [type(page).__name__], "its parts are no windows, not for a moment"
    tabbed = [w for w in page.findChildren(QWidget) if w.focusPolicy() & Qt.FocusPolicy.TabFocus]
    nameless = [
        type(w).__name__ for w in tabbed if w.isVisible() and not _inner(w) and not named(w)
    ]
    assert nameless == []
    labels = [w for w in page.findChildren(ElidedLabel) if w.isVisible()]
    assert [label.text() for label in labels if label.is_cut() and "/" not in label.text()] == []
    assert not page.isModal()
    QTest.keyClick(page, Qt.Key.Key_Escape)
    assert not page.isVisible()


def _inner(part: QWidget) -> bool:
    """Parts of Qt's own controls."""
    return part.objectName().startswith("qt_")
