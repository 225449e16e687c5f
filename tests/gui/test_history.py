"""What was answered is kept, can be opened again, exported and copied; closing can be undone."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import QModelIndex
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog
from pytestqt.qtbot import QtBot

from tests.gui.workbench import PATIENCE, choose, load, paint, show, wait_idle, weights_file
from xception_gui.gui.main_window import MainWindow


@pytest.fixture
def answered(qtbot: QtBot, ready_window: MainWindow, tmp_path: Path) -> MainWindow:
    show(qtbot, ready_window, *(paint(tmp_path / f"{n}.png", n) for n in range(3)))
    return ready_window


def wait_for(qtbot: QtBot, window: MainWindow, path: Path) -> None:
    wait_idle(qtbot, window.lanes)
    qtbot.waitUntil(path.exists, timeout=PATIENCE)


@pytest.mark.parametrize("ending", ["csv", "json", "jsonl"])
def test_that_every_answer_is_exported_as_the_command_line_writes_it(
    qtbot: QtBot, answered: MainWindow, tmp_path: Path, ending: str
) -> None:
    answered.menu_actions.action("export").trigger()
    target = tmp_path / f"answers.{ending}"
    choose(answered, target)
    wait_for(qtbot, answered, target)
    text = target.read_text()
    if ending == "csv":
        rows = list(csv.DictReader(io.StringIO(text)))
        names = {Path(row["path"]).name for row in rows}
        assert rows[0]["label"]
    else:
        found = json.loads(text) if ending == "json" else map(json.loads, text.splitlines())
        names = {Path(row["path"]).name for row in found if row["top"][0]["probability"] > 0}
    assert names == {"0.png", "1.png", "2.png"}


def test_that_copies_of_a_picture_have_rows_of_their_own(
    qtbot: QtBot, ready_window: MainWindow, tmp_path: Path
) -> None:
    show(qtbot, ready_window, *(paint(tmp_path / f"{n}.png") for n in range(3)))
    wait_idle(qtbot, ready_window.lanes)
    rows = ready_window.workspace.history.rows
    assert sorted(row.source.name for row in rows) == ["0.png", "1.png", "2.png"]


def test_that_the_table_is_copied_as_csv(answered: MainWindow) -> None:
    answered.menu_actions.action("copy-table").trigger()
    rows = list(csv.DictReader(io.StringIO(QGuiApplication.clipboard().text())))
    assert len({row["path"] for row in rows}) == 3


@pytest.mark.parametrize(
    ("action", "size"), [("save", (120, 90)), ("save-heatmap", (48, 48)), ("save-input", (48, 48))]
)
def test_that_pictures_are_saved(
    qtbot: QtBot, answered: MainWindow, tmp_path: Path, action: str, size: tuple[int, int]
) -> None:
    answered.menu_actions.action(action).trigger()
    choose(answered, tmp_path / "out.png")
    wait_for(qtbot, answered, tmp_path / "out.png")
    with Image.open(tmp_path / "out.png") as image:
        assert (image.size, image.format) == (size, "PNG")


def test_that_the_view_is_saved_as_it_stands_there(
    qtbot: QtBot, answered: MainWindow, tmp_path: Path
) -> None:
    answered.menu_actions.action("save-view").trigger()
    choose(answered, tmp_path / "view.png")
    wait_for(qtbot, answered, tmp_path / "view.png")
    with Image.open(tmp_path / "view.png") as image:
        assert image.size == (answered.classify.width(), answered.classify.height())


def test_that_another_network_adds_rows_and_the_same_one_none(
    qtbot: QtBot, answered: MainWindow
) -> None:
    history = answered.workspace.history
    assert len(history.rows) == 3
    load(qtbot, answered, weights_file(2))
    qtbot.waitUntil(lambda: len(history.rows) == 6, timeout=PATIENCE)
    load(qtbot, answered)
    wait_idle(qtbot, answered.lanes)
    assert len(history.rows) == 6


def test_that_the_history_opens_what_was_closed(qtbot: QtBot, answered: MainWindow) -> None:
    answered.workspace.close_all()
    answered.menu_actions.action("history").trigger()
    dialog = answered._history.dialog
    assert dialog is not None
    model = dialog.table.model()
    assert model.rowCount(QModelIndex()) == 3
    dialog.filter.setText("1.png")
    assert model.rowCount(QModelIndex()) == 1
    dialog.table.activated.emit(model.index(0, 0))
    wait_idle(qtbot, answered.lanes)
    picture = answered.workspace.picture
    assert picture is not None
    assert picture.name == "1.png"
    assert isinstance(dialog, QDialog)
    dialog.close()


def test_that_nothing_is_offered_for_export_once_the_history_is_cleared(
    answered: MainWindow,
) -> None:
    answered.show_history()
    dialog = answered._history.dialog
    assert dialog is not None
    needing = [answered.menu_actions.action(name) for name in ("export", "copy-table")]
    assert [action.isEnabled() for action in needing] == [True, True]
    dialog.clear_requested.emit()
    assert [action.isEnabled() for action in needing] == [False, False]
    dialog.close()


def test_that_closing_can_be_undone_and_done_again(qtbot: QtBot, answered: MainWindow) -> None:
    work, film = answered.workspace, answered.classify.filmstrip
    undo, redo = (answered.menu_actions.action(name) for name in ("undo", "redo"))
    assert not undo.isEnabled()
    work.show_neighbour(1)
    wait_idle(qtbot, answered.lanes)
    assert work.picture is not None
    middle = work.picture.name
    work.close_picture()
    wait_idle(qtbot, answered.lanes)
    undo.trigger()
    wait_idle(qtbot, answered.lanes)
    qtbot.waitUntil(lambda: film.count() == 3, timeout=PATIENCE)
    assert work.picture is not None
    assert work.picture.name == middle
    redo.trigger()
    qtbot.waitUntil(lambda: film.count() == 2, timeout=PATIENCE)
    wait_idle(qtbot, answered.lanes)


def test_that_closing_all_offers_to_undo_it(qtbot: QtBot, answered: MainWindow) -> None:
    answered.workspace.close_all()
    assert answered.workspace.picture is None
    assert answered._toast.isVisible()
    answered._toast.pressed.emit()
    wait_idle(qtbot, answered.lanes)
    assert answered.workspace.picture is not None
    qtbot.waitUntil(lambda: answered.classify.filmstrip.count() == 3, timeout=PATIENCE)
