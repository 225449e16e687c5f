"""What arrives late, after the user has gone on, is neither shown nor lost."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.gui.workbench import PATIENCE, Idle, choose, paint, weights_file
from xception_gui.base.preprocessing import steps_id
from xception_gui.gui.lanes import Job
from xception_gui.gui.main_window import MainWindow
from xception_gui.gui.session import Session
from xception_gui.gui.workspace import Workspace
from xception_gui.weights import load_weights


@pytest.fixture
def two(ready: Workspace, idle: Idle, tmp_path: Path) -> Workspace:
    """Two pictures; the first is shown, the second has never been decoded for it."""
    ready.open_paths([paint(tmp_path / f"{name}.png", seed) for seed, name in enumerate("ab")])
    idle()
    ready._opening.forget([item.key for item in ready.pictures][1:])
    return ready


def test_that_a_picture_which_was_left_before_it_was_decoded_does_not_come_back(
    two: Workspace, idle: Idle
) -> None:
    first, second = (item.key for item in two.pictures)
    two.show_item(second)
    two.show_item(first)
    idle()
    assert two.picture is not None
    assert two.picture.name == "a.png"
    two.show_item(second)
    two.close_all()
    idle()
    assert two.picture is None


def test_that_a_cancelled_answer_comes_when_its_picture_is_chosen_again(
    ready: Workspace, idle: Idle, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked, go_on, real = threading.Event(), threading.Event(), Session.predict

    def slow(*arguments: Any) -> Any:
        asked.set()
        assert go_on.wait(60)
        return real(*arguments)

    monkeypatch.setattr(Session, "predict", slow)
    ready.open_paths([paint(tmp_path / "a.png")])
    while not asked.wait(0.01):
        QApplication.processEvents()
    ready.cancel()
    go_on.set()
    idle()
    assert ready.prediction is None
    ready.show_item(ready.pictures[0].key)
    idle()
    assert ready.prediction is not None
    assert not ready.is_stale


def test_that_a_copy_of_a_picture_has_its_own_name(
    ready: Workspace, idle: Idle, tmp_path: Path
) -> None:
    original = paint(tmp_path / "a.png")
    copy = shutil.copy(original, tmp_path / "copy.png")
    ready.open_paths([original])
    idle()
    ready.open_paths([str(copy)])
    idle()
    assert ready.picture is not None
    assert ready.picture.name == "copy.png"


def test_that_maps_are_made_only_of_what_their_network_receives(
    ready: Workspace, idle: Idle, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    received, real = list[str](), Session.features

    def noted(self: Session, state: str, prepared: Any, paths: Any) -> Any:
        received.append(prepared.preprocessing_id)
        return real(self, state, prepared, paths)

    monkeypatch.setattr(Session, "features", noted)
    ready.open_paths([paint(tmp_path / "a.png")])
    idle()
    ready.maps.set_active(True)
    ready.select_module("exit.act4")
    idle()
    ready.load_weights(weights_file(2, 40))
    idle()
    assert ready.network is not None
    other = steps_id(ready.network.weights.preprocessing)
    assert len(received) == 2
    assert received[1] == other != received[0]


def test_that_a_device_chosen_while_weights_load_is_theirs(
    workspace: Workspace, idle: Idle
) -> None:
    workspace.load_weights(weights_file())
    workspace.move_network("cpu", "bfloat16")
    idle()
    assert workspace.network is not None
    assert workspace.network.precision == "bfloat16"
    workspace.load_weights(weights_file(2))
    workspace.move_network("cpu", "float32")
    idle()
    wanted = load_weights(weights_file(2)).weights.sha256
    assert workspace.network.weights.sha256 == wanted


def test_that_long_jobs_take_turns(ready: Workspace, idle: Idle) -> None:
    done = list[str]()

    def steps(name: str) -> Iterator[str]:
        yield from [name] * 3

    for name in ("a", "b"):
        job = Job("Long", partial(steps, name), done.append, bulk=True)
        ready._lanes.submit("train", job)
    idle()
    assert sorted(done) == list("aaabbb")
    assert done.index("b") < 3, "the second does not wait for the end of the first"


def test_that_a_window_closes_when_what_it_saves_is_written(
    qtbot: QtBot, ready_window: MainWindow, tmp_path: Path
) -> None:
    target = tmp_path / "mine.safetensors"
    ready_window.menu_actions.action("save-weights").trigger()
    choose(ready_window, target)
    ready_window.close()
    assert ready_window.isVisible()
    qtbot.waitUntil(lambda: not ready_window.isVisible(), timeout=PATIENCE)
    assert load_weights(target).weights.classes
