"""What is said of a run while nothing else comes of it: it waits, or is to stop."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.gui.made_runs import class_folders
from tests.gui.made_train import curves
from tests.gui.test_train_tab import begun, wait_for
from tests.gui.workbench import PATIENCE
from xception_gui.base.curves import progress
from xception_gui.gui.language import set_language
from xception_gui.gui.main_window import MainWindow
from xception_gui.gui.views.train_status import TrainStatus


def test_that_a_run_that_waits_speaks_the_language_in_force(qtbot: QtBot) -> None:
    status = TrainStatus()
    qtbot.addWidget(status)
    status.set_progress(progress(curves()))
    english = status.accessibleName(), status.toolTip()
    assert "Epoch 3 of 10" in english[0]
    set_language("zh_CN")
    QApplication.processEvents()
    assert status.accessibleName() == " · ".join(status._words())
    assert "第 3 轮" in status.accessibleName()
    assert status.toolTip() != english[1]
    status.set_progress(None)
    assert status.isHidden()


def test_that_a_run_that_is_to_stop_says_so_until_it_has(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    begun(qtbot, window, class_folders(tmp_path / "data"))
    band = window.train.band
    band.second.click()
    assert band.pill.text() == "Stopping…"
    assert not band.first.isEnabled()
    assert not band.second.isEnabled()
    assert not any(action.isEnabled() for action in band.menu().actions()[:1])
    wait_for(qtbot, window, "ended")
    assert (band.pill.text(), band.first.text()) == ("Stopped", "Resume")
    assert band.first.isEnabled()
    assert band.second.isEnabled()
    qtbot.waitUntil(lambda: not window.lanes.busy, timeout=PATIENCE)


def test_that_a_run_that_is_to_pause_says_so_until_it_has(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    begun(qtbot, window, class_folders(tmp_path / "data"))
    band, training = window.train.band, window.workspace.training
    band.first.click()
    assert (band.pill.text(), band.first.text()) == ("Pausing…", "Pause")
    assert not band.first.isEnabled()
    assert band.second.isEnabled(), "it can be stopped all the same"
    wait_for(qtbot, window, "paused")
    assert (band.pill.text(), band.first.text()) == ("Paused", "Resume")
    assert band.first.isEnabled()
    band.first.click()
    wait_for(qtbot, window, "running")
    band.first.click()
    training.go_on()  # before it has come to pause
    assert band.pill.text() == "Running"
    band.second.click()
    wait_for(qtbot, window, "ended")
    qtbot.waitUntil(lambda: not window.lanes.busy, timeout=PATIENCE)
