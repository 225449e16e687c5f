"""Pictures whose answers were cancelled: the filmstrip says so, and choosing one asks again."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from tests.gui.workbench import paint, wait_idle
from xception_gui.gui.lanes import Job, Lanes
from xception_gui.gui.main_window import MainWindow
from xception_gui.gui.picture_queue import PictureQueue
from xception_gui.gui.sources import Source


@pytest.fixture
def stopped(lanes: Lanes) -> PictureQueue:
    def hear(*_told: object) -> None:
        """Nobody looks."""

    made = PictureQueue(lanes, hear, hear, hear, hear)
    made.set_current(made.add(Source(f"{n}.png") for n in range(3))[0])
    made.stop()
    return made


def states(queue: PictureQueue) -> list[str]:
    return [item.state for item in queue.items]


def test_that_a_stopped_picture_waits_again_when_it_is_chosen(stopped: PictureQueue) -> None:
    first, second, _ = (item.key for item in stopped.items)
    stopped.set_current(second)
    assert states(stopped) == ["stopped", "waiting", "stopped"]
    stopped.set_current(first)
    assert states(stopped) == ["waiting", "waiting", "stopped"], "left unanswered, it joins"


def test_that_what_is_shown_is_not_asked_again_by_itself(stopped: PictureQueue) -> None:
    stopped.set_current(stopped.current)
    assert states(stopped) == ["stopped"] * 3


def test_that_the_filmstrip_says_what_was_stopped(
    qtbot: QtBot, ready_window: MainWindow, tmp_path: Path
) -> None:
    window, free = ready_window, threading.Event()
    window.lanes.submit("model", Job("Wait", lambda: free.wait(60), lambda _done: None))
    window.workspace.open_paths([paint(tmp_path / "a.png"), paint(tmp_path / "b.png", 1)])
    film = window.classify.filmstrip
    qtbot.waitUntil(lambda: film.count() == 2 and bool(window.workspace.picture), timeout=60_000)
    assert [film.item(place).state for place in range(2)] == ["waiting"] * 2
    window.workspace.cancel()
    free.set()
    wait_idle(qtbot, window.lanes)
    qtbot.wait(60)  # the queue is told in bundles
    assert [film.item(place).state for place in range(2)] == ["stopped"] * 2
