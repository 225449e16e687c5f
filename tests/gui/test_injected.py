"""An exception anywhere: it is logged, told under the action's name, and the window lives on.

Row 9 of the reliability figures. Here every command is tried, whatever is asked of the network, and
what reads files; slots, and jobs by where they are made: `test_injected_acts.py`.
"""

from __future__ import annotations

import inspect
import sys
from collections.abc import Callable, Iterator
from operator import attrgetter
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.gui.injected import WORDS, broken
from tests.gui.workbench import (
    PATIENCE,
    choose,
    close_window,
    load,
    open_window,
    paint,
    show,
    wait_idle,
    weights_file,
)
from xception_gui.base import XceptionConfig
from xception_gui.gui import sources, style
from xception_gui.gui.actions import TABLE, Entry
from xception_gui.gui.language import tr
from xception_gui.gui.main_window import MainWindow
from xception_gui.gui.session import Session

COMMANDS = [entry for entry in TABLE if not entry.menu.endswith("/*")]


@pytest.fixture(scope="module")
def lasting(tmp_path_factory: pytest.TempPathFactory, qapp: QApplication) -> Iterator[MainWindow]:
    """One window for all commands: it has to live on."""
    style.apply(qapp, "light")
    made = open_window(tmp_path_factory.mktemp("lasting") / "settings.toml")
    assert made.train_tab  # made when it is first wanted, and it stays, with its plots
    qapp.processEvents()
    yield made
    close_window(made)


@pytest.mark.parametrize("entry", COMMANDS, ids=lambda entry: entry.id)
def test_that_a_broken_command_is_told_by_its_name(
    lasting: MainWindow,
    entry: Entry,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    lasting.workspace.asked.emit()  # what was told before is history
    owner, _, method = entry.call.rpartition(".")
    commands = attrgetter(owner)(lasting.commands) if owner else lasting.commands
    monkeypatch.setattr(type(commands), method, broken)
    action = lasting.menu_actions.action(entry.id)
    action.setEnabled(True)
    action.trigger()
    assert WORDS in lasting.banner.text()
    assert lasting.banner.text().startswith(tr(entry.text.removesuffix("…")))
    assert WORDS in caplog.text
    assert lasting.isVisible()


def build(window: MainWindow) -> None:
    config = XceptionConfig(width=0.03, num_classes=2)
    window.workspace.build_network(config, 72, "cpu", "float32")


def look(window: MainWindow) -> None:
    """At the maps of a block, in the order of what they mean to the class."""
    window.workspace.maps.set_active(True)
    window.workspace.maps.set_relevant(True)
    window.workspace.select_module("middle.block4")


def colour(window: MainWindow) -> None:
    """The diagram by what is measured."""
    window.change_settings(diagram_metric="zeros")
    window.show_tab("diagram")


def judge(window: MainWindow) -> None:
    photo = window.workspace.picture
    assert photo is not None
    for name in ("cat", "dog"):
        paint(Path(photo.path).with_name("set") / name / "1.png")
    window.workspace.evaluate(str(Path(photo.path).with_name("set")))


def look_through(window: MainWindow) -> None:
    """The pictures of a folder for a chosen map."""
    window.chosen_channel = ("entry.block1", 2)
    window.commands.pages.show_top()
    picture = window.workspace.picture
    assert picture is not None
    choose(window, Path(picture.path).parent)


def point(window: MainWindow) -> None:
    """At a unit of a map."""
    window.chosen_channel = ("middle.block4", 0)
    window.commands.pages.show_field()


def hold(window: MainWindow) -> None:
    """The weights against others."""
    window.show_tab("compare")
    window.compare_tab.take_weights(weights_file(2))


def write_weights(window: MainWindow) -> None:
    """Into a file beside the picture."""
    picture = window.workspace.picture
    assert picture is not None
    window.menu_actions.action("save-weights").trigger()
    choose(window, Path(picture.path).with_name("w.safetensors"))


JOBS: dict[str, tuple[str, Callable[[MainWindow], object]]] = {
    "load": ("Load weights", lambda window: window.workspace.load_weights(weights_file(2))),
    "build": ("Make a network", build),
    "muted": ("Take out parts", lambda window: window.commands.pages.show_worth()),
    "muted_blocks": ("Take out each block", lambda window: window.commands.pages.show_worth()),
    "measure": ("Measure the modules", colour),
    "move": ("Change the device", lambda window: window.workspace.move_network("cpu", "bfloat16")),
    "predict": ("Classify", lambda window: None),  # opening the picture has done it
    "explain": ("Heat map", lambda window: window.workspace.explain_layer("middle")),
    "features": ("Feature maps", look),
    "relevance": ("Gradient × activation", look),
    "weigh": ("Count the weights", look),
    "evaluate": ("Evaluate", judge),
    "field": ("What does a unit see", point),
    "top_images": ("Look through the pictures", look_through),
    "engine": ("Compare", hold),
    "read": ("Compare", hold),
    "parity": ("Compare the conventions", lambda window: window.commands.pages.show_parity()),
    "copied": ("Save weights", write_weights),
    "set_threads": ("Set the CPU threads", lambda window: window.workspace.set_threads(1)),
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
    work, (action, cause) = ready_window.workspace, JOBS[name]
    told: list[tuple[str, str]] = []
    work.failed.connect(lambda failure: told.append((failure.action, failure.cause)))
    with monkeypatch.context() as patch:
        patch.setattr(Session, name, broken)
        show(qtbot, ready_window, paint(tmp_path / "a.png"))
        cause(ready_window)
        # Some jobs are submitted only when a selection has stayed for a moment.
        qtbot.waitUntil(lambda: (action, f"Injected: {WORDS}") in told, timeout=PATIENCE)
        wait_idle(qtbot, ready_window.lanes)
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
