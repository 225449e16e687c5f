"""What stands on the page of the next run is of the data that are on it, and so is what begins."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from threading import Event

import pytest
from pytestqt.qtbot import QtBot

from tests.gui.made_runs import class_folders
from tests.gui.test_train_tab import offered, wait_for
from tests.gui.workbench import PATIENCE
from tests.training.samples import CONFIG
from xception_gui.base.training import TrainingConfig
from xception_gui.base.training_data import Checked, Estimate, TrainingData
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


@pytest.fixture
def checking(monkeypatch: pytest.MonkeyPatch) -> Iterator[Event]:
    """No check comes to its end before the event is set; it finds a file of its own data."""
    free = Event()

    def slow(path: str) -> Iterator[Checked]:
        bad = ((f"{Path(path).name}/x.png", "damaged"),)
        while not free.is_set():
            yield Checked(10, 100, 1, bad, 100)
            time.sleep(0.02)
        yield Checked(100, 100, 1, bad, 100)

    monkeypatch.setattr(run_data, "checked", slow)
    yield free
    free.set()


def begun_check(qtbot: QtBot, window: MainWindow, data: str) -> None:
    offered(qtbot, window, data)
    facts = window.train.empty.run._facts
    qtbot.waitUntil(lambda: "checked: 10" in facts.text(), timeout=PATIENCE)


def test_that_unreadable_files_are_those_of_the_data_on_the_page(
    qtbot: QtBot, window: MainWindow, data: str, others: str, listing: Event, checking: Event
) -> None:
    begun_check(qtbot, window, data)
    tab, page = window.train_tab, window.train.empty.run
    tab.offer(others)
    tab._source.estimate()  # one of the former data that comes late
    qtbot.waitUntil(lambda: page._takes.text() != "measuring…", timeout=PATIENCE)
    assert "checked" not in page._facts.text()
    listing.set()
    qtbot.waitUntil(lambda: page._name.text() == "others", timeout=PATIENCE)
    qtbot.waitUntil(lambda: bool(page.warnings.toolTip()), timeout=PATIENCE)
    assert page.warnings.toolTip() == "others/x.png: damaged"


@pytest.mark.parametrize("way", ["given up", "refused"])
def test_that_the_former_data_are_checked_to_their_end_where_others_do_not_come(
    qtbot: QtBot, window: MainWindow, data: str, tmp_path: Path, checking: Event, way: str
) -> None:
    begun_check(qtbot, window, data)
    (tmp_path / "empty").mkdir()
    window.train_tab.offer(str(tmp_path / "empty"))
    if way == "given up":
        window.train.reading_given_up.emit()
    qtbot.waitUntil(lambda: window.train_tab.startable, timeout=PATIENCE)
    checking.set()
    wait_idle(qtbot, window)
    page = window.train.empty.run
    assert "checked" not in page._facts.text()
    assert page.warnings.toolTip() == "data/x.png: damaged"


def test_that_a_check_which_a_run_cut_short_is_made_after_it(
    qtbot: QtBot, window: MainWindow, data: str, checking: Event
) -> None:
    begun_check(qtbot, window, data)
    page = window.train.empty.run
    window.train_tab.start()
    assert "checked" not in page._facts.text()
    wait_for(qtbot, window, "ended")
    checking.set()
    wait_idle(qtbot, window)
    assert page.warnings.toolTip() == "data/x.png: damaged"


def test_that_a_check_which_was_over_stays_on_the_page(
    qtbot: QtBot, window: MainWindow, data: str, checking: Event
) -> None:
    checking.set()
    offered(qtbot, window, data)
    wait_idle(qtbot, window)
    page = window.train.empty.run
    window.train_tab.start()
    assert page.warnings.toolTip() == "data/x.png: damaged"
    checking.clear()
    wait_for(qtbot, window, "ended")
    wait_idle(qtbot, window)
    assert page.warnings.toolTip() == "data/x.png: damaged"


@pytest.fixture
def measuring(monkeypatch: pytest.MonkeyPatch) -> Iterator[Event]:
    """No estimate comes before the event is set; a run takes a minute for each of its epochs."""
    free = Event()

    def slow(config: TrainingConfig, _data: TrainingData) -> Estimate:
        free.wait(60)
        return Estimate(60 * config.epochs, 1, 1, 2)

    monkeypatch.setattr(run_data, "estimated", slow)
    yield free
    free.set()


def test_that_an_estimate_is_of_the_values_on_the_page(
    qtbot: QtBot, window: MainWindow, data: str, measuring: Event
) -> None:
    offered(qtbot, window, data)
    tab, page = window.train_tab, window.train.empty.run
    assert page._takes.text() == "measuring…"
    tab.start()  # when the estimate has come
    tab.set_config(replace(CONFIG, epochs=9))
    measuring.set()
    wait_for(qtbot, window, "running")
    assert page._takes.text() == page.pictures.text() == "measured when the run has ended"
    tab.stop()
    qtbot.waitUntil(lambda: "about 9 min" in page._takes.text(), timeout=PATIENCE)
    wait_idle(qtbot, window)


@pytest.mark.parametrize("way", ["given up", "refused"])
def test_that_an_estimate_follows_a_choice_made_while_other_data_were_read(
    qtbot: QtBot, window: MainWindow, data: str, tmp_path: Path, measuring: Event, way: str
) -> None:
    measuring.set()
    offered(qtbot, window, data)
    tab, page = window.train_tab, window.train.empty.run
    wait_idle(qtbot, window)
    (tmp_path / "empty").mkdir()
    tab.offer(str(tmp_path / "empty"))
    tab.set_config(replace(CONFIG, epochs=9, validation=0.5))
    if way == "given up":
        window.train.reading_given_up.emit()
    wait_idle(qtbot, window)
    assert "about 9 min" in page._takes.text()
    assert "24 to learn from · 24 held back" in page._facts.text()
