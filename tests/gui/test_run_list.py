"""Runs in the list: brought back to life, renamed, binned, undrawn; and what a run leaves."""

from __future__ import annotations

from dataclasses import replace
from itertools import takewhile
from pathlib import Path
from threading import Event

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from tests.gui.made_plots import enlarge
from tests.gui.made_runs import class_folders
from tests.gui.test_train_tab import begun, offered, wait_for
from tests.gui.workbench import PATIENCE
from tests.training.samples import CONFIG
from xception_gui.base.control import Control
from xception_gui.base.events import EpochDone, Paused, RunEnded, StepDone, to_line
from xception_gui.base.problem import Problem
from xception_gui.base.run_lock import alone_in
from xception_gui.base.texts import problem_text
from xception_gui.gui import training as training_module
from xception_gui.gui.item_models.train_runs import STATE
from xception_gui.gui.main_window import MainWindow
from xception_gui.gui.run_shelf import best_weights
from xception_gui.gui.views.train_look import LOSS
from xception_gui.training import recorded, train
from xception_gui.weights import load_weights


@pytest.fixture
def data(tmp_path: Path) -> str:
    return class_folders(tmp_path / "data")


@pytest.fixture
def run(data: str, tmp_path: Path) -> str:
    """A run whose process went away in its second epoch: it has not said that it ended."""
    config, out = replace(CONFIG, epochs=3, checkpoint_steps=1), tmp_path / "killed"
    events = recorded(train(data, out, config), out, config)
    for _ in takewhile(lambda event: not _is_late(event), events):
        pass
    return str(out)


def _is_late(event: object) -> bool:
    return isinstance(event, StepDone) and event.epoch == 1


def opened(qtbot: QtBot, window: MainWindow, run: str) -> None:
    window.show_tab("train")
    window.train.run_opened.emit(run)
    shown = window.train_tab.shelf
    qtbot.waitUntil(lambda: len(shown.curves[run].steps) > 0, timeout=PATIENCE)


@pytest.mark.parametrize("last", ["running", "paused"])
def test_that_a_run_whose_process_died_goes_on_in_the_window(
    qtbot: QtBot, window: MainWindow, run: str, last: str
) -> None:
    if last == "paused":
        with (Path(run) / "events.jsonl").open("a") as file:
            file.write(to_line(Paused(5)) + "\n")
    opened(qtbot, window, run)
    band = window.train.band
    assert band.pill.text() == "Stopped"
    assert band.first.isVisible()
    assert band.first.text() == "Resume"
    band.first.click()
    assert window.workspace.training.busy
    wait_for(qtbot, window, "ended")
    assert window.train_tab.shelf.curves[run].state == "finished"


def test_that_the_key_that_starts_goes_on_with_the_stopped_run_on_view(
    qtbot: QtBot, window: MainWindow, run: str
) -> None:
    start, training = window.menu_actions.action("start-run"), window.workspace.training
    assert not start.isEnabled(), "no data are known"
    opened(qtbot, window, run)
    qtbot.waitUntil(start.isEnabled, timeout=PATIENCE)
    assert window.train.band.first.text() == "Resume"
    start.trigger()
    wait_for(qtbot, window, "ended")
    assert training.order is not None
    assert (str(training.order.out), training.order.resume) == (run, True)
    assert window.train_tab.shelf.curves[run].state == "finished"


def test_that_the_run_on_view_keeps_its_page_under_another_name(
    qtbot: QtBot, window: MainWindow, run: str
) -> None:
    opened(qtbot, window, run)
    enlarge(window.train.plots, (-1, 0.1), (99, 0.5))
    window.train.rename_wanted.emit(run, "renamed")
    new = str(Path(run).with_name("renamed"))
    qtbot.waitUntil(lambda: window.train_tab.run == new, timeout=PATIENCE)
    qtbot.waitUntil(lambda: len(window.train_tab.shelf.curves[new].steps) > 0, timeout=PATIENCE)
    assert window.train.band._name.text() == "renamed"
    assert window.train.plots.plots[LOSS].box.own_y == (0.1, 0.5)
    assert window.train_tab.has_weights
    assert Path(best_weights(window.train_tab.run)).is_file()


def test_that_a_run_comes_back_from_the_bin(qtbot: QtBot, window: MainWindow, run: str) -> None:
    opened(qtbot, window, run)
    window.train.bin_wanted.emit(run)
    qtbot.waitUntil(lambda: window.train_tab.run == "", timeout=PATIENCE)
    assert not Path(run).exists()
    assert "killed is in the bin" in window._toast.text()
    window._toast_call()
    qtbot.waitUntil((Path(run) / "events.jsonl").is_file, timeout=PATIENCE)
    qtbot.waitUntil(lambda: run in window.train_tab.shelf.curves, timeout=PATIENCE)


def test_that_resume_says_so_where_another_run_is_under_way(
    qtbot: QtBot, window: MainWindow, run: str, data: str
) -> None:
    begun(qtbot, window, data)
    own = window.train_tab.run
    window.workspace.training.pause()
    wait_for(qtbot, window, "paused")
    opened(qtbot, window, run)
    window.train.band.first.click()
    assert window.workspace.training.state == "paused", "it is not the run on view"
    assert "Another run" in window._toast.text()
    window._toast_call()
    assert window.train_tab.run == own
    window.train_tab.stop()
    wait_for(qtbot, window, "ended")


