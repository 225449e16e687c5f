"""The list of runs: what it tells of each, and what is typed and clicked in it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QPaintEvent, QRegion
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from tests.gui.made_train import Told, curves, row, train_view, with_runs
from tests.training.samples import CONFIG
from xception_gui.gui.item_models.train_runs import BEST, EPOCHS, NOTE, RUN, SHOWN, STATE
from xception_gui.gui.language import set_language
from xception_gui.gui.style.tokens import RUNS
from xception_gui.gui.views.train import TrainView
from xception_gui.training.ablate import Ablation

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def view(qtbot: QtBot) -> TrainView:
    return train_view(qtbot)


@pytest.fixture
def running(view: TrainView) -> TrainView:
    return with_runs(view)


class Painted(QObject):
    """Where a widget was painted since."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self.region = QRegion()
        widget.installEventFilter(self)

    def eventFilter(self, _widget: QObject, event: QEvent) -> bool:
        """One more part."""
        if isinstance(event, QPaintEvent):
            self.region += event.region()
        return False


def texts(view: TrainView, at: int) -> list[str]:
    model = view.runs.runs
    return [str(model.index(at, column).data()) for column in (RUN, STATE, BEST, EPOCHS, NOTE)]


def test_that_the_list_tells_what_each_run_reached(running: TrainView) -> None:
    assert texts(running, 0) == ["one", "Running", "91.4\u202f%", "3 / 10", "same seed"]
    running.set_runs([row("new", "running", best=None)])
    assert texts(running, 0)[2] == "–"


def test_that_a_click_on_the_dot_hides_and_shows_a_run(running: TrainView) -> None:
    told = Told(running.run_shown)
    table = running.runs
    for at in (0, 1):
        place = table.visualRect(table.runs.index(at, SHOWN)).center()
        QTest.mouseClick(table.viewport(), LEFT, pos=place)
    assert told.said == [("/runs/one", False), ("/runs/two", True)]


def test_that_the_keyboard_shows_and_opens_a_run(running: TrainView) -> None:
    shown, opened = Told(running.run_shown), Told(running.run_opened)
    running.runs.setCurrentIndex(running.runs.runs.index(1, RUN))
    QTest.keyClick(running.runs, Qt.Key.Key_Space)
    QTest.keyClick(running.runs, Qt.Key.Key_Return)
    assert shown.said == [("/runs/two", True)]
    assert opened.said == [("/runs/two",)]


def test_that_the_menu_renames_notes_and_bins(running: TrainView) -> None:
    told = Told(running.rename_wanted, running.note_wanted, running.bin_wanted)
    model = running.runs.runs
    model.setData(model.index(1, RUN), " three ")
    model.setData(model.index(1, NOTE), "best so far")
    model.setData(model.index(1, RUN), "two")
    running.runs.menu(model.index(1, RUN)).actions()[-1].trigger()
    path = "/runs/two"
    assert told.said == [(path, "three"), (path, "best so far"), (path,)]
    assert texts(running, 1)[0] == "two"


def test_that_what_is_typed_stays_while_runs_go_on_come_and_go(running: TrainView) -> None:
    told, table, one = Told(running.note_wanted), running.runs, row("one", "running")
    table.edit(table.runs.index(0, NOTE))
    editor = table.findChild(QLineEdit)
    assert editor is not None
    editor.setText("what I am typing")
    newer = replace(one, best=0.95, epochs_done=4)
    for rows in (
        [newer, row("two")],
        [row("new", "running"), newer, row("two"), row("old")],
        [row("old"), row("two"), newer],
        [newer],
    ):
        running.set_runs(rows)
        running.set_curves({} if len(rows) == 1 else {"/runs/one": curves(1)})
        QApplication.processEvents()
        assert (editor.text(), editor.isVisible()) == ("what I am typing", True)
        shown = [texts(running, at)[0] for at in range(table.runs.rowCount())]
        assert shown == [run.name for run in rows]
    assert texts(running, 0)[2:4] == ["95.0\u202f%", "4 / 10"]
    QTest.keyClick(editor, Qt.Key.Key_Return)
    QApplication.processEvents()
    assert told.said == [("/runs/one", "what I am typing")]


def test_that_a_note_of_another_window_is_shown_and_the_row_stays_selected(
    running: TrainView,
) -> None:
    running.runs.setCurrentIndex(running.runs.runs.index(0, RUN))
    running.set_runs([row("new"), replace(row("one"), note="of another window"), row("two")])
    assert texts(running, 1)[4] == "of another window"
    assert running.runs.currentIndex().row() == 1


def test_that_the_note_of_a_variant_is_in_the_language_in_force(running: TrainView) -> None:
    told, model = Told(running.note_wanted), running.runs.runs
    variants = [Ablation("a", CONFIG, 841_975, -39_896), Ablation("b", CONFIG, 881_871, 0)]
    running.set_runs([replace(row(one.name), note=one.words()) for one in variants])
    assert [texts(running, at)[4] for at in (0, 1)] == [one.words() for one in variants]
    set_language("zh_CN")
    shown = [texts(running, at)[4] for at in (0, 1)]
    assert shown == ["−39.9\u202fk 个参数 (842\u202fk)", "882\u202fk 个参数"]
    model.setData(model.index(0, NOTE), model.index(0, NOTE).data(Qt.ItemDataRole.EditRole))
    assert told.said == []
    running.set_runs([replace(row("a"), note="fewer parameters (by far)")])
    assert texts(running, 0)[4] == "fewer parameters (by far)"


def test_that_delete_says_nothing_of_the_neighbour_of_a_run_that_is_gone(
    running: TrainView,
) -> None:
    told = Told(running.bin_wanted)
    running.runs.setCurrentIndex(running.runs.runs.index(0, RUN))
    QTest.keyClick(running.runs, Qt.Key.Key_Delete)
    running.set_runs([row("two")])
    QTest.keyClick(running.runs, Qt.Key.Key_Delete)
    assert told.said == [("/runs/one",)]


def test_that_the_run_on_view_is_marked_in_all_its_cells_at_once(running: TrainView) -> None:
    painted = Painted(running.runs.viewport())
    running.set_run("/runs/two", "two")
    QApplication.processEvents()
    for column in range(running.runs.runs.columnCount()):
        cell = running.runs.visualRect(running.runs.runs.index(1, column))
        assert painted.region.contains(cell.center())


def test_that_a_run_keeps_its_colour_when_the_list_changes(running: TrainView) -> None:
    running.set_runs([row("new", "running"), row("two"), row("one")])
    running.set_curves({"/runs/one": curves(), "/runs/new": curves()})
    colours = {path: lines.colour for path, lines in running.plots._runs.items()}
    assert colours == {"/runs/one": RUNS[0], "/runs/new": RUNS[2]}


def test_that_no_runs_take_no_room(view: TrainView) -> None:
    assert not view.runs.isVisible()
    view.set_runs([row("one")])
    assert view.runs.isVisible()
