"""Pages of facts follow theme and language, also where both change in the same turn."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.gui.workbench import Windows, paint, show, wait_idle
from xception_gui.gui import style
from xception_gui.gui.architecture_pages import CostPage
from xception_gui.gui.main_window import MainWindow
from xception_gui.gui.paper_check_page import PaperCheckPage
from xception_gui.gui.parity_page import ParityPage
from xception_gui.gui.views.fact_rows import FactRowView, sentence
from xception_gui.gui.views.share_bar import ShareBar


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


def test_that_a_page_is_never_empty_while_it_is_filled_anew(
    qtbot: QtBot, ready_window: MainWindow
) -> None:
    page = checked(qtbot, ready_window)
    height = page.height()
    page.refill()
    assert page.height() == height
    shown = [part for part in page.page.findChildren(FactRowView) if part.isVisible()]
    assert len({part.y() for part in shown}) == len(shown) > 20


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


def test_that_a_sentence_on_a_page_has_its_colour_in_both_themes(
    qtbot: QtBot, ready_window: MainWindow
) -> None:
    page = CostPage(ready_window)
    words = sentence("It does not run.", "error")
    layout = page.page.layout()
    assert layout is not None
    layout.addWidget(words)
    page.open_page()
    for theme in ("light", "dark"):
        ready_window.commands.set_theme(theme)
        qtbot.wait(20)
        assert words.palette().color(words.foregroundRole()) == style.colour("error")


def test_that_no_part_of_a_page_is_a_window_for_a_moment(
    qtbot: QtBot, ready_window: MainWindow, tmp_path: Path
) -> None:
    show(qtbot, ready_window, paint(tmp_path / "a.png"))
    windows = Windows()
    page = ParityPage(ready_window)
    page.look()
    wait_idle(qtbot, ready_window.lanes)
    page.refill()
    assert windows.found == ["ParityPage"]
    assert not any(bar.isVisible() for bar in page.page.findChildren(ShareBar))
