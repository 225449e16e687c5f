"""What a run says beside its curves: where its pictures lie, and which cannot be read."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.gui.made_train import train_view
from xception_gui.base.curves import Curves
from xception_gui.base.events import PictureLost, RunStarted
from xception_gui.gui.language import set_language
from xception_gui.gui.main_window import MainWindow
from xception_gui.gui.run_notice import RunNotice
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
    RunNotice(window, window)  # else made with the tab, when that is first shown
    window.workspace.training.events_arrived.emit(LOST[:1])
    assert toast.text() == "a/0.jpg cannot be read: the run goes on without it."
    window.workspace.training.events_arrived.emit(LOST)
    assert "a/0.jpg" in toast.text()
    assert toast.text().endswith("So it is with 2 others.")
