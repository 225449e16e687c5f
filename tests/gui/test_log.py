"""The log in memory, its page, and the report: bounded, told in full, without the user's folder."""

from __future__ import annotations

import logging
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.gui.workbench import show
from xception_gui.base import Problem
from xception_gui.gui import style
from xception_gui.gui.lanes import Failure
from xception_gui.gui.language import set_language
from xception_gui.gui.log import LONGEST, Line, Memory
from xception_gui.gui.log_page import LogPage
from xception_gui.gui.main_window import MainWindow
from xception_gui.gui.report import LAST, report


@pytest.fixture
def memory(monkeypatch: pytest.MonkeyPatch) -> Iterator[Memory]:
    """The program's own memory, empty, hearing a logger of this test."""
    fresh = Memory()
    monkeypatch.setattr("xception_gui.gui.log_page.MEMORY", fresh)
    monkeypatch.setattr("xception_gui.gui.report.MEMORY", fresh)
    ours = logging.getLogger("xception_gui")
    level = ours.level
    ours.addHandler(fresh)
    ours.setLevel(logging.INFO)
    yield fresh
    ours.removeHandler(fresh)
    ours.setLevel(level)


def test_that_only_the_last_lines_are_kept_and_none_is_endless() -> None:
    memory = Memory(kept=3)
    for number in range(5):
        record = logging.LogRecord("a", logging.INFO, "", 0, f"{number}" * 20_000, None, None)
        memory.handle(record)
    assert [line.text[3] for line in memory.lines()] == ["2", "3", "4"]
    assert all(len(line.text) <= LONGEST for line in memory.lines())
    assert memory.count == 5


def test_that_threads_may_log_at_once(memory: Memory) -> None:
    def many() -> None:
        for _ in range(200):
            logging.getLogger("xception_gui.x").info("a line")
            memory.lines()

    threads = [threading.Thread(target=many) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert memory.count == len(memory.lines()) == 800


def test_that_a_wrong_record_stops_nobody(
    memory: Memory, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(logging, "raiseExceptions", False)
    logging.getLogger("xception_gui.x").info("%d", "no number")
    logging.getLogger("xception_gui.x").info("after")
    assert [line.text for line in memory.lines()] == ["x: after"]


def test_that_the_program_notes_the_rest_and_tells_warnings_once() -> None:
    code = (
        "import logging; from xception_gui.gui import log; log.install(); log.install();"
        "ours = logging.getLogger('xception_gui.x'); ours.info('quiet'); ours.warning('loud');"
        "logging.getLogger('PIL').info('foreign');"
        "print([line.text for line in log.MEMORY.lines()])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "['x: quiet', 'x: loud']"
    assert done.stderr.strip() == "WARNING xception_gui.x: loud"


def test_that_the_page_follows_and_shows_levels_in_words_and_colours(
    qtbot: QtBot, window: MainWindow, memory: Memory
) -> None:
    ours = logging.getLogger("xception_gui.x")
    ours.info("first")
    window.menu_actions.action("log").trigger()
    (page,) = window.findChildren(LogPage)
    assert "INFO     x: first" in page.list.toPlainText()
    ours.error("second")
    qtbot.waitUntil(lambda: "ERROR    x: second" in page.list.toPlainText(), timeout=20_000)
    colours = [_colour(page, number) for number in range(2)]
    assert colours == [style.colour("text"), style.colour("error")]
    window.menu_actions.action("theme.dark").trigger()
    qtbot.waitUntil(lambda: _colour(page, 1) == style.colour("error"), timeout=20_000)
    page.copy.click()
    assert QGuiApplication.clipboard().text() == page.list.toPlainText()
    assert window._toast.text() == "Log copied"
    page.reject()
    window.menu_actions.action("theme.light").trigger()
    QGuiApplication.clipboard().clear()


def _colour(page: LogPage, block: int) -> object:
    found = page.list.document().findBlockByNumber(block)
    return found.begin().fragment().charFormat().foreground().color()


def test_that_an_error_has_details_and_a_report(
    qtbot: QtBot, ready_window: MainWindow, tmp_path: Path, memory: Memory
) -> None:
    show(qtbot, ready_window, str(tmp_path / "missing.png"))
    banner = ready_window.banner
    assert banner.details.accessibleName() == "Details"
    banner.details.click()
    (page,) = ready_window.findChildren(LogPage)
    assert page.error.isVisible()
    assert page.error.text() == banner.text()
    assert "missing.png cannot be read" in page.list.toPlainText()
    page.reject()
    banner.report.click()
    copied = QGuiApplication.clipboard().text()
    assert "Error: Open: " in copied
    assert "narrow" in copied
    ready_window.menu_actions.action("log").trigger()
    assert not page.error.isVisible(), "the log alone tells no error"
    page.reject()
    QGuiApplication.clipboard().clear()


def test_that_details_speak_the_language_in_force(
    qtbot: QtBot, window: MainWindow, memory: Memory
) -> None:
    window.workspace.failed.emit(Failure("Open", Problem("drop-empty"), ""))
    window.banner.details.click()
    (page,) = window.findChildren(LogPage)
    set_language("zh_CN")
    QApplication.processEvents()
    assert page.error.text().startswith("拖入的内容")
    assert page.windowTitle() == "日志"


def test_that_a_report_has_what_one_asks_for_and_no_home(own_home: Path, qtbot: QtBot) -> None:
    lines = tuple(Line(0.0, logging.INFO, f"x: line {number}") for number in range(LAST + 10))
    failure = Failure("Open", Problem("file-empty", file=f"{own_home}/a.png"), "")
    text = report(None, lines, failure)
    for word in ("xception-gui 0", "Python 3", "torch 2", "Qt 6", "offscreen", "No network"):
        assert word in text
    assert "~/a.png is empty" in text
    assert str(own_home) not in text
    assert "line 9\n" not in text
    assert f"line {LAST + 9}\n" in text
