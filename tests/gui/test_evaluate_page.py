"""Model ▸ Evaluate…: pictures in one folder with a labels file, or a folder for each class."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from tests.gui.test_evaluating import painted
from tests.gui.workbench import choose, paint, wait_idle
from xception_gui.gui.evaluate_page import EvaluatePage
from xception_gui.gui.evaluating import Judged
from xception_gui.gui.main_window import MainWindow


@pytest.fixture
def page(ready_window: MainWindow) -> EvaluatePage:
    ready_window.menu_actions.action("evaluate").trigger()
    (found,) = ready_window.findChildren(EvaluatePage)
    return found


@pytest.fixture
def judged(ready_window: MainWindow) -> list[Judged]:
    found: list[Judged] = []
    ready_window.workspace.evaluating.judged.connect(found.append)
    return found


def flat(folder: Path) -> Path:
    """Four pictures in one folder; the list that names three of them."""
    for number in range(4):
        paint(folder / f"{number}.png", number)
    labels = folder.parent / "val.txt"
    labels.write_text("0.png cat\n1.png dog\n3.png cat\n")
    return labels


def press(qtbot: QtBot, page: EvaluatePage, name: str) -> None:
    button = {"folder": page.choose[0], "labels": page.choose[1], "start": page.start}[name]
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def test_that_a_flat_folder_is_judged_by_its_labels_file(
    qtbot: QtBot, ready_window: MainWindow, page: EvaluatePage, judged: list[Judged], tmp_path: Path
) -> None:
    labels = flat(tmp_path / "all")
    assert not page.start.isEnabled()
    press(qtbot, page, "folder")
    choose(ready_window, tmp_path / "all")
    press(qtbot, page, "labels")
    choose(ready_window, labels)
    assert [value.text() for value in page.values] == [str(tmp_path / "all"), str(labels)]
    press(qtbot, page, "start")
    assert not page.isVisible()
    wait_idle(qtbot, ready_window.lanes)
    (found,) = judged
    counts = {row.name: row.count for row in found.evaluation.rows if row.count}
    assert (found.name, counts) == ("all", {"cat": 2, "dog": 1})


def test_that_without_a_labels_file_the_folders_say_the_classes(
    qtbot: QtBot, ready_window: MainWindow, page: EvaluatePage, judged: list[Judged], tmp_path: Path
) -> None:
    page._take_folder([painted(tmp_path / "set", 1)])
    page._take_labels([str(flat(tmp_path / "all"))])
    qtbot.mouseClick(page.clear, Qt.MouseButton.LeftButton)
    assert page.clear.isHidden()
    press(qtbot, page, "start")
    wait_idle(qtbot, ready_window.lanes)
    assert [found.evaluation.count for found in judged] == [3]


@pytest.mark.parametrize(
    ("text", "cause"),
    [("a\nb\n", "2 labels for 4 pictures"), ("x.png cat\n", "none of the pictures is named in it")],
)
def test_that_a_labels_file_that_does_not_fit_is_one_line(
    qtbot: QtBot,
    ready_window: MainWindow,
    page: EvaluatePage,
    judged: list[Judged],
    tmp_path: Path,
    text: str,
    cause: str,
) -> None:
    labels = flat(tmp_path / "all")
    labels.write_text(text)
    page._take_folder([str(tmp_path / "all")])
    page._take_labels([str(labels)])
    press(qtbot, page, "start")
    wait_idle(qtbot, ready_window.lanes)
    assert cause in ready_window.banner.text()
    assert judged == []
