"""A run in the window: it is started, steered and told about, and the window goes on answering."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
import torch
from pytestqt.qtbot import QtBot

from tests.gui.made_runs import class_folders
from tests.gui.workbench import PATIENCE, load, paint
from tests.training.samples import CONFIG
from xception_gui.base.events import (
    EpochDone,
    Preparing,
    RunEnded,
    RunStarted,
    StepDone,
    TrainingEvent,
)
from xception_gui.gui.lanes import Failure, Lanes
from xception_gui.gui.main_window import MainWindow
from xception_gui.gui.training import Order, Training
from xception_gui.gui.views.toast import Toast

LONG = replace(CONFIG, epochs=2000)


@pytest.fixture
def data(tmp_path: Path) -> str:
    return class_folders(tmp_path / "data")


@pytest.fixture
def training(lanes: Lanes) -> Iterator[Training]:
    made = Training(lanes)
    yield made
    made.stop()


def heard(training: Training) -> list[TrainingEvent]:
    """What is told of a run from its beginning on: what is read before depends on the machine."""
    events: list[TrainingEvent] = []

    def note(new: Sequence[TrainingEvent]) -> None:
        events.extend(event for event in new if not isinstance(event, Preparing))

    training.events_arrived.connect(note)
    return events


def wait_for(qtbot: QtBot, training: Training, state: str) -> None:
    qtbot.waitUntil(lambda: training.state == state, timeout=PATIENCE)


def test_that_a_run_tells_every_event_in_order_and_leaves_its_directory(
    qtbot: QtBot, training: Training, data: str, tmp_path: Path
) -> None:
    states: list[str] = []
    training.state_changed.connect(states.append)
    events = heard(training)
    training.start(Order(data, tmp_path / "run", CONFIG))
    assert training.busy
    wait_for(qtbot, training, "ended")
    assert states == ["preparing", "running", "ended"]
    assert isinstance(events[0], RunStarted)
    assert isinstance(events[-1], RunEnded)
    steps = [event.step for event in events if isinstance(event, StepDone)]
    assert steps == list(range(1, len(steps) + 1))
    assert len([event for event in events if isinstance(event, EpochDone)]) == CONFIG.epochs
    assert (tmp_path / "run" / "events.jsonl").read_text().count("\n") == len(events)
    assert not training.busy


def test_that_a_run_waits_goes_on_and_stops_when_told(
    qtbot: QtBot, training: Training, data: str, tmp_path: Path
) -> None:
    events = heard(training)
    training.start(Order(data, tmp_path / "run", LONG))
    wait_for(qtbot, training, "running")
    training.pause()
    wait_for(qtbot, training, "paused")
    before = len(events)
    qtbot.wait(300)
    assert len(events) == before
    training.go_on()
    wait_for(qtbot, training, "running")
    qtbot.waitUntil(lambda: len(events) > before + 3, timeout=PATIENCE)
    training.stop()
    assert training.state == "stopping"
    wait_for(qtbot, training, "ended")
    last = events[-1]
    assert isinstance(last, RunEnded)
    assert last.reason == "stopped"


def test_that_a_stopped_run_is_gone_on_with(
    qtbot: QtBot, training: Training, data: str, tmp_path: Path
) -> None:
    training.start(Order(data, tmp_path / "run", LONG))
    wait_for(qtbot, training, "running")
    training.stop()
    wait_for(qtbot, training, "ended")
    events = heard(training)
    training.start(Order(data, tmp_path / "run", CONFIG, resume=True))
    wait_for(qtbot, training, "running")
    training.stop()
    wait_for(qtbot, training, "ended")
    started = events[0]
    assert isinstance(started, RunStarted)
    assert started.epochs == LONG.epochs  # its own config, not the one that was given
    assert started.step > 0


def test_that_data_without_classes_fail_in_one_line_and_a_run_may_follow(
    qtbot: QtBot, training: Training, data: str, tmp_path: Path
) -> None:
    failures: list[Failure] = []
    training.failed.connect(failures.append)
    training.start(Order(str(tmp_path / "missing"), tmp_path / "run", CONFIG))
    wait_for(qtbot, training, "failed")
    assert failures[0].problem is not None
    assert "missing" in str(failures[0].problem)
    training.start(Order(data, tmp_path / "run", CONFIG))
    wait_for(qtbot, training, "ended")


def test_that_a_second_run_is_not_begun_while_one_is_under_way(
    qtbot: QtBot, training: Training, data: str, tmp_path: Path
) -> None:
    training.start(Order(data, tmp_path / "one", LONG))
    training.start(Order(data, tmp_path / "two", CONFIG))
    wait_for(qtbot, training, "running")
    assert training.order == Order(data, tmp_path / "one", LONG)
    training.stop()
    wait_for(qtbot, training, "ended")
    assert not (tmp_path / "two").exists()


def test_that_pictures_are_answered_while_a_run_goes_on(
    qtbot: QtBot, window: MainWindow, data: str, tmp_path: Path
) -> None:
    load(qtbot, window)
    training = window.workspace.training
    training.start(Order(data, tmp_path / "run", LONG))
    wait_for(qtbot, training, "running")
    work = window.workspace
    work.open_paths([paint(tmp_path / "a.png")])
    qtbot.waitUntil(lambda: work.prediction is not None, timeout=PATIENCE)
    assert training.state == "running"
    training.stop()
    wait_for(qtbot, training, "ended")


def test_that_closing_the_window_ends_a_run_with_a_checkpoint(
    qtbot: QtBot, window: MainWindow, data: str, tmp_path: Path
) -> None:
    training = window.workspace.training
    training.start(Order(data, tmp_path / "run", LONG))
    wait_for(qtbot, training, "running")
    window.close_at_once()
    assert window.lanes.close()
    assert list((tmp_path / "run").glob("checkpoint-*.pt"))


def test_that_the_window_says_when_memory_ran_out(
    qtbot: QtBot, window: MainWindow, data: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    forward = torch.nn.Linear.forward

    def scarce(layer: torch.nn.Linear, x: torch.Tensor) -> torch.Tensor:
        if torch.is_grad_enabled() and len(x) > 4:
            raise RuntimeError("[enforce fail] DefaultCPUAllocator: can't allocate memory")
        return forward(layer, x)

    tab = window.train_tab
    tab.set_config(LONG)
    tab.offer(data)
    qtbot.waitUntil(lambda: tab.free_data is not None and not window.lanes.busy, timeout=PATIENCE)
    monkeypatch.setattr(torch.nn.Linear, "forward", scarce)
    tab.start()
    (toast,) = window.findChildren(Toast)
    qtbot.waitUntil(
        lambda: "2 parts of 4 pictures; batch-norm statistics" in toast.text(), timeout=PATIENCE
    )
    assert window.train.band._data.text().endswith("2 parts of 4")
    tab.stop()
    wait_for(qtbot, window.workspace.training, "ended")
