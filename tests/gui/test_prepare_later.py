"""What is imported in advance waits until nothing is under way."""

from __future__ import annotations

import threading

import pytest
from pytestqt.qtbot import QtBot

from tests.gui.workbench import wait_idle
from xception_gui.gui import app, rooms
from xception_gui.gui.lanes import Job
from xception_gui.gui.main_window import MainWindow


def test_that_nothing_is_prepared_while_pictures_are_answered(
    qtbot: QtBot, ready_window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    prepared, answered, work = list[str](), threading.Event(), ready_window.workspace
    monkeypatch.setattr(app, "LATER", 5)
    monkeypatch.setattr(rooms, "for_plots", lambda: prepared.append("plots"))
    monkeypatch.setattr(work, "prepare_reading", lambda: prepared.append("reader"))
    app._prepare_later(ready_window)
    wait = Job("A queue", lambda: answered.wait(20), lambda _none: None)
    ready_window.lanes.submit("model", wait)
    work.network_changed.emit(work.network)
    qtbot.wait(60)
    assert not prepared
    answered.set()
    qtbot.waitUntil(lambda: prepared == ["reader", "plots"])
    wait_idle(qtbot, ready_window.lanes)
