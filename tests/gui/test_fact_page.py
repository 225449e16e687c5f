"""Pages of facts follow theme and language, also where both change in the same turn."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.gui.workbench import wait_idle
from xception_gui.gui.architecture_pages import CostPage, PaperCheckPage
from xception_gui.gui.main_window import MainWindow


def checked(qtbot: QtBot, window: MainWindow) -> PaperCheckPage:
    page = PaperCheckPage(window)
    page.look()
    wait_idle(qtbot, window.lanes)
    qtbot.wait(20)  # its size follows what it says
    return page


@pytest.mark.parametrize("first", ["theme", "language"])
def test_that_an_open_page_looks_like_one_that_is_opened_afterwards(
    qtbot: QtBot, ready_window: MainWindow, first: str
) -> None:
    page, commands = checked(qtbot, ready_window), ready_window.commands
    changes = [lambda: commands.set_theme("dark"), lambda: commands.set_language("zh_CN")]
    for change in changes if first == "theme" else reversed(changes):
        change()
    qtbot.wait(40)
    fresh = checked(qtbot, ready_window)
    assert page.size() == fresh.size()
    assert page.page.grab().toImage() == fresh.page.grab().toImage()


def test_that_a_page_takes_the_height_of_other_words(
    qtbot: QtBot, ready_window: MainWindow
) -> None:
    page = CostPage(ready_window)
    page.open_page()
    ready_window.commands.set_language("zh_CN")
    QApplication.processEvents()
    qtbot.wait(20)
    fresh = CostPage(ready_window)
    fresh.open_page()
    assert page.height() == fresh.height()
