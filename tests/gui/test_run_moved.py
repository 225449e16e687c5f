"""A stopped run goes on though its data lie elsewhere by now; what is gone is told in a line."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from tests.gui.made_runs import class_folders
from tests.gui.test_run_list import opened
from tests.gui.test_train_tab import wait_for
from tests.gui.workbench import PATIENCE, choose
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


def refused(qtbot: QtBot, window: MainWindow, run: str) -> None:
    """Resume was pressed, and the data are not there."""
    opened(qtbot, window, run)
    window.train.band.first.click()
    wait_for(qtbot, window, "failed")
    assert window.banner.isVisible()
    assert window.banner.button.text() == "Choose data…"


def give(qtbot: QtBot, window: MainWindow, place: Path) -> None:
    """Press the banner's button, and give a folder or a zip."""
    before = window.workspace.training.order
    window.banner.button.click()
    menu = window.findChildren(QMenu)[-1]
    assert [action.text() for action in menu.actions()] == ["Choose folder…", "Choose zip…"]
    menu.actions()[place.suffix == ".zip"].trigger()
    menu.close()
    choose(window, place)
    training = window.workspace.training
    qtbot.waitUntil(lambda: training.order is not before, timeout=PATIENCE)
    qtbot.waitUntil(lambda: not training.busy, timeout=PATIENCE)


@pytest.mark.parametrize("ending", ["", ".zip"])
def test_that_a_run_goes_on_with_data_that_have_moved(
    qtbot: QtBot, window: MainWindow, data: str, tmp_path: Path, ending: str
) -> None:
    run = stopped(data, tmp_path / "run")
    moved = tmp_path / f"moved{ending}"
    if ending:
        shutil.make_archive(str(tmp_path / "moved"), "zip", data)
        shutil.rmtree(data)
    else:
        Path(data).rename(moved)
    refused(qtbot, window, run)
    give(qtbot, window, moved)
    curves = window.train_tab.shelf.curves[run]
    assert curves.state == "finished"
    assert curves.started is not None
    assert curves.started.data == str(moved)
    assert window.banner.isHidden(), "it is history"
    qtbot.waitUntil(lambda: not window.lanes.busy, timeout=PATIENCE)


def test_that_other_data_are_refused_and_can_be_chosen_again(
    qtbot: QtBot, window: MainWindow, data: str, tmp_path: Path
) -> None:
    run = stopped(data, tmp_path / "run")
    Path(data).rename(tmp_path / "moved")
    refused(qtbot, window, run)
    give(qtbot, window, Path(class_folders(tmp_path / "others", 30)))
    assert window.workspace.training.state == "failed"
    assert window.banner.button.text() == "Choose data…"
    give(qtbot, window, tmp_path / "moved")
    assert window.train_tab.shelf.curves[run].state == "finished"
    qtbot.waitUntil(lambda: not window.lanes.busy, timeout=PATIENCE)


def test_that_a_run_goes_on_where_the_pictures_it_is_judged_on_have_moved(
    qtbot: QtBot, window: MainWindow, data: str, tmp_path: Path
) -> None:
    held = class_folders(tmp_path / "held", 10)
    run = stopped(data, tmp_path / "run", replace(CONFIG, validation_data=held))
    Path(held).rename(tmp_path / "moved")
    refused(qtbot, window, run)
    give(qtbot, window, tmp_path / "moved")
    started = window.train_tab.shelf.curves[run].started
    assert started is not None
    assert (started.data, started.judged) == (data, str(tmp_path / "moved"))
    assert window.train_tab.shelf.curves[run].state == "finished"
    qtbot.waitUntil(lambda: not window.lanes.busy, timeout=PATIENCE)


def test_that_no_data_are_asked_for_where_they_are_not_what_is_wrong(
    qtbot: QtBot, window: MainWindow, data: str, tmp_path: Path
) -> None:
    run = stopped(data, tmp_path / "run")
    opened(qtbot, window, run)
    for file in Path(run).glob("*.pt"):
        file.unlink()
    window.train.band.first.click()
    wait_for(qtbot, window, "failed")
    assert window.banner.button.text() != "Choose data…"
    qtbot.waitUntil(lambda: not window.lanes.busy, timeout=PATIENCE)
