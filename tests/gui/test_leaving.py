"""The window is closed while a run goes on: the user is asked, and hears what became of it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from threading import Event

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from tests.gui.made_runs import class_folders
from tests.gui.test_train_tab import begun, offered, wait_for
from tests.gui.workbench import PATIENCE, wait_idle
from xception_gui.base.events import RunEnded, RunStarted, to_line
from xception_gui.base.run_folders import read_note
from xception_gui.gui.item_models.train_runs import NOTE
from xception_gui.gui.lanes import LANES, Job
from xception_gui.gui.main_window import MainWindow

ENDED = (
    RunStarted("one", ("a", "b"), 40, 8, 0, 100, 10, "cpu", "float32"),
    RunEnded("stopped", 0, "", None),
)


@pytest.fixture
def data(tmp_path: Path) -> str:
    return class_folders(tmp_path / "data")


def answer(window: MainWindow, words: str) -> None:
    """Click a button of the question."""
    question = window._leaving.question
    assert question is not None
    next(b for b in question.buttons() if b.text().replace("&", "") == words).click()


def test_that_closing_asks_while_a_run_goes_on_and_stop_closes(
    qtbot: QtBot, window: MainWindow, data: str
) -> None:
    offered(qtbot, window, data)
    window.train_tab.start()
    window.close()
    assert window.isVisible()
    answer(window, "Stop and save")
    qtbot.waitUntil(lambda: not window.isVisible(), timeout=PATIENCE)


def test_that_the_window_stays_to_say_that_stopping_and_saving_failed(
    qtbot: QtBot, window: MainWindow, data: str, tmp_path: Path
) -> None:
    offered(qtbot, window, data)
    window.train_tab.start()
    wait_for(qtbot, window, "running")
    window.close()
    Path(window.train_tab.run).rename(tmp_path / "away")
    answer(window, "Stop and save")
    wait_for(qtbot, window, "failed")
    assert window.isVisible()
    assert window.banner.isVisible()


def test_that_the_question_ends_with_the_run_it_asks_about(
    qtbot: QtBot, window: MainWindow, data: str
) -> None:
    offered(qtbot, window, data)
    window.train_tab.start()
    wait_for(qtbot, window, "running")
    window.close()
    assert window._leaving.question is not None
    window.workspace.training.stop()  # as its last step does
    wait_for(qtbot, window, "ended")
    assert window._leaving.question is None
    assert window.isVisible()


def test_that_the_system_closes_without_a_question(
    qtbot: QtBot, window: MainWindow, data: str
) -> None:
    offered(qtbot, window, data)
    window.train_tab.start()
    window.close_at_once()
    assert not window.isVisible()
    assert window._leaving.question is None


def test_that_a_paused_run_that_is_kept_goes_on_without_the_window(
    qtbot: QtBot, window: MainWindow, data: str
) -> None:
    begun(qtbot, window, data)
    training = window.workspace.training
    training.pause()
    wait_for(qtbot, window, "paused")
    window.close()
    answer(window, "Keep running")
    assert not window.isVisible()
    wait_for(qtbot, window, "running")
    training.stop()
    qtbot.waitUntil(lambda: not training.busy, timeout=PATIENCE)


def test_that_a_kept_run_that_fails_brings_the_window_back(
    qtbot: QtBot, window: MainWindow, data: str, tmp_path: Path
) -> None:
    begun(qtbot, window, data)
    window.close()
    answer(window, "Keep running")
    Path(window.train_tab.run).rename(tmp_path / "away")
    wait_for(qtbot, window, "failed")
    qtbot.waitUntil(window.isVisible, timeout=PATIENCE)
    assert window.banner.isVisible()


@pytest.fixture
def noted(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> str:
    """A run in the list of the window."""
    run = tmp_path / "noted"
    run.mkdir()
    (run / "events.jsonl").write_text("".join(f"{to_line(event)}\n" for event in ENDED), "utf-8")
    window.show_tab("train")
    window.train_tab.shelf.open(str(run))
    wait_idle(qtbot, window.lanes)
    assert window.train.runs.runs.row(window.train.runs.runs.index(0, NOTE)).path == str(run)
    return str(run)


def hold(window: MainWindow) -> Event:
    """What is asked for from here on is not read or written until the event is set."""
    free = Event()
    for _ in range(LANES["io"]):
        window.lanes.submit("io", Job("Wait", lambda: free.wait(60), lambda _free: None))
    return free


@pytest.fixture
def slow_disk(window: MainWindow) -> Iterator[Event]:
    """No file is read or written until the event is set."""
    free = hold(window)
    yield free
    free.set()


def closes_with(qtbot: QtBot, window: MainWindow, slow_disk: Event) -> None:
    """It waits for the disk, then closes by itself."""
    assert not window.close()
    assert window.isVisible()
    slow_disk.set()
    qtbot.waitUntil(lambda: not window.isVisible(), timeout=PATIENCE)


def test_that_a_note_is_on_disk_before_the_window_closes(
    qtbot: QtBot, window: MainWindow, noted: str, slow_disk: Event
) -> None:
    window.train.note_wanted.emit(noted, "with dropout")
    closes_with(qtbot, window, slow_disk)
    assert read_note(noted) == "with dropout"


def typed(qtbot: QtBot, window: MainWindow, note: str) -> None:
    """It stands in the cell, and nobody has pressed Enter."""
    window.activateWindow()
    table = window.train.runs
    table.edit(table.runs.index(0, NOTE))
    editor = table.findChild(QLineEdit)
    assert editor is not None
    qtbot.waitUntil(editor.hasFocus, timeout=PATIENCE)
    editor.setText(note)


@pytest.mark.parametrize("way", ["the user", "the system"])
def test_that_a_note_that_is_still_being_written_is_kept_when_the_window_closes(
    qtbot: QtBot, window: MainWindow, noted: str, slow_disk: Event, way: str
) -> None:
    typed(qtbot, window, "with dropout")
    if way == "the system":
        window.close_at_once()
        assert window.isVisible()
        slow_disk.set()
        qtbot.waitUntil(lambda: not window.isVisible(), timeout=PATIENCE)
    else:
        closes_with(qtbot, window, slow_disk)
    assert read_note(noted) == "with dropout"


def test_that_what_is_written_while_the_window_waits_for_the_disk_is_kept_too(
    qtbot: QtBot, window: MainWindow, noted: str, slow_disk: Event, tmp_path: Path
) -> None:
    window.train.note_wanted.emit(str(tmp_path), "of another run")
    later = hold(window)
    assert not window.close()
    typed(qtbot, window, "with dropout")
    slow_disk.set()
    qtbot.waitUntil(lambda: read_note(tmp_path) != "", timeout=PATIENCE)
    qtbot.wait(200)  # the window sees that, and closes but for the other note
    later.set()
    qtbot.waitUntil(lambda: not window.isVisible(), timeout=PATIENCE)
    assert (read_note(tmp_path), read_note(noted)) == ("of another run", "with dropout")


def test_that_the_system_waits_for_no_disk_when_it_asks_again(
    qtbot: QtBot, window: MainWindow, noted: str, slow_disk: Event
) -> None:
    window.train.note_wanted.emit(noted, "with dropout")
    window.close()
    window.close_at_once()
    assert window.isVisible(), "the user was the first to ask, the system has asked once"
    slow_disk.set()  # or the window would wait for its lanes as it closes
    window.close_at_once()
    assert not window.isVisible()


def focused(window: MainWindow) -> QWidget | None:
    QApplication.processEvents()
    return window.focusWidget()


def test_that_the_focus_is_where_it_was_when_the_window_stays(
    qtbot: QtBot, window: MainWindow, data: str, noted: str
) -> None:
    begun(qtbot, window, data)
    for part in (window.train.band.first, window.train.plots.plots[0]):
        window.activateWindow()
        part.setFocus(Qt.FocusReason.TabFocusReason)
        qtbot.waitUntil(part.hasFocus, timeout=5000)
        window.close()
        answer(window, "Cancel")
        assert focused(window) is part
    typed(qtbot, window, "with dropout")
    window.close()
    answer(window, "Cancel")
    assert focused(window) is window.train.runs, "where the note was written"
    qtbot.waitUntil(lambda: read_note(noted) == "with dropout", timeout=PATIENCE)
    window.workspace.training.stop()
    wait_for(qtbot, window, "ended")
