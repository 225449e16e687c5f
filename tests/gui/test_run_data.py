"""What stands on the page of the next run is of the data that are on it, and so is what begins."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from threading import Event

import pytest
from pytestqt.qtbot import QtBot

from tests.gui.made_runs import class_folders
from tests.gui.test_train_tab import offered
from tests.gui.workbench import PATIENCE
from xception_gui.base.training_data import TrainingData
from xception_gui.gui import run_data
from xception_gui.gui.main_window import MainWindow


@pytest.fixture
def data(tmp_path: Path) -> str:
    return class_folders(tmp_path / "data")


@pytest.fixture
def others(tmp_path: Path) -> str:
    return class_folders(tmp_path / "others", 30)


@pytest.fixture
def listing(others: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Event]:
    """The other data are not listed before the event is set."""
    free, described = Event(), run_data.described

    def slow(path: str, *judged: object) -> TrainingData:
        if path == others:
            free.wait(60)
        return described(path, *judged)  # type: ignore[arg-type]

    monkeypatch.setattr(run_data, "described", slow)
    yield free
    free.set()


def wait_idle(qtbot: QtBot, window: MainWindow) -> None:
    qtbot.waitUntil(lambda: not window.lanes.busy, timeout=PATIENCE)


def test_that_no_run_begins_on_the_former_data_while_others_are_read(
    qtbot: QtBot, window: MainWindow, data: str, others: str, listing: Event
) -> None:
    tab, actions = window.train_tab, window.menu_actions
    offered(qtbot, window, data)
    tab.offer(others)
    tab.start_or_pause()
    assert window.workspace.training.order is None
    names = ("start-run", "find-rate", "variants")
    assert not any(actions.action(name).isEnabled() for name in names)
    listing.set()
    qtbot.waitUntil(lambda: tab.startable, timeout=PATIENCE)
    assert tab.free_data is not None
    assert tab.free_data.path == others
    assert all(actions.action(name).isEnabled() for name in names)
    wait_idle(qtbot, window)


def test_that_the_former_data_are_learnt_again_where_reading_others_is_given_up(
    qtbot: QtBot, window: MainWindow, data: str, others: str, listing: Event
) -> None:
    offered(qtbot, window, data)
    window.train_tab.offer(others)
    assert not window.train.empty.run.start.isEnabled()
    window.train.reading_given_up.emit()
    assert window.train.empty.run.start.isEnabled()
    assert window.train_tab.free_data is not None
    assert window.train_tab.free_data.path == data
    listing.set()
    wait_idle(qtbot, window)
