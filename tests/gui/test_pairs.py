"""Picture, answer and heat map belong together, or what does not is not offered."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from tests.gui.workbench import paint, show, wait_idle
from xception_gui.base.problem import Problem
from xception_gui.gui.field_page import FieldPage
from xception_gui.gui.main_window import MainWindow
from xception_gui.gui.session import Session
from xception_gui.gui.training import Training
from xception_gui.gui.views.answer_row import AnswerRow
from xception_gui.gui.views.field_view import FieldView

NAMES = ("a.png", "b.png")


def fail(*_asked: object) -> None:
    raise Problem("out-of-memory", name="b.png", device="cpu")


def two(folder: Path) -> list[str]:
    return [paint(folder / name, seed) for seed, name in enumerate(NAMES)]


def marked(window: MainWindow) -> list[bool]:
    return [row.isChecked() for row in window.classify.answer.rows.rows]


def test_that_a_heat_map_of_another_picture_is_neither_copied_nor_marked(
    qtbot: QtBot, ready_window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The next picture is answered, but what its layer saw is not to be had."""
    window, work = ready_window, ready_window.workspace
    show(qtbot, window, *two(tmp_path))
    work.explain_layer("entry.block2")
    wait_idle(qtbot, window.lanes)
    assert work.heatmap is not None
    assert any(marked(window))
    monkeypatch.setattr(Session, "explain", fail)
    work.show_neighbour(1)
    wait_idle(qtbot, window.lanes)
    assert not work.is_stale
    assert work.heatmap is None
    assert not any(marked(window))
    names = ("copy", "copy-heatmap", "save", "save-heatmap")
    assert not any(window.menu_actions.action(name).isEnabled() for name in names)


def test_that_a_picture_without_an_answer_is_no_longer_waited_for(
    qtbot: QtBot, ready_window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window, work = ready_window, ready_window.workspace
    monkeypatch.setattr(Session, "predict", fail)
    show(qtbot, window, paint(tmp_path / "a.png"))
    assert [item.state for item in work.pictures] == ["stopped"]
    monkeypatch.undo()
    work.show_item(work.pictures[0].key)
    wait_idle(qtbot, window.lanes)
    assert [item.state for item in work.pictures] == ["answered"]


def test_that_no_field_is_drawn_on_a_picture_that_it_was_not_found_in(
    qtbot: QtBot, ready_window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = ready_window
    show(qtbot, window, *two(tmp_path))
    window.show_tab("maps")
    window.workspace.select_module("entry.block1")
    wait_idle(qtbot, window.lanes)
    window.maps.select_map("sum", 2)
    window.menu_actions.action("field").trigger()
    wait_idle(qtbot, window.lanes)
    page = window.findChild(FieldPage)
    assert page is not None
    assert page.findChild(FieldView) is not None
    monkeypatch.setattr(Session, "field", fail)
    window.workspace.show_neighbour(1)
    wait_idle(qtbot, window.lanes)
    page.refill()  # as with another language or theme
    qtbot.waitUntil(lambda: page.page.findChild(FieldView) is None)
    page.close()


@pytest.fixture
def glides(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """Whether each new answer's bars were to move."""
    told: list[bool] = []
    usual: Callable[..., None] = AnswerRow.set_row

    def note(row: AnswerRow, *values: object) -> None:
        told.append(bool(values[-1]))
        usual(row, *values)

    monkeypatch.setattr(AnswerRow, "set_row", note)
    return told


def test_that_bars_move_for_the_picture_that_was_opened_and_not_in_a_queue(
    qtbot: QtBot, ready_window: MainWindow, tmp_path: Path, glides: list[bool]
) -> None:
    first, second = two(tmp_path)
    show(qtbot, ready_window, first)
    assert any(glides)
    glides.clear()
    show(qtbot, ready_window, second)
    assert glides
    assert not any(glides)


def test_that_nothing_moves_beside_a_run(
    qtbot: QtBot,
    ready_window: MainWindow,
    tmp_path: Path,
    glides: list[bool],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(Training, "busy", True)
    show(qtbot, ready_window, paint(tmp_path / "a.png"))
    monkeypatch.undo()
    assert glides
    assert not any(glides)


def film_note(window: MainWindow) -> str:
    return window.classify.filmstrip.item(0).note


def test_that_the_filmstrip_follows_the_language(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    window.workspace.load_weights("demo")  # its classes have Chinese names
    show(qtbot, window, paint(tmp_path / "a.png"))
    before = film_note(window)
    window.commands.set_language("zh_CN")
    qtbot.waitUntil(lambda: film_note(window) != before)
    window.commands.set_language("en")
    qtbot.waitUntil(lambda: film_note(window) == before)


def test_that_the_filmstrip_names_no_answer_of_untrained_weights(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    window.workspace.load_weights("none")
    show(qtbot, window, paint(tmp_path / "a.png"))
    assert film_note(window) == "no answer, the weights are untrained"
