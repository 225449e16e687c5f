"""The tab Compare when what it is asked fails, changes below it, or comes and goes."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.gui.workbench import Heard, paint, show, wait_idle, weights_file
from xception_gui.gui.main_window import MainWindow
from xception_gui.gui.views.compare import CompareView
from xception_gui.gui.views.compare_answers import AnswersPage


@pytest.fixture
def view(qtbot: QtBot, ready_window: MainWindow) -> CompareView:
    ready_window.menu_actions.action("compare").trigger()
    wait_idle(qtbot, ready_window.lanes)
    return ready_window.compare_tab.view


def _compare(qtbot: QtBot, window: MainWindow, path: str) -> None:
    window.compare_tab.take_weights(path)
    wait_idle(qtbot, window.lanes)


def _by_picture(page: AnswersPage) -> None:
    page.switch.set_current(1)
    page.switch.chosen.emit(1)


def test_that_no_numbers_stand_under_the_name_of_other_weights(
    qtbot: QtBot, ready_window: MainWindow, view: CompareView, tmp_path: Path
) -> None:
    broken = tmp_path / "broken.safetensors"
    broken.write_bytes(b"no weights")
    _compare(qtbot, ready_window, weights_file(seed=2))
    assert view.weights.shown is not None
    ready_window.compare_tab.take_weights(str(broken))
    assert view.weights.shown is None  # while it is read, too
    wait_idle(qtbot, ready_window.lanes)
    assert view.weights.shown is None
    _compare(qtbot, ready_window, weights_file(seed=2))
    assert view.weights.shown is not None
    view.weights.choice.set_key("")
    view.weights.picked.emit("")
    assert view.weights.shown is None


def test_that_weights_that_failed_are_tried_again_when_they_are_chosen_again(
    qtbot: QtBot, ready_window: MainWindow, view: CompareView, tmp_path: Path
) -> None:
    broken, heard = tmp_path / "broken.safetensors", Heard(ready_window.workspace)
    broken.write_bytes(b"no weights")
    _compare(qtbot, ready_window, str(broken))
    ready_window.workspace.select_module("entry.conv2")
    wait_idle(qtbot, ready_window.lanes)
    assert len(heard.failures) == 1  # not told at every module
    _compare(qtbot, ready_window, str(broken))
    assert len(heard.failures) == 2


def test_that_a_failure_that_is_told_is_not_waited_for(
    qtbot: QtBot, ready_window: MainWindow, view: CompareView, tmp_path: Path
) -> None:
    page = view.answers
    view.show_page(2)
    show(qtbot, ready_window, paint(tmp_path / "a.png"))
    ready_window.workspace.select_module("entry.block1")
    (tmp_path / "a.png").unlink()  # the right side cannot read it
    _compare(qtbot, ready_window, weights_file(seed=2))
    told = page.remark.text()
    assert "a.png" in told
    ready_window.workspace.prepared_changed.emit(ready_window.workspace.prepared)
    assert page.view.hint() == ""
    ready_window.show_tab("classify")
    ready_window.show_tab("compare")
    assert page.view.hint().startswith("Both answers")
    wait_idle(qtbot, ready_window.lanes)
    assert page.view.hint() == ""
    assert page.remark.text() == told


def test_that_the_second_picture_is_compared_as_soon_as_it_is_open(
    qtbot: QtBot, ready_window: MainWindow, view: CompareView, tmp_path: Path
) -> None:
    page = view.answers
    view.show_page(2)
    _by_picture(page)
    show(qtbot, ready_window, paint(tmp_path / "1.png", 1))
    assert page.view.found is None
    show(qtbot, ready_window, paint(tmp_path / "2.png", 2))
    wait_idle(qtbot, ready_window.lanes)
    assert page.view.found is not None
    assert page.view.found.names == ("2.png", "1.png")
    ready_window.workspace.show_neighbour(-1)  # the one that was compared is shown
    wait_idle(qtbot, ready_window.lanes)
    assert page.pictures.currentText() == "2.png"
    assert page.view.found.names == ("1.png", "2.png")


def test_that_pictures_are_offered_when_they_are_others_and_are_seen(
    qtbot: QtBot,
    ready_window: MainWindow,
    view: CompareView,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    page, queue = view.answers, ready_window.workspace.queue_changed
    view.show_page(2)
    _by_picture(page)
    show(qtbot, ready_window, *(paint(tmp_path / f"{n}.png", n) for n in (1, 2)))
    filled: list[object] = []
    fill = page.pictures.set_words
    monkeypatch.setattr(
        page.pictures, "set_words", lambda *words: (filled.append(words), fill(*words))
    )
    queue.emit(ready_window.workspace.pictures)
    assert not filled
    ready_window.show_tab("classify")
    show(qtbot, ready_window, paint(tmp_path / "3.png", 3))
    assert not filled
    ready_window.show_tab("compare")
    assert len(filled) == 1
    assert page.pictures.count() == 2


def test_that_an_open_list_of_pictures_stays_as_it_is(
    qtbot: QtBot, ready_window: MainWindow, view: CompareView, tmp_path: Path
) -> None:
    page = view.answers
    view.show_page(2)
    _by_picture(page)
    show(qtbot, ready_window, *(paint(tmp_path / f"{n}.png", n) for n in (1, 2)))
    page.pictures.showPopup()
    assert page.pictures.view().isVisible()
    show(qtbot, ready_window, paint(tmp_path / "3.png", 3))
    assert page.pictures.count() == 1
    page.pictures.hidePopup()
    QApplication.processEvents()
    assert page.pictures.count() == 2
    wait_idle(qtbot, ready_window.lanes)


def test_that_a_file_of_weights_that_was_written_anew_is_read_anew(
    qtbot: QtBot, ready_window: MainWindow, view: CompareView, tmp_path: Path
) -> None:
    best = tmp_path / "best.safetensors"
    shutil.copyfile(weights_file(seed=2), best)
    _compare(qtbot, ready_window, str(best))
    before = view.weights.shown
    shutil.copyfile(weights_file(seed=1), best)  # those in force
    _compare(qtbot, ready_window, str(best))
    found = view.weights.shown
    assert before is not None
    assert found is not None
    assert (bool(before.relative), found.relative) == (True, 0)


def test_that_a_picture_that_was_overwritten_is_not_compared_as_the_one_shown(
    qtbot: QtBot, ready_window: MainWindow, view: CompareView, tmp_path: Path
) -> None:
    view.show_page(2)
    show(qtbot, ready_window, paint(tmp_path / "a.png", 1))
    paint(tmp_path / "a.png", 2)
    _compare(qtbot, ready_window, weights_file(seed=2))
    assert view.answers.view.found is None
    assert "a.png has changed since it was opened" in view.answers.remark.text()


@pytest.mark.parametrize("later", [False, True])
def test_that_weights_differ_by_nothing_from_themselves_in_any_precision(
    qtbot: QtBot, ready_window: MainWindow, view: CompareView, tmp_path: Path, later: bool
) -> None:
    """What fewer digits round must not look like what other weights have learnt."""
    work, page = ready_window.workspace, view.answers
    show(qtbot, ready_window, paint(tmp_path / "a.png"))
    view.show_page(2)
    if later:
        _compare(qtbot, ready_window, weights_file())
        wait_idle(qtbot, ready_window.lanes)
    work.move_network("cpu", "bfloat16")
    wait_idle(qtbot, ready_window.lanes)
    if not later:
        _compare(qtbot, ready_window, weights_file())
    found = page.view.found
    assert found is not None
    assert (found.left.precision, found.right.precision) == ("bfloat16", "bfloat16")
    assert found.right.logits.tolist() == found.left.logits.tolist()
    assert found.heat.apart == found.maps.apart == 0
