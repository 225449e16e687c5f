"""Variants of the architecture, chosen in the window and trained in lockstep with the run."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from threading import Event

import pytest
from pytestqt.qtbot import QtBot

from tests.gui.made_runs import class_folders
from tests.gui.workbench import PATIENCE, Windows
from tests.training.samples import CONFIG
from xception_gui.base.events import RunEnded, RunStarted, StepDone, TrainingEvent, to_line
from xception_gui.base.run_lock import alone_in
from xception_gui.gui import training as training_module
from xception_gui.gui.main_window import MainWindow
from xception_gui.gui.training import Order
from xception_gui.gui.variants_page import VariantsPage
from xception_gui.gui.views.train_words import time_left

Tell = Callable[[tuple[bool, TrainingEvent]], None]


@pytest.fixture
def ready(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> MainWindow:
    """With two classes of squares on the page of the next run."""
    window.train_tab.set_config(CONFIG)
    window.train_tab.offer(class_folders(tmp_path / "data"))
    qtbot.waitUntil(lambda: window.train_tab.startable, timeout=PATIENCE)
    return window


def opened(qtbot: QtBot, window: MainWindow) -> VariantsPage:
    window.train_tab.tools.show_variants()
    page = window.findChild(VariantsPage)
    assert page is not None
    return page


def wait_for(qtbot: QtBot, window: MainWindow, state: str) -> None:
    training = window.workspace.training
    qtbot.waitUntil(lambda: training.state == state, timeout=PATIENCE)


def test_that_variants_are_chosen_with_their_parameters_in_view(
    qtbot: QtBot, ready: MainWindow
) -> None:
    page = opened(qtbot, ready)
    costs = [row.cost for row in page.rows]
    qtbot.waitUntil(lambda: costs[0].text() != "", timeout=PATIENCE)
    assert "(−" in costs[0].text(), "skip connections have weights"
    assert "(±0)" in costs[1].text()
    before = costs[4].text()
    page.rows[4].number.setValue(3)
    qtbot.waitUntil(lambda: costs[4].text() != before, timeout=PATIENCE)
    assert "(+" in costs[4].text()
    page.rows[0].box.click()
    page.rows[4].box.click()
    page.use_button.click()
    assert ready.train_tab.changes == (("residual", False), ("middle_blocks", 3))
    assert ready.train.empty.run.compared.text() == "residual=false · middle_blocks=3"
    ready.train_tab.set_config(replace(CONFIG, weights="demo"))
    assert ready.train_tab.changes == ()
    assert ready.train.empty.run.compared.isHidden()


def test_that_the_page_has_room_for_its_counts_from_the_beginning(
    qtbot: QtBot, ready: MainWindow
) -> None:
    windows = Windows()
    page = opened(qtbot, ready)
    assert windows.found == ["VariantsPage"]
    qtbot.waitUntil(lambda: page.rows[0].cost.text() != "", timeout=PATIENCE)
    qtbot.wait(20)
    assert page.area.verticalScrollBar().maximum() == 0


def test_that_what_the_network_is_anyway_is_no_variant(qtbot: QtBot, ready: MainWindow) -> None:
    tab = ready.train_tab
    tab.set_config(CONFIG.changed({"model": {"residual": False}}))
    page = opened(qtbot, ready)
    assert [row.isEnabled() for row in page.rows] == [False, True, True, True, True]
    page.rows[4].box.setChecked(True)
    page.rows[4].number.setValue(CONFIG.model.middle_blocks)
    assert page.changes == ()
    page.reject()
    tab.set_config(replace(CONFIG, weights="demo"))
    opened(qtbot, ready)
    assert not any(row.isEnabled() for row in page.rows)


def test_that_variants_learn_in_lockstep_pause_and_go_on_together(
    qtbot: QtBot, ready: MainWindow
) -> None:
    tab, training = ready.train_tab, ready.workspace.training
    tab.set_config(replace(CONFIG, epochs=40))
    tab.set_changes((("residual", False),))
    tab.start()
    order = training.order
    assert isinstance(order, Order)
    whole, other = map(str, order.runs)
    assert (tab.run, Path(other).name) == (whole, f"{order.out.name}-residual=false")
    wait_for(qtbot, ready, "running")
    qtbot.waitUntil(lambda: len(tab.shelf.curves[other].steps) > 1, timeout=PATIENCE)
    training.pause()
    wait_for(qtbot, ready, "paused")
    ready.train.run_opened.emit(other)
    assert ready.train.band.pill.text() == "Paused"
    assert ready.train.band.first.text() == "Resume"
    tab.stop()
    wait_for(qtbot, ready, "ended")
    steps = [_steps(path) for path in (whole, other)]
    assert abs(steps[0] - steps[1]) <= 1
    (Path(whole) / "config.toml").write_text("epochs =")  # damaged: its checkpoint knows all
    tab.set_config(replace(CONFIG, weights="demo"))
    tab.resume()
    assert training.order == replace(order, resume=True, config=tab.config)
    wait_for(qtbot, ready, "running")
    tab.stop()
    wait_for(qtbot, ready, "ended")


def _steps(run: str) -> int:
    """Of its newest checkpoint."""
    newest = max(Path(run).glob("checkpoint-*.pt"))
    return int(newest.stem.partition("-")[2])


@pytest.fixture
def waiting(monkeypatch: pytest.MonkeyPatch) -> Iterator[Event]:
    """Two runs, eight steps of half a minute each; the second then waits for the event."""
    free = Event()

    def two(order: Order, _control: object, tell: Tell) -> None:
        started = RunStarted("", ("a", "b"), 40, 8, 0, 100, 10, "cpu", "float32")
        steps = [StepDone(step, 0, 0.7, 0.5, 0.1, 40 / 300) for step in range(1, 9)]
        events = (started, *steps)
        for run in order.runs:
            run.mkdir(parents=True)
        with alone_in(order.runs[1]):
            (order.runs[1] / "events.jsonl").write_text("\n".join(map(to_line, events)) + "\n")
            for event in events:
                tell((True, event))
            free.wait(60)

    monkeypatch.setattr(training_module, "_iterate", two)
    yield free
    free.set()


def begun(qtbot: QtBot, window: MainWindow) -> tuple[str, str]:
    """Two runs, both with steps that are known."""
    window.train_tab.set_changes((("residual", False),))
    window.train_tab.start()
    order, curves = window.workspace.training.order, lambda: window.train_tab.shelf.curves
    assert order is not None
    first, second = map(str, order.runs)
    for run in (first, second):
        qtbot.waitUntil(lambda run=run: len(curves()[run].steps) == 8, timeout=PATIENCE)
    return first, second


def told_left(window: MainWindow) -> str:
    """In the status bar."""
    return window.status_bar.run._words()[1]


def test_that_variants_can_be_stopped_where_the_one_on_view_has_failed(
    qtbot: QtBot, ready: MainWindow, waiting: Event
) -> None:
    _first, second = begun(qtbot, ready)
    training, band = ready.workspace.training, ready.train.band
    failure = RunEnded("failed", 8, "", None, code="loss-not-finite", fields={})
    training.events_arrived.emit([failure])
    assert band.pill.text() == "Failed"
    assert band.first.isHidden()
    assert (band.second.isVisible(), band.second.text()) == (True, "Stop")
    others = ready.train_tab._progress(second).seconds_left
    assert others is not None
    assert told_left(ready) == time_left(others)
    band.second.click()
    assert training.state == "stopping"
    assert (band.pill.text(), band.second.isEnabled()) == ("Failed", False)
    waiting.set()
    qtbot.waitUntil(lambda: not training.busy, timeout=PATIENCE)
    assert (band.first.isVisible(), band.first.text()) == (True, "Resume")
    assert band.second.text() == "New run…"
    qtbot.waitUntil(lambda: not ready.lanes.busy, timeout=PATIENCE)


def test_that_a_run_that_has_failed_is_not_paused_with_its_variants(
    qtbot: QtBot, ready: MainWindow, waiting: Event
) -> None:
    _first, second = begun(qtbot, ready)
    training, band = ready.workspace.training, ready.train.band
    failure = RunEnded("failed", 8, "", None, code="loss-not-finite", fields={})
    training.events_arrived.emit([failure])
    training._set_state("paused")
    assert band.pill.text() == "Failed"
    ready.train.run_opened.emit(second)
    assert (band.pill.text(), band.first.text()) == ("Paused", "Resume")
    waiting.set()
    qtbot.waitUntil(lambda: not training.busy and not ready.lanes.busy, timeout=PATIENCE)


def test_that_a_variant_whose_curves_are_not_drawn_takes_its_time_all_the_same(
    qtbot: QtBot, ready: MainWindow, waiting: Event
) -> None:
    _first, second = begun(qtbot, ready)
    ready.train_tab._show_state()
    both = told_left(ready)
    ready.train.run_shown.emit(second, False)
    assert second not in ready.train._curves
    ready.train_tab._show_state()
    assert told_left(ready) == both
    waiting.set()
    qtbot.waitUntil(lambda: not ready.lanes.busy, timeout=PATIENCE)


def test_that_a_folder_of_runs_is_followed_as_a_whole(
    qtbot: QtBot, ready: MainWindow, tmp_path: Path
) -> None:
    for name in ("residual=false", "unchanged"):
        (tmp_path / "all" / name).mkdir(parents=True)
        (tmp_path / "all" / name / "events.jsonl").write_text("")
    shelf = ready.train_tab.shelf
    assert shelf.open(str(tmp_path / "all")) == str(tmp_path / "all" / "unchanged")
    names = {Path(run).name for run in shelf.curves}
    assert names == {"residual=false", "unchanged"}


def test_that_a_run_that_goes_on_with_its_variant_knows_what_it_did_before(
    qtbot: QtBot, ready: MainWindow
) -> None:
    tab, training = ready.train_tab, ready.workspace.training
    tab.set_config(replace(CONFIG, epochs=40))
    tab.set_changes((("residual", False),))
    tab.start()
    assert training.order is not None
    whole, other = map(str, training.order.runs)
    qtbot.waitUntil(lambda: len(tab.shelf.curves[whole].epochs) > 1, timeout=PATIENCE)
    tab.stop()
    wait_for(qtbot, ready, "ended")
    qtbot.waitUntil(lambda: not ready.lanes.busy, timeout=PATIENCE)
    tab.list.open(other)
    ready.train.run_shown.emit(whole, False)
    assert whole not in tab.shelf.curves
    tab.resume()
    wait_for(qtbot, ready, "running")
    curves = tab.shelf.curves[whole]
    assert curves is tab._curves
    assert int(curves.steps.column("step")[0]) == 1
    assert len(curves.epochs) > 1
    tab.stop()
    wait_for(qtbot, ready, "ended")


def test_that_variants_that_are_refused_leave_nothing(qtbot: QtBot, ready: MainWindow) -> None:
    tab = ready.train_tab
    tab.set_config(replace(CONFIG, batch_size=64))  # of 38 pictures
    tab.set_changes((("residual", False),))
    tab.start()
    assert ready.workspace.training.order is not None
    tab.list.open(str(ready.workspace.training.order.runs[1]))
    wait_for(qtbot, ready, "failed")
    assert tab.shelf.curves == {}
    assert tab.run == ""
    qtbot.waitUntil(lambda: not ready.lanes.busy, timeout=PATIENCE)


def test_that_what_the_network_has_become_since_is_no_variant(
    qtbot: QtBot, ready: MainWindow
) -> None:
    tab = ready.train_tab
    tab.set_changes((("residual", False), ("middle_blocks", 3)))
    tab.set_config(CONFIG.changed({"model": {"middle_blocks": 3}}))
    assert tab.changes == (("residual", False),)
    assert ready.train.empty.run.compared.text() == "residual=false"
    tab.set_config(CONFIG)
    assert tab.changes == (("residual", False), ("middle_blocks", 3))


def test_that_the_page_follows_what_is_chosen_elsewhere_meanwhile(
    qtbot: QtBot, ready: MainWindow
) -> None:
    page = opened(qtbot, ready)
    qtbot.waitUntil(lambda: page.rows[0].cost.text() != "", timeout=PATIENCE)
    before = page.rows[0].cost.text()
    page.rows[1].box.click()
    ready.train_tab.set_config(CONFIG.changed({"model": {"residual": False, "middle_blocks": 2}}))
    assert page.rows[0].cost.text() == "", "it is counted anew"
    assert [row.isEnabled() for row in page.rows] == [False, True, True, True, True]
    assert page.rows[1].box.isChecked()
    qtbot.waitUntil(lambda: page.rows[0].cost.text() != "", timeout=PATIENCE)
    assert page.rows[0].cost.text() != before
    ready.train_tab.set_config(replace(CONFIG, weights="demo"))
    assert not any(row.isEnabled() for row in page.rows)
    assert page.rows[0].cost.text() == ""
    qtbot.waitUntil(lambda: not ready.lanes.busy, timeout=PATIENCE)
