"""What is told is told once, and an offer that was taken up elsewhere goes away."""

from __future__ import annotations

from pathlib import Path

from pytestqt.qtbot import QtBot

from tests.gui.workbench import paint, show
from xception_gui.base import Problem
from xception_gui.gui.lanes import Failure
from xception_gui.gui.main_window import MainWindow
from xception_gui.gui.views.toast import Toast


def test_that_a_damaged_picture_that_two_have_met_is_counted_once(window: MainWindow) -> None:
    for name in ("a.jpg", "b.jpg", "a.jpg", "b.jpg"):
        problem = Problem("file-empty", file=f"/photos/{name}")
        window.workspace.failed.emit(Failure("Open", problem, ""))
    assert window.banner.text().startswith("b.jpg")
    assert window.banner.text().endswith("And 1 more.")


class Counted(Problem):
    """Counts how often it is put into words."""

    worded = 0

    def __str__(self) -> str:
        Counted.worded += 1
        return super().__str__()


def test_that_many_damaged_pictures_are_not_put_into_words_again_for_each(
    window: MainWindow,
) -> None:
    for number in range(100):
        problem = Counted("file-empty", file=f"/photos/{number}.jpg")
        window.workspace.failed.emit(Failure("Open", problem, ""))
    assert window.banner.text().endswith("And 99 more.")
    assert Counted.worded < 1000


def test_that_what_is_history_is_told_again(window: MainWindow) -> None:
    failure = Failure("Load weights", Problem("file-empty", file="/w.h5"), "")
    for _ in range(2):
        window.workspace.failed.emit(failure)
        assert window.banner.isVisible()
        window.errors.forget("Load weights")
        assert not window.banner.isVisible()
    window.workspace.failed.emit(failure)
    window.errors.clear()
    window.workspace.failed.emit(failure)
    assert window.banner.isVisible()


def test_that_the_offer_to_undo_goes_when_it_has_been_undone(
    qtbot: QtBot, ready_window: MainWindow, tmp_path: Path
) -> None:
    show(qtbot, ready_window, paint(tmp_path / "a.png"), paint(tmp_path / "b.png", 1))
    (toast,) = ready_window.findChildren(Toast)
    ready_window.workspace.close_all()
    assert toast.isVisible()
    ready_window.menu_actions.action("undo").trigger()
    assert not toast.isVisible()
    assert len(ready_window.workspace.pictures) == 2


def test_that_another_message_stays_when_the_closing_before_it_is_undone(
    qtbot: QtBot, ready_window: MainWindow, tmp_path: Path
) -> None:
    show(qtbot, ready_window, paint(tmp_path / "a.png"), paint(tmp_path / "b.png", 1))
    (toast,) = ready_window.findChildren(Toast)
    ready_window.workspace.close_all()
    ready_window.say_done("Log copied")
    ready_window.menu_actions.action("undo").trigger()
    assert toast.isVisible()
    assert toast.text() == "Log copied"