def test_that_a_run_of_this_window_is_followed_where_another_process_goes_on_with_it(
    qtbot: QtBot, window: MainWindow, data: str
) -> None:
    begun(qtbot, window, data)
    shelf, run = window.train_tab.shelf, window.train_tab.run
    window.train_tab.stop()
    wait_for(qtbot, window, "ended")
    curves = shelf.curves[run]
    assert curves.started is not None
    step = int(curves.steps.last("step") or 0)
    on = (replace(curves.started, step=step), StepDone(step + 1, 0, 0.5, 0.5, 0.1, 100.0))
    with alone_in(run):
        with (Path(run) / "events.jsonl").open("a") as file:
            file.writelines(to_line(event) + "\n" for event in on)
        qtbot.waitUntil(lambda: curves.steps.last("step") == step + 1, timeout=PATIENCE)
        assert curves.state == "running"
        state = window.train.runs.runs.index(0, STATE)
        qtbot.waitUntil(lambda: state.data() == "Running", timeout=PATIENCE)
        assert window.train.band.pill.text() == "Running"
        assert window.train.band.second.isHidden(), "it is not steered from here"


def test_that_a_run_stopped_in_its_first_epoch_leaves_weights_that_can_be_used(
    data: str, tmp_path: Path
) -> None:
    control, out = Control(), tmp_path / "short"
    for event in train(data, out, replace(CONFIG, epochs=2), control):
        if isinstance(event, StepDone):
            control.stop.set()
    assert isinstance(event, RunEnded)
    assert not (out / "weights.safetensors").exists()
    assert best_weights(str(out)) == event.weights
    assert load_weights(event.weights).weights.classes == ("blue", "red")


def test_that_data_offered_during_a_run_can_be_learnt_after_it(
    qtbot: QtBot, window: MainWindow, data: str, tmp_path: Path
) -> None:
    begun(qtbot, window, data)
    new = window.train.empty.run
    offered(qtbot, window, class_folders(tmp_path / "others", 30))
    qtbot.waitUntil(lambda: "60" in new._facts.text() or "48" in new._facts.text())
    assert not new.start.isEnabled()
    assert new._takes.text() == "measured when the run has ended"
    window.train_tab.stop()
    qtbot.waitUntil(new.start.isEnabled, timeout=PATIENCE)
    qtbot.waitUntil(lambda: "about" in new._takes.text(), timeout=PATIENCE)


def test_that_no_run_can_be_started_beside_another_where_the_one_on_view_is_binned(
    qtbot: QtBot, window: MainWindow, run: str, data: str
) -> None:
    begun(qtbot, window, data)
    opened(qtbot, window, run)
    window.train.bin_wanted.emit(run)
    qtbot.waitUntil(lambda: window.train_tab.run == "", timeout=PATIENCE)
    new = window.train.empty.run
    assert not any(button.isEnabled() for button in (new.start, new.rate, new.variants))
    window.train_tab.stop()
    wait_for(qtbot, window, "ended")
    assert all(button.isEnabled() for button in (new.start, new.rate, new.variants))


def test_that_another_run_begins_with_the_values_of_one(
    qtbot: QtBot, window: MainWindow, run: str, data: str
) -> None:
    window.train_tab.shelf.open(run)
    window.train.like_wanted.emit(run)
    qtbot.waitUntil(lambda: window.train_tab.startable, timeout=PATIENCE)
    own = replace(CONFIG.model, num_classes=2)
    kept = replace(CONFIG, epochs=3, checkpoint_steps=1, model=own)
    assert window.train_tab.config == kept
    assert window.train.empty.run._name.text() == "data"
    assert window.train.empty.run.recipe.currentData() == kept.recipe
    assert window.train_tab.run == ""


def test_that_a_run_that_failed_says_so_and_why(
    qtbot: QtBot, window: MainWindow, data: str
) -> None:
    offered(qtbot, window, data)
    wild = replace(CONFIG, learning_rate=100.0, warmup_epochs=0, epochs=50, clip_norm=0)
    window.train_tab.set_config(wild)
    window.train_tab.start()
    wait_for(qtbot, window, "failed")
    band, rows = window.train.band, window.train.runs.model()
    assert band.pill.text() == "Failed"
    ended = window.train_tab.shelf.curves[window.train_tab.run].ended
    assert ended is not None
    assert ended.code in ("loss-not-finite", "weights-not-saved")
    assert band.pill.toolTip() == problem_text(ended.code, dict(ended.fields), "en")
    qtbot.waitUntil(lambda: rows.index(0, STATE).data() == "Failed", timeout=PATIENCE)
    hint = rows.index(0, STATE).data(Qt.ItemDataRole.ToolTipRole)
    assert hint == band.pill.toolTip()


def test_that_a_stopped_run_which_is_refused_does_not_say_again_that_it_stopped(
    qtbot: QtBot, window: MainWindow, data: str, tmp_path: Path
) -> None:
    control, out = Control(), tmp_path / "stopped"
    for event in recorded(train(data, out, CONFIG, control), out, CONFIG):
        if isinstance(event, EpochDone):
            control.stop.set()
    opened(qtbot, window, str(out))
    Path(data, "red", "1.png").unlink()
    window.train.band.first.click()
    wait_for(qtbot, window, "failed")
    assert window.banner.isVisible()
    assert window._toast.isHidden()
    assert window.train_tab.run == str(out)
    qtbot.waitUntil(lambda: not window.lanes.busy, timeout=PATIENCE)


def test_that_the_run_on_view_stays_where_another_one_is_refused(
    qtbot: QtBot, window: MainWindow, run: str, data: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    free = Event()

    def refused(*_order: object) -> None:
        free.wait(60)
        raise Problem("data-few", file=data, count=1, batch=2)

    monkeypatch.setattr(training_module, "_iterate", refused)
    offered(qtbot, window, data)
    window.train_tab.start()
    opened(qtbot, window, run)
    free.set()
    wait_for(qtbot, window, "failed")
    assert window.banner.isVisible()
    assert window.train_tab.run == run
    qtbot.waitUntil(lambda: not window.lanes.busy, timeout=PATIENCE)
