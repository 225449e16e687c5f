"""What a run says beside its curves: where its pictures lie, and which cannot be read."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.gui.made_runs import class_folders
from tests.gui.made_train import train_view
from tests.gui.test_train_tab import offered, wait_for
from tests.gui.workbench import PATIENCE
from xception_gui.base.curves import Curves
from xception_gui.base.events import PictureLost, RunStarted
from xception_gui.base.run_lock import is_written
from xception_gui.gui.language import set_language
from xception_gui.gui.main_window import MainWindow
from xception_gui.gui.views.toast import Toast
from xception_gui.gui.views.train_words import run_line

STARTED = RunStarted("run", ("a", "b"), 90, 10, 0, 30, 3, "cpu", "float32", data="/data/pets")
LOST = [PictureLost(4, f"a/{number}.jpg", "it ends early") for number in range(3)]


def test_that_the_line_of_a_run_says_that_pictures_are_read_and_how_many_cannot() -> None:
    curves = Curves()
    curves.add(STARTED)
    assert run_line(curves) == "pets · 90 + 10"
    large = Curves()
    large.add(RunStarted(**{**vars(STARTED), "read_while": 10**12, "room": 10**9}))
    assert run_line(large) == "pets · 90 + 10 · read while training"
    large.extend([*LOST, LOST[0]])
    assert run_line(large) == "pets · 90 + 10 · unreadable: 3 · read while training"


def test_that_the_line_of_a_run_speaks_the_language_in_force(qtbot: QtBot) -> None:
    curves, view = Curves(), train_view(qtbot)
    curves.extend([STARTED, *LOST])
    view.set_run("/runs/one", "one", curves)
    for language, said in (("zh_CN", "无法读取：3"), ("en", "unreadable: 3")):
        set_language(language)
        QApplication.processEvents()
        assert view.band._data.text() == f"pets · 90 + 10 · {said}"


def test_that_the_first_unreadable_picture_is_named_and_the_others_counted(
    qtbot: QtBot, window: MainWindow
) -> None:
    toast = window.findChild(Toast)
    assert toast is not None
    assert window.train_tab.run == ""  # the tab is made when it is first asked for
    window.workspace.training.events_arrived.emit(LOST[:1])
    assert toast.text() == "a/0.jpg cannot be read: the run goes on without it."
    window.workspace.training.events_arrived.emit(LOST)
    assert "a/0.jpg" in toast.text()
    assert toast.text().endswith("So it is with 2 others.")


def test_that_weights_offered_at_the_end_are_used_under_the_new_name_of_the_run(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    offered(qtbot, window, class_folders(tmp_path / "data"))
    window.train_tab.start()
    wait_for(qtbot, window, "ended")
    assert "Run finished" in window._toast.text()
    run = window.train_tab.run
    qtbot.waitUntil(lambda: not is_written(run), timeout=PATIENCE)
    window.train.rename_wanted.emit(run, "renamed")
    qtbot.waitUntil(lambda: window.train_tab.run != run, timeout=PATIENCE)
    window._toast_call()
    qtbot.waitUntil(lambda: window.workspace.network is not None, timeout=PATIENCE)
    network = window.workspace.network
    assert network is not None
    assert Path(network.weights.source).parent.name == "renamed"
    qtbot.waitUntil(lambda: not window.lanes.busy, timeout=PATIENCE)
