"""The first network is not given up; where it cannot be had, the way out is in sight."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests.gui.workbench import decoding_waits, load, paint, show, wait_idle, weights_file
from xception_gui.gui.lanes import Job
from xception_gui.gui.main_window import MainWindow
from xception_gui.gui.views.tree_rows import TreeRows


def damaged(folder: Path) -> str:
    path = folder / "damaged.safetensors"
    path.write_bytes(b"\x10\0\0\0\0\0\0\0{no header at all")
    return str(path)


def hint(window: MainWindow) -> str:
    tree = window.tree.findChild(TreeRows)
    assert tree is not None
    return tree.hint()


def test_that_escape_while_it_loads_leaves_it_and_the_queue(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    free = threading.Event()
    window.lanes.submit("model", Job("Wait", lambda: free.wait(60), lambda _done: None))
    window.workspace.load_weights(weights_file())
    window.workspace.open_paths([paint(tmp_path / "a.png"), paint(tmp_path / "b.png", 1)])
    qtbot.waitUntil(lambda: window.workspace.picture is not None, timeout=60_000)
    QTest.keyClick(window, Qt.Key.Key_Escape)
    free.set()
    wait_idle(qtbot, window.lanes)
    assert window.workspace.network is not None
    assert [item.state for item in window.workspace.pictures] == ["answered"] * 2


def test_that_escape_while_the_picture_is_decoded_too_leaves_both(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    free = decoding_waits(monkeypatch)
    window.lanes.submit("model", Job("Wait", lambda: free.wait(60), lambda _done: None))
    window.workspace.load_weights(weights_file())
    window.workspace.open_paths([paint(tmp_path / "a.png")])
    qtbot.waitUntil(lambda: bool(window.workspace.pictures), timeout=60_000)
    QTest.keyClick(window, Qt.Key.Key_Escape)
    free.set()
    qtbot.waitUntil(lambda: window.workspace.prediction is not None, timeout=60_000)
    assert window.workspace.picture is not None


def test_that_the_paper_is_built_not_missing_where_there_is_a_network(
    qtbot: QtBot, window: MainWindow
) -> None:
    hints = list[str]()

    def look(_network: object) -> None:
        window.tree._switch.set_current(1)
        window.tree._switched()
        hints.append(hint(window))

    window.workspace.network_changed.connect(look)
    load(qtbot, window)
    assert hints == ["The network is being built…"]


def test_that_without_one_the_window_says_so_and_offers_weights(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    window.workspace.load_weights(damaged(tmp_path))
    assert hint(window) == "The network is being built…"
    show(qtbot, window, paint(tmp_path / "a.png"))
    assert window.workspace.network is None
    button = window.status_bar.buttons["weights"]
    assert button.isVisible()
    assert button.text() == "No network"
    assert hint(window).startswith("No network.")
    window.commands.set_language("zh_CN")
    qtbot.waitUntil(lambda: button.text() == "没有网络")
    window.commands.set_language("en")
    load(qtbot, window)
    assert window.workspace.prediction is not None
    assert button.text() != "No network"


def test_that_a_second_choice_can_be_given_up(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    window.workspace.load_weights(damaged(tmp_path))
    wait_idle(qtbot, window.lanes)
    free = threading.Event()
    window.lanes.submit("model", Job("Wait", lambda: free.wait(60), lambda _done: None))
    window.workspace.load_weights(weights_file())
    qtbot.waitUntil(window.status_bar.cancel.isVisible)
    window.status_bar.cancel.click()
    free.set()
    wait_idle(qtbot, window.lanes)
    assert window.workspace.network is None
    assert hint(window).startswith("No network.")
    assert window.status_bar.buttons["weights"].text() == "No network"
