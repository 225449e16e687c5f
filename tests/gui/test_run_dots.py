"""The dots of the list of runs: whose curves are drawn, and what brings them back."""

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
from xception_gui.gui.main_window import MainWindow
from xception_gui.training import recorded, train


@pytest.fixture
def run(tmp_path: Path) -> str:
    """Stopped after its first epoch."""
    control, out = Control(), tmp_path / "stopped"
    data = class_folders(tmp_path / "data")
    for event in recorded(train(data, out, CONFIG, control), out, CONFIG):
        if isinstance(event, EpochDone):
            control.stop.set()
    return str(out)


@pytest.fixture
def undrawn(qtbot: QtBot, window: MainWindow, run: str) -> str:
    """It is on view, and its dot is off."""
    opened(qtbot, window, run)
    window.train.run_shown.emit(run, False)
    assert not window.train.runs.runs.is_shown(run)
    return run


def drawn(window: MainWindow, run: str) -> bool:
    """Whether its dot is on and the plots have its steps."""
    plots = window.train.plots._runs
    shown = run in plots and len(plots[run].curves.steps) > 0
    return window.train.runs.runs.is_shown(run) and shown


@pytest.mark.parametrize("chosen", ["the run", "its folder"])
def test_that_a_run_that_is_followed_is_drawn(
    qtbot: QtBot, window: MainWindow, undrawn: str, chosen: str
) -> None:
    window.train_tab.new_run()
    window.train_tab._follow_chosen([undrawn if chosen == "the run" else str(Path(undrawn).parent)])
    assert window.train_tab.run == undrawn
    assert drawn(window, undrawn)
    qtbot.waitUntil(lambda: not window.lanes.busy, timeout=PATIENCE)


def test_that_a_run_that_goes_on_is_drawn(qtbot: QtBot, window: MainWindow, undrawn: str) -> None:
    window.train.band.first.click()
    assert drawn(window, undrawn)
    wait_for(qtbot, window, "ended")
    assert drawn(window, undrawn)


def test_that_a_run_that_is_not_drawn_is_not_drawn_under_another_name(
    qtbot: QtBot, window: MainWindow, undrawn: str
) -> None:
    window.train.rename_wanted.emit(undrawn, "renamed")
    new, shelf = str(Path(undrawn).with_name("renamed")), window.train_tab.shelf
    qtbot.waitUntil(
        lambda: new in shelf.curves and len(shelf.curves[new].steps) > 0, timeout=PATIENCE
    )
    assert window.train_tab.run == new
    assert not drawn(window, new)


def test_that_a_run_that_somebody_else_removed_is_not_drawn_without_a_row(
    qtbot: QtBot, window: MainWindow, run: str
) -> None:
    other = str(Path(run).with_name("other"))
    shutil.copytree(run, other)
    shelf, rows = window.train_tab.shelf, window.train.runs.runs
    window.train_tab.list.follow(str(Path(run).parent))
    window.train_tab.list.open(run)
    qtbot.waitUntil(lambda: rows.rowCount() == 2 and drawn(window, other), timeout=PATIENCE)
    for gone in (run, other):
        shutil.rmtree(gone)
    shelf.refresh()
    qtbot.waitUntil(lambda: rows.rowCount() == 0, timeout=PATIENCE)
    assert list(shelf.curves) == [run], "the run on view can be looked at all the same"
