"""The owner of state: pictures come, wait their turn and go; networks change or stay."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from tests.gui.workbench import CLASSES, PATIENCE, Heard, Idle, paint, weights_file
from xception_gui.gui.lanes import Lanes
from xception_gui.gui.session import Session
from xception_gui.gui.workspace import Workspace


def test_that_a_picture_is_shown_before_the_network_and_answered_after(
    workspace: Workspace, heard: Heard, idle: Idle, tmp_path: Path
) -> None:
    workspace.open_paths([paint(tmp_path / "a.png")])
    idle()
    assert workspace.picture is not None
    assert workspace.prediction is None
    workspace.load_weights(weights_file())
    idle()
    assert [name for name, _ in heard.told] == ["picture", "network", "prediction", "heatmap"]
    assert workspace.prediction is not None
    assert workspace.prediction.labels == CLASSES
    assert not workspace.is_stale


def test_that_a_queue_gives_the_same_answers_as_one_by_one(
    ready: Workspace, idle: Idle, tmp_path: Path
) -> None:
    paths = [paint(tmp_path / f"{n}.png", n) for n in range(9)]
    ready.open_paths(paths)
    idle()
    queue = [(item.label, item.probability) for item in ready._queue.items]
    assert all(item.thumbnail is not None for item in ready._queue.items)
    ready.close_all()
    alone = []
    for path in paths:
        ready.open_paths([path])
        idle()
        best = ready.prediction.top(1)[0]  # type: ignore[union-attr]
        alone.append((best.label, best.probability))
    assert queue == alone


def test_that_the_first_of_many_is_answered_before_the_others(
    ready: Workspace, heard: Heard, idle: Idle, tmp_path: Path
) -> None:
    ready.open_paths([paint(tmp_path / f"{n}.png", n) for n in range(8)])
    done: list[int] = []
    ready.prediction_changed.connect(
        lambda _: done.append(sum(i.state == "answered" for i in ready._queue.items))
    )
    idle()
    assert done[0] <= 2, "the current picture goes first"


def test_that_damaged_weights_leave_the_old_ones_answering(
    ready: Workspace, heard: Heard, idle: Idle, tmp_path: Path
) -> None:
    before = ready.network
    damaged = tmp_path / "damaged.safetensors"
    damaged.write_bytes(Path(weights_file()).read_bytes()[:5000])
    ready.load_weights(str(damaged))
    idle()
    assert [failure.action for failure in heard.failures] == ["Load weights"]
    assert "damaged.safetensors" in str(heard.failures[0].problem)
    ready.open_paths([paint(tmp_path / "a.png")])
    idle()
    assert ready.network is before
    assert not ready.is_stale


def test_that_a_cancelled_load_changes_nothing(
    ready: Workspace, idle: Idle, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, loading, go_on = ready.network, threading.Event(), threading.Event()
    load = Session.load

    def slow(*arguments: object) -> object:
        found = load(*arguments)  # type: ignore[arg-type]
        loading.set()
        assert go_on.wait(60)
        return found

    monkeypatch.setattr(Session, "load", slow)
    ready.load_weights(weights_file(2))
    assert loading.wait(60)
    ready.cancel()
    go_on.set()
    idle()
    assert ready.network is before
    ready.open_paths([paint(tmp_path / "a.png")])
    idle()
    assert not ready.is_stale
    assert ready.prediction.weights_sha256 == before.weights.sha256  # type: ignore[union-attr]


def test_that_cancelling_stops_the_queue_and_keeps_what_is_shown(
    ready: Workspace, qtbot: QtBot, idle: Idle, tmp_path: Path
) -> None:
    ready.open_paths([paint(tmp_path / f"{n}.png", n) for n in range(40)])
    qtbot.waitUntil(lambda: ready.prediction is not None, timeout=PATIENCE)
    shown = ready.picture
    ready.cancel()
    idle()
    states = [item.state for item in ready._queue.items]
    assert "waiting" not in states
    assert "stopped" in states
    assert ready.picture is shown
    assert not ready.is_stale
    last = ready._queue.items[-1]
    ready.show_item(last.key)
    idle()
    assert ready._queue.items[-1].state == "answered", "a stopped picture is answered when shown"


def test_that_closing_a_picture_shows_its_neighbour_and_at_last_nothing(
    ready: Workspace, heard: Heard, idle: Idle, tmp_path: Path
) -> None:
    ready.open_paths([paint(tmp_path / f"{n}.png", n) for n in range(3)])
    idle()
    names = []
    while ready.picture is not None:
        names.append(ready.picture.name)
        ready.close_picture()
        idle()
    assert names == ["0.png", "1.png", "2.png"]
    assert heard.all("prediction")[-1] is None
    assert heard.all("heatmap")[-1] is None
    assert ready._queue.items == ()


def test_that_the_window_says_what_is_waited_for_and_then_nothing(
    workspace: Workspace, lanes: Lanes, idle: Idle, tmp_path: Path
) -> None:
    said: list[str] = []
    workspace.busy_changed.connect(said.append)
    workspace.load_weights(weights_file())
    workspace.open_paths([paint(tmp_path / "a.png")])
    idle()
    assert {"Load weights", "Open", "Classify"} <= set(said)
    assert said[-1] == ""
