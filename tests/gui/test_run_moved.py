"""A stopped run goes on though its data lie elsewhere by now; what is gone is told in a line."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from tests.gui.made_runs import class_folders
from tests.gui.test_run_list import opened
from tests.gui.test_train_tab import wait_for
from tests.gui.workbench import PATIENCE
from tests.training.samples import CONFIG
from xception_gui.base.control import Control
from xception_gui.base.events import EpochDone
from xception_gui.base.training import TrainingConfig
from xception_gui.gui.main_window import MainWindow
from xception_gui.training import recorded, train


@pytest.fixture
def data(tmp_path: Path) -> str:
    return class_folders(tmp_path / "data")


def stopped(data: str, out: Path, config: TrainingConfig = CONFIG) -> str:
    """A run that was stopped after its first epoch; its directory."""
    control = Control()
    for event in recorded(train(data, out, config, control), out, config):
        if isinstance(event, EpochDone):
            control.stop.set()
    return str(out)


def test_that_a_variant_whose_folder_is_gone_cannot_go_on_and_is_told_so(
    qtbot: QtBot, window: MainWindow, data: str, tmp_path: Path
) -> None:
    run = stopped(data, tmp_path / "drive" / "demo-20261122-2211-residual=false")
    opened(qtbot, window, run)
    shutil.rmtree(tmp_path / "drive")
    window.train.band.first.click()
    wait_for(qtbot, window, "failed")
    assert window.banner.isVisible()
    assert str(run) in window.banner.text()
    assert "mistake in the program" not in window.banner.text()
    qtbot.waitUntil(lambda: not window.lanes.busy, timeout=PATIENCE)
