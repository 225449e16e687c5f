"""From a selection to the inspector's weights, code and lines of Python, in the real window."""

from __future__ import annotations

import dataclasses
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from tests.gui.test_inspector import headings, rows, words
from tests.gui.workbench import load, paint, show, wait_idle, weights_file
from xception_gui.base.results import ModuleWeights
from xception_gui.gui.main_window import MainWindow
from xception_gui.gui.session import Session
from xception_gui.gui.views.source_dialog import SourceDialog
from xception_gui.gui.workspace import Workspace
from xception_gui.inspection import weight_statistics
from xception_gui.weights import load_weights

PATH = "middle.block4.sepconv2"


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Paths of the modules whose weights were counted, in order."""
    paths: list[str] = []
    real = Session.weigh

    def weigh(session: Session, state_id: str, path: str) -> ModuleWeights | None:
        paths.append(path)
        return real(session, state_id, path)

    monkeypatch.setattr(Session, "weigh", weigh)
    return paths


def select(qtbot: QtBot, window: MainWindow, path: str) -> None:
    """Select a module and wait for its weights."""
    window.workspace.select_module(path)
    qtbot.waitUntil(lambda: bool(rows(window.inspector).get("Count")), timeout=60_000)


def same(left: ModuleWeights, right: ModuleWeights) -> bool:
    return equal(dataclasses.astuple(left)[2:], dataclasses.astuple(right)[2:])


def equal(left: Any, right: Any) -> bool:
    """Arrays in tuples in tuples."""
    if isinstance(left, tuple):
        return len(left) == len(right) and all(map(equal, left, right))
    return bool((left == right).all() if hasattr(left, "all") else left == right)


def test_that_a_selected_module_shows_what_its_file_holds(
    qtbot: QtBot, ready_window: MainWindow
) -> None:
    told: list[ModuleWeights | None] = []
    ready_window.workspace.module_weights_changed.connect(told.append)
    select(qtbot, ready_window, PATH)
    shown = told[-1]
    expected = weight_statistics(load_weights(weights_file()).model, PATH)
    assert shown is not None
    assert expected is not None
    assert same(shown, expected)
    assert (shown.path, shown.state_id) == (PATH, ready_window.workspace.network.state_id)  # type: ignore[union-attr]
    assert rows(ready_window.inspector)["Count"] == f"{expected.count:,}"


def test_that_a_module_seen_before_is_not_counted_again(
    qtbot: QtBot, ready_window: MainWindow, counted: list[str]
) -> None:
    for path in (PATH, "entry.bn1", PATH, "entry.bn1"):
        select(qtbot, ready_window, path)
    assert counted == [PATH, "entry.bn1"]


def test_that_a_module_without_weights_asks_for_nothing(
    qtbot: QtBot, ready_window: MainWindow, counted: list[str]
) -> None:
    select(qtbot, ready_window, PATH)
    ready_window.workspace.select_module("entry.act1")
    qtbot.wait(80)
    wait_idle(qtbot, ready_window.lanes)
    assert counted == [PATH]
    assert headings(ready_window.inspector)[2:] == ["Where", "In the paper's Xception"]


def test_that_500_quick_requests_count_few_and_tell_the_last(
    qtbot: QtBot, workspace: Workspace, idle: Any, counted: list[str]
) -> None:
    workspace.load_weights(weights_file())
    idle()
    tree = workspace.network.tree  # type: ignore[union-attr]
    paths = [row.path for row in tree.walk() if row.path and row.params]
    told: list[ModuleWeights] = []
    workspace.module_weights_changed.connect(lambda found: found and told.append(found))
    for turn in range(500):
        workspace.request_module_weights(paths[turn % len(paths)])
    workspace.request_module_weights(PATH)
    qtbot.waitUntil(lambda: bool(told), timeout=60_000)
    idle()
    assert told[-1].path == counted[-1] == PATH
    assert len(counted) < 10


def test_that_another_network_counts_anew(
    qtbot: QtBot, ready_window: MainWindow, counted: list[str]
) -> None:
    select(qtbot, ready_window, PATH)
    before = rows(ready_window.inspector)["Range"]
    load(qtbot, ready_window, weights_file(2))
    shown = partial(rows, ready_window.inspector)
    qtbot.waitUntil(lambda: shown().get("Range") not in ("", None, before), timeout=60_000)
    assert set(counted) == {PATH}
    assert len(counted) > 1  # once more where the paper's network arrives in the middle of it


def test_that_what_was_counted_of_the_network_before_is_dropped(
    qtbot: QtBot, workspace: Workspace, idle: Any
) -> None:
    told: list[ModuleWeights] = []
    workspace.load_weights(weights_file())
    idle()
    workspace.module_weights_changed.connect(lambda found: found and told.append(found))
    # As the inspector asks: at once, before the counts of the network before can arrive.
    workspace.network_changed.connect(lambda _network: workspace.request_module_weights(PATH))
    workspace.load_weights(weights_file(2))
    workspace.request_module_weights(PATH)
    workspace._weighing._submit()
    qtbot.waitUntil(lambda: bool(told), timeout=60_000)
    idle()
    assert {weights.state_id for weights in told} == {workspace.network.state_id}  # type: ignore[union-attr]


def test_that_the_papers_network_has_no_weights_to_count(
    qtbot: QtBot, ready_window: MainWindow, counted: list[str]
) -> None:
    select(qtbot, ready_window, PATH)
    ready_window.tree._switch._choose(1)
    qtbot.wait(80)
    wait_idle(qtbot, ready_window.lanes)
    assert counted == [PATH]
    assert "none in memory" in words(ready_window.inspector)
    assert rows(ready_window.inspector)["Parameters"] == "536,536"
    ready_window.tree._switch._choose(0)
    assert rows(ready_window.inspector)["Count"], "the active network's are still known"


# Code and Python


def source_dialog(window: MainWindow, qtbot: QtBot) -> SourceDialog:
    wait_idle(qtbot, window.lanes)
    (dialog,) = window.findChildren(SourceDialog)
    assert dialog.isVisible()
    return dialog


def test_that_the_source_of_a_module_is_shown_and_replaced(
    qtbot: QtBot, ready_window: MainWindow
) -> None:
    ready_window.workspace.select_module(PATH)
    ready_window.inspector.source_requested.emit()
    dialog = source_dialog(ready_window, qtbot)
    assert rows(ready_window.inspector)["Source"] == dialog.windowTitle()
    assert dialog.view.toPlainText().startswith("class SeparableConv(")
    ready_window.tree._switch._choose(1)
    ready_window.workspace.select_module("entry.block1.pool")
    ready_window.inspector.source_requested.emit()
    dialog = source_dialog(ready_window, qtbot)
    assert dialog.view.toPlainText().startswith("class SameMaxPool2d(")
    dialog.reject()
    assert not dialog.isVisible()


def test_that_nothing_selected_has_neither_code_nor_python(
    qtbot: QtBot, ready_window: MainWindow
) -> None:
    QGuiApplication.clipboard().clear()
    assert not ready_window.menu_actions.action("copy-python").isEnabled()
    ready_window.commands.copy_python()
    ready_window.commands.show_source()
    wait_idle(qtbot, ready_window.lanes)
    assert QGuiApplication.clipboard().text() == ""
    assert ready_window.findChildren(SourceDialog) == []


def test_that_the_python_of_the_menu_gives_what_the_window_shows(
    qtbot: QtBot, ready_window: MainWindow, tmp_path: Path
) -> None:
    ready_window.workspace.select_module(PATH)
    ready_window.menu_actions.action("copy-python").trigger()
    without = QGuiApplication.clipboard().text()
    show(qtbot, ready_window, paint(tmp_path / "a.png"))
    ready_window.menu_actions.action("copy-python").trigger()
    with_picture = QGuiApplication.clipboard().text()
    wanted = (1, *ready_window.inspector.module.output_shape)  # type: ignore[union-attr]
    for text in (without, with_picture):
        names: dict[str, Any] = {}
        exec(text, names)
        assert names["output"].shape == wanted
        assert names["loaded"].weights == ready_window.workspace.network.weights  # type: ignore[union-attr]
    assert str(tmp_path / "a.png") in with_picture
    ready_window.tree._switch._choose(1)
    ready_window.menu_actions.action("copy-python").trigger()
    assert 'load_weights("none")' in QGuiApplication.clipboard().text()
    QGuiApplication.clipboard().clear()
