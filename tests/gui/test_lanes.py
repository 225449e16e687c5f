"""Stop, fail and wait: what the window's threads promise."""

from __future__ import annotations

import logging
import os
import sys
import threading
from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import QThread
from pytestqt.qtbot import QtBot

from xception_gui.base import Problem
from xception_gui.gui.lanes import STEP_BACK, Failure, Job, Lanes


@pytest.fixture
def lanes(qtbot: QtBot) -> Iterator[Lanes]:
    before = set(threading.enumerate())
    lanes = Lanes()
    yield lanes
    assert lanes.close()
    assert set(threading.enumerate()) <= before, "a lane left a thread behind"


def idle(qtbot: QtBot, lanes: Lanes) -> None:
    qtbot.waitUntil(lambda: not lanes.busy, timeout=10_000)


class Gate:
    """Work that stays in its lane until the test opens it."""

    def __init__(self) -> None:
        self.entered, self.opened = threading.Event(), threading.Event()

    def __call__(self) -> str:
        self.entered.set()
        assert self.opened.wait(10)
        return "gate"


def test_that_a_result_comes_back_to_the_gui_thread(qtbot: QtBot, lanes: Lanes) -> None:
    seen: list[tuple[Any, bool]] = []
    home = threading.get_ident()
    lanes.submit(
        "model",
        Job("Test", threading.get_ident, lambda r: seen.append((r, threading.get_ident() == home))),
    )
    idle(qtbot, lanes)
    assert seen[0][0] != home
    assert seen[0][1]
    assert QThread.currentThread() is not None


@pytest.mark.skipif(sys.platform != "linux", reason="a thread has no priority of its own here")
def test_that_the_gui_thread_goes_before_the_lanes_and_the_threads_they_start(
    qtbot: QtBot, lanes: Lanes
) -> None:
    def own() -> int:
        return os.getpriority(os.PRIO_PROCESS, threading.get_native_id())

    def inherited() -> tuple[int, int]:
        seen: list[int] = []
        thread = threading.Thread(target=lambda: seen.append(own()))
        thread.start()
        thread.join()
        return own(), seen[0]

    found: list[tuple[int, int]] = []
    before = own()
    lanes.submit("model", Job("look", inherited, found.append))
    idle(qtbot, lanes)
    assert found == [(min(19, before + STEP_BACK),) * 2]
    assert own() == before


def test_that_an_interactive_job_goes_between_two_items_of_a_bulk_job(
    qtbot: QtBot, lanes: Lanes
) -> None:
    order: list[str] = []
    gate = Gate()

    def bulk() -> Iterator[str]:
        yield gate()
        yield "second"

    lanes.submit("model", Job("Bulk", bulk, order.append, bulk=True))
    assert gate.entered.wait(10)
    lanes.submit("model", Job("Now", lambda: "interactive", order.append))
    gate.opened.set()
    idle(qtbot, lanes)
    assert order == ["gate", "interactive", "second"]


def test_that_bulk_jobs_leave_one_io_thread_free(qtbot: QtBot, lanes: Lanes) -> None:
    gates, seen = [Gate(), Gate()], []
    for gate in gates:
        lanes.submit("io", Job("Bulk", lambda g=gate: iter([g()]), seen.append, bulk=True))
    assert gates[0].entered.wait(10)
    lanes.submit("io", Job("Now", lambda: "interactive", seen.append))
    qtbot.waitUntil(lambda: seen == ["interactive"], timeout=10_000)
    assert not gates[1].entered.is_set()
    for gate in gates:
        gate.opened.set()
    idle(qtbot, lanes)
    assert seen == ["interactive", "gate", "gate"]


def test_that_only_the_latest_of_a_key_is_delivered(qtbot: QtBot, lanes: Lanes) -> None:
    gate, seen, begun = Gate(), [], []
    lanes.submit("model", Job("A", gate, seen.append, latest="picture"))
    assert gate.entered.wait(10)
    lanes.submit("model", Job("B", lambda: begun.append("B"), seen.append, latest="picture"))
    lanes.submit("model", Job("C", lambda: "C", seen.append, latest="picture"))
    lanes.submit("model", Job("D", lambda: "D", seen.append, latest="another key"))
    gate.opened.set()
    idle(qtbot, lanes)
    assert seen == ["C", "D"]
    assert begun == [], "a stale job was still begun"


def test_that_all_results_come_in_the_order_of_submission(qtbot: QtBot, lanes: Lanes) -> None:
    gate, seen = Gate(), []
    lanes.submit("io", Job("Slow", gate, seen.append))
    lanes.submit("io", Job("Quick", lambda: "quick", seen.append))
    lanes.submit("io", Job("Key", lambda: "keyed", seen.append, latest="key"))
    qtbot.waitUntil(lambda: seen == ["keyed"], timeout=10_000)
    gate.opened.set()
    idle(qtbot, lanes)
    assert seen == ["keyed", "gate", "quick"]


