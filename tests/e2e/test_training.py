"""From dropped folders to weights that answer, by the buttons that a user has."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from tests.gui.made_runs import class_folders
from tests.gui.workbench import PATIENCE, drop, files, load, wait_idle
from tests.training.samples import CONFIG
from xception_gui.gui.main_window import MainWindow


def press(button: QPushButton, words: str) -> None:
    assert button.isVisible()
    assert button.isEnabled()
    assert button.text() == words
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def test_that_dropped_folders_are_learnt_paused_resumed_stopped_and_their_weights_answer(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    load(qtbot, window)
    work, tab, view = window.workspace, window.train_tab, window.train
    tab.set_config(replace(CONFIG, epochs=2000))
    data = class_folders(tmp_path / "data")
    drop(window, files(data))
    qtbot.waitUntil(window.class_bar.isVisible, timeout=PATIENCE)
    window.class_bar.train.click()
    qtbot.waitUntil(lambda: tab.startable, timeout=PATIENCE)
    assert window.page is window.train

    press(view.empty.run.start, "Start")
    qtbot.waitUntil(lambda: view.band.pill.text() == "Running", timeout=PATIENCE)
    curves = tab.shelf.curves[tab.run]
    qtbot.waitUntil(lambda: len(curves.steps) > 0, timeout=PATIENCE)
    assert not window.menu_actions.action("run-weights").isEnabled()
    seen = len(curves.steps)
    qtbot.waitUntil(lambda: len(curves.steps) > seen + 2, timeout=PATIENCE)

    press(view.band.first, "Pause")
    qtbot.waitUntil(lambda: view.band.pill.text() == "Paused", timeout=PATIENCE)
    held = len(curves.steps)
    qtbot.wait(150)  # twice the time in which events are handed over
    assert len(curves.steps) == held
    press(view.band.first, "Resume")
    qtbot.waitUntil(lambda: len(curves.steps) > held, timeout=PATIENCE)
    qtbot.waitUntil(lambda: len(curves.epochs) >= 3, timeout=PATIENCE)

    press(view.band.second, "Stop")
    qtbot.waitUntil(lambda: view.band.pill.text() == "Stopped", timeout=PATIENCE)
    before = work.network
    use = window.menu_actions.action("run-weights")
    assert use.isEnabled()
    use.trigger()
    qtbot.waitUntil(lambda: work.network is not before, timeout=PATIENCE)
    assert window.page is window.classify
    assert work.network is not None
    assert work.network.weights.classes == ("blue", "red")

    drop(window, files(Path(data) / "red" / "0.png"))
    wait_idle(qtbot, window.lanes)
    assert work.prediction is not None
    assert work.prediction.top(1)[0].label == "red"
