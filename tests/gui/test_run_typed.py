"""What is typed as the name or the note of a run is not lost where it cannot be written."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemDelegate, QLineEdit
from pytestqt.qtbot import QtBot

from tests.gui.made_runs import class_folders
from tests.gui.test_run_shelf import ENDED, STARTED, write
from tests.gui.test_train_tab import begun, wait_for
from tests.gui.workbench import wait_idle
from xception_gui.base.run_folders import NOTE as NOTE_FILE
from xception_gui.base.run_folders import read_note
from xception_gui.gui.item_models.train_runs import NOTE, RUN
from xception_gui.gui.main_window import MainWindow

ENTER = "Not written: press F2, then Enter, to try again"


@pytest.fixture
def run(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> str:
    """A run in the list of the window, whose note cannot be written."""
    made = write(tmp_path / "one", STARTED, ENDED)
    (Path(made) / NOTE_FILE).mkdir()
    window.show_tab("train")
    window.train_tab.shelf.open(made)
    wait_idle(qtbot, window.lanes)
    return made


def type_in(qtbot: QtBot, window: MainWindow, column: int, text: str | None) -> str:
    """Open the editor of the first run, write, and close it; what it began with."""
    table = window.train.runs
    table.edit(table.runs.index(0, column))
    editor = table.findChildren(QLineEdit)[-1]  # the one before may not be deleted yet
    began = editor.text()
    if text is not None:
        editor.setText(text)
    table.commitData(editor)
    table.closeEditor(editor, QAbstractItemDelegate.EndEditHint.NoHint)
    wait_idle(qtbot, window.lanes)
    return began


def said(window: MainWindow, column: int) -> str:
    return str(window.train.runs.runs.index(0, column).data())


def hint(window: MainWindow, column: int) -> str:
    tip = window.train.runs.runs.index(0, column).data(Qt.ItemDataRole.ToolTipRole)
    return str(tip)


def test_that_a_note_that_cannot_be_written_stays_in_the_list_until_it_is(
    qtbot: QtBot, window: MainWindow, run: str
) -> None:
    type_in(qtbot, window, NOTE, "with dropout")
    assert window.banner.isVisible()
    assert said(window, NOTE) == "not saved: with dropout"
    assert ENTER in hint(window, NOTE)
    (Path(run) / NOTE_FILE).rmdir()
    assert type_in(qtbot, window, NOTE, None) == "with dropout"
    assert said(window, NOTE) == read_note(run) == "with dropout"


@pytest.mark.parametrize("name", ["two", "a/b", "x" * 300])
def test_that_a_name_that_cannot_be_given_can_be_corrected(
    qtbot: QtBot, window: MainWindow, run: str, name: str
) -> None:
    Path(run).with_name("two").mkdir()
    type_in(qtbot, window, RUN, name)
    assert said(window, RUN) == f"not saved: {name}"
    assert type_in(qtbot, window, RUN, "three") == name
    assert said(window, RUN) == "three"
    assert Path(run).with_name("three").is_dir()


def test_that_what_was_not_written_is_dropped_where_the_former_name_is_typed(
    qtbot: QtBot, window: MainWindow, run: str
) -> None:
    for text in ("one", ""):
        type_in(qtbot, window, RUN, "a/b")
        type_in(qtbot, window, RUN, text)
        assert said(window, RUN) == "one"


def test_that_a_note_not_written_goes_with_its_run_under_another_name(
    qtbot: QtBot, window: MainWindow, run: str
) -> None:
    type_in(qtbot, window, NOTE, "with dropout")
    type_in(qtbot, window, RUN, "renamed")
    assert said(window, RUN) == "renamed"
    assert said(window, NOTE) == "not saved: with dropout"


def test_that_a_name_for_the_run_that_goes_on_is_kept_until_it_has_ended(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    begun(qtbot, window, class_folders(tmp_path / "data"))
    own = window.train_tab.run
    window.train.rename_wanted.emit(own, "mine")
    rows = window.train.runs.runs
    qtbot.waitUntil(lambda: rows.rowCount() > 0)
    assert said(window, RUN) == "not saved: mine"
    window.train_tab.stop()
    wait_for(qtbot, window, "ended")
    wait_idle(qtbot, window.lanes)
    assert said(window, RUN) == "not saved: mine"