def test_that_a_cancelled_job_is_not_heard_of_again(qtbot: QtBot, lanes: Lanes) -> None:
    gate, seen, ended, closed = Gate(), [], [], []

    def bulk() -> Iterator[str]:
        try:
            yield "first"
            yield gate()
        finally:
            closed.append(threading.current_thread().name)

    lanes.submit(
        "model",
        Job("Bulk", bulk, seen.append, ended=lambda: ended.append(1), latest="queue", bulk=True),
    )
    qtbot.waitUntil(lambda: seen == ["first"], timeout=10_000)
    assert gate.entered.wait(10)
    lanes.cancel("queue")
    gate.opened.set()
    idle(qtbot, lanes)
    assert (seen, ended) == (["first"], [])
    assert closed == ["model-0"], "its finally ran in its own lane"


def test_that_a_cancelled_job_lets_go_of_its_things_before_another_begins(
    qtbot: QtBot, lanes: Lanes
) -> None:
    gate, order = Gate(), list[str]()

    def bulk() -> Iterator[str]:
        try:
            yield gate()
        finally:
            order.append("let go")

    lanes.submit("model", Job("Bulk", bulk, order.append, latest="queue", bulk=True))
    assert gate.entered.wait(10)
    lanes.submit("model", Job("Next", lambda: order.append("next"), lambda _none: None))
    lanes.cancel("queue")
    gate.opened.set()
    idle(qtbot, lanes)
    assert order == ["let go", "next"]


def test_that_a_problem_reaches_whoever_asked_or_the_window(qtbot: QtBot, lanes: Lanes) -> None:
    problem = Problem("config-value", field="a", value=1, cause="b", allowed="c")

    def work() -> None:
        raise problem

    asked: list[Failure] = []
    heard: list[Failure] = []
    lanes.failed.connect(heard.append)
    lanes.submit("io", Job("Open", work, asked.append, failed=asked.append))
    lanes.submit("io", Job("Save", work, asked.append))
    idle(qtbot, lanes)
    assert asked == [Failure("Open", problem, "")]
    assert heard == [Failure("Save", problem, "")]


@pytest.mark.parametrize("bulk", [False, True])
def test_that_a_mistake_of_ours_is_logged_and_named_and_the_lane_lives_on(
    qtbot: QtBot, lanes: Lanes, caplog: pytest.LogCaptureFixture, bulk: bool
) -> None:
    heard: list[Failure] = []
    lanes.failed.connect(heard.append)
    seen: list[int] = []
    with caplog.at_level(logging.ERROR):
        lanes.submit("model", Job("Divide", lambda: 1 // 0, seen.append, bulk=bulk))
        lanes.submit("model", Job("Go on", lambda: 2, seen.append))
        idle(qtbot, lanes)
    assert [failure.action for failure in heard] == ["Divide"]
    assert "ZeroDivisionError" in heard[0].cause
    assert "Traceback" in caplog.text
    assert seen == [2]


def test_that_a_receiver_that_fails_is_named_too(
    qtbot: QtBot, lanes: Lanes, caplog: pytest.LogCaptureFixture
) -> None:
    heard: list[Failure] = []
    lanes.failed.connect(heard.append)
    lanes.submit("model", Job("Show", lambda: "x", int))
    idle(qtbot, lanes)
    assert heard[0].action == "Show"
    assert "ValueError" in caplog.text


def test_that_closing_waits_for_the_running_job_and_begins_no_other(
    qtbot: QtBot, lanes: Lanes
) -> None:
    gate, begun, seen = Gate(), [], []
    lanes.submit("model", Job("Running", gate, seen.append))
    lanes.submit("model", Job("Waiting", lambda: begun.append(1), seen.append))
    assert gate.entered.wait(10)
    threading.Timer(0.05, gate.opened.set).start()
    assert lanes.close()
    assert (begun, seen) == ([], [])
    lanes.submit("model", Job("Late", lambda: begun.append(2), seen.append))
    assert begun == []


def test_that_closing_reports_a_job_that_does_not_end(
    qtbot: QtBot, caplog: pytest.LogCaptureFixture
) -> None:
    lanes, gate = Lanes(), Gate()
    lanes.submit("io", Job("Stuck", gate, print))
    assert gate.entered.wait(10)
    assert not lanes.close(seconds=0.05)
    assert "did not end" in caplog.text
    assert not lanes.close(), "asked again it is still so"
    gate.opened.set()
    for thread in threading.enumerate():
        if thread.name.startswith(("io-", "model-")):
            thread.join(10)


def test_that_many_quick_jobs_are_all_delivered(qtbot: QtBot, lanes: Lanes) -> None:
    """PySide once lost a reference per emission and aborted after about 550 of them."""
    seen: list[int] = []
    for number in range(2000):
        lanes.submit("io", Job("Count", lambda n=number: n, seen.append))
    idle(qtbot, lanes)
    assert seen == list(range(2000))


def test_that_a_lane_is_prepared_before_its_jobs_and_a_failure_is_told(qtbot: QtBot) -> None:
    done: list[str] = []
    ready = threading.Event()

    def prepare() -> None:
        if not ready.is_set():
            raise ImportError("torch is broken")
        done.append("prepared")

    lanes, heard = Lanes({"model": prepare}), []
    lanes.failed.connect(heard.append)
    lanes.submit("model", Job("Load", lambda: done.append("early"), done.append))
    idle(qtbot, lanes)
    assert [failure.cause for failure in heard] == ["ImportError: torch is broken"]
    ready.set()
    lanes.submit("model", Job("Load", lambda: "result", done.append))
    idle(qtbot, lanes)
    assert done == ["prepared", "result"]
    assert lanes.close()
