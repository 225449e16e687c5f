"""An exception anywhere: it is logged, told under the action's name, and the window lives on.

Row 9 of the reliability figures. Every command and every job of the lanes is tried here; of the
slots one in five, and all of them under ``XCEPTION_GUI_SOAK=1``.
"""

from __future__ import annotations

import inspect
import os
import sys
from operator import attrgetter
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from tests.gui.workbench import (
    PATIENCE,
    close_window,
    load,
    open_window,
    paint,
    show,
    wait_idle,
    weights_file,
)
from xception_gui.base import XceptionConfig
from xception_gui.gui import sources
from xception_gui.gui.actions import TABLE, Entry
from xception_gui.gui.app import _report_exceptions
from xception_gui.gui.film import Film
from xception_gui.gui.history_window import HistoryWindow
from xception_gui.gui.language import tr
from xception_gui.gui.main_window import MainWindow
from xception_gui.gui.modules import Modules
from xception_gui.gui.session import Session
from xception_gui.gui.status import Status

WORDS = "injected mistake"


class Injected(Exception):
    """Nothing else raises this."""


def broken(*_given: Any, **_named: Any) -> Any:
    raise Injected(WORDS)


COMMANDS = [entry for entry in TABLE if not entry.menu.endswith("/*")]


@pytest.mark.parametrize("entry", COMMANDS, ids=lambda entry: entry.id)
def test_that_a_broken_command_is_told_by_its_name(
    window: MainWindow,
    entry: Entry,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    owner, _, method = entry.call.rpartition(".")
    commands = attrgetter(owner)(window.commands) if owner else window.commands
    monkeypatch.setattr(type(commands), method, broken)
    action = window.menu_actions.action(entry.id)
    action.setEnabled(True)
    action.trigger()
    assert WORDS in window.banner.text()
    assert window.banner.text().startswith(tr(entry.text.removesuffix("…")))
    assert WORDS in caplog.text
    assert window.isVisible()


JOBS = {
    "load": "Load weights",
    "build": "Make a network",
    "muted": "Take out parts",
    "muted_blocks": "Take out each block",
    "measure": "Measure the modules",
    "move": "Change the device",
    "predict": "Classify",
    "explain": "Heat map",
    "features": "Feature maps",
    "relevance": "Gradient × activation",
    "weigh": "Count the weights",
    "evaluate": "Evaluate",
    "set_threads": "Set the CPU threads",
}


def test_that_every_job_of_the_network_is_tried() -> None:
    public = {name for name, _ in inspect.getmembers(Session, inspect.isfunction)}
    tried = {name for name in public if not name.startswith("_")}
    assert tried == set(JOBS)


@pytest.mark.parametrize("name", JOBS)
def test_that_a_broken_job_is_told_by_its_action_and_the_next_one_is_done(
    qtbot: QtBot,
    ready_window: MainWindow,
    tmp_path: Path,
    name: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    work = ready_window.workspace
    with monkeypatch.context() as patch:
        patch.setattr(Session, name, broken)
        told: list[tuple[str, str]] = []
        work.failed.connect(lambda failure: told.append((failure.action, failure.cause)))
        use(qtbot, ready_window, paint(tmp_path / "a.png"))
        work.load_weights(weights_file(2))
        wait_idle(qtbot, ready_window.lanes)
        work.set_threads(1)
        work.move_network("cpu", "bfloat16")
        wait_idle(qtbot, ready_window.lanes)
        work.build_network(XceptionConfig(width=0.03, num_classes=2), 72, "cpu", "float32")
        wait_idle(qtbot, ready_window.lanes)
    assert (JOBS[name], f"Injected: {WORDS}") in told
    load(qtbot, ready_window, weights_file(3))
    show(qtbot, ready_window, paint(tmp_path / "b.png", 7))
    assert work.picture is not None
    assert work.picture.name == "b.png"
    assert not work.is_stale


@pytest.mark.parametrize("name", ["survey", "open_source", "read_examples"])
def test_that_a_broken_job_of_the_files_is_told(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in list(sys.modules.values()):
        there = vars(module).get(name) if hasattr(module, "__dict__") else None
        if there is getattr(sources, name) and module is not sources:
            monkeypatch.setattr(module, name, broken)
    window.offer_examples()
    window.workspace.open_paths([paint(tmp_path / "a.png")])
    wait_idle(qtbot, window.lanes)
    assert WORDS in window.banner.text()
    assert window.isVisible()


def use(qtbot: QtBot, window: MainWindow, photo: str) -> None:
    """A little of everything that a user does."""
    work = window.workspace
    show(qtbot, window, photo)
    work.maps.set_active(True)
    work.select_module("middle.block4")
    work.explain_class(2)
    work.explain_layer("middle")
    wait_idle(qtbot, window.lanes)
    work.maps.set_relevant(True)
    wait_idle(qtbot, window.lanes)
    window.commands.pages.show_worth()
    window.change_settings(diagram_metric="zeros")
    window.show_tab("diagram")
    wait_idle(qtbot, window.lanes)
    for name in ("cat", "dog"):
        paint(Path(photo).with_name("set") / name / "1.png")
    work.evaluate(str(Path(photo).with_name("set")))
    wait_idle(qtbot, window.lanes)


OWNERS: tuple[type, ...] = (MainWindow, Modules, Film, Status, HistoryWindow)
SLOTS = [
    (owner, name)
    for owner in OWNERS
    for name, function in vars(owner).items()
    if inspect.isfunction(function) and name.startswith("_show")
]
TRIED = SLOTS if os.environ.get("XCEPTION_GUI_SOAK") else SLOTS[::5]


@pytest.mark.qt_no_exception_capture
@pytest.mark.parametrize(("owner", "name"), TRIED, ids=lambda part: getattr(part, "__name__", part))
def test_that_the_window_lives_on_with_a_broken_slot(
    qtbot: QtBot,
    tmp_path: Path,
    owner: type,
    name: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    window = open_window(tmp_path / "settings.toml")
    with monkeypatch.context() as patch:
        patch.setattr(owner, name, broken)
        _report_exceptions(window)
        window.workspace.load_weights(weights_file())
        wait_idle(qtbot, window.lanes)
        use(qtbot, window, paint(tmp_path / "a.png"))
    work = window.workspace
    assert window.isVisible()
    qtbot.waitUntil(lambda: work.prediction is not None, timeout=PATIENCE)
    close_window(window)
