"""What is dropped, chosen or pasted is told apart, and what cannot be opened takes nothing away."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from pytestqt.qtbot import QtBot

from tests.gui.workbench import Heard, Idle, decoding_waits, paint, weights_file
from xception_gui.gui.drop import Dropped, Pixels
from xception_gui.gui.sources import ClassFolderSet
from xception_gui.gui.workspace import Workspace


def test_that_the_previous_picture_stays_and_the_other_files_are_answered(
    ready: Workspace, heard: Heard, idle: Idle, tmp_path: Path
) -> None:
    ready.open_paths([paint(tmp_path / "first.png")])
    idle()
    first = ready.picture
    broken = tmp_path / "broken.png"
    broken.write_bytes((tmp_path / "first.png").read_bytes()[:200])
    ready.open_paths([str(broken), paint(tmp_path / "a.png", 1), paint(tmp_path / "b.png", 2)])
    idle()
    assert ready.picture is first
    assert not ready.is_stale
    assert "broken.png" in str(heard.failures[0].problem)
    answered = [(item.source.name, item.state) for item in ready._queue.items]
    assert answered == [("first.png", "answered"), ("a.png", "answered"), ("b.png", "answered")]


def test_that_without_a_previous_picture_the_next_good_one_is_shown(
    ready: Workspace, heard: Heard, idle: Idle, tmp_path: Path
) -> None:
    bad = tmp_path / "bad.png"
    bad.write_bytes(b"\x89PNG\r\n\x1a\n" + b"x" * 50)
    ready.open_paths([str(bad), paint(tmp_path / "good.png")])
    idle()
    assert ready.picture is not None
    assert ready.picture.name == "good.png"
    assert len(heard.failures) == 1


def test_that_class_folders_are_asked_about_and_can_be_classified(
    ready: Workspace, idle: Idle, tmp_path: Path
) -> None:
    for name in ("cat", "dog"):
        paint(tmp_path / "set" / name / "1.png", len(name))
    asked: list[ClassFolderSet] = []
    ready.classes_found.connect(asked.append)
    ready.open_paths([str(tmp_path / "set")])
    idle()
    assert asked == [ClassFolderSet(str(tmp_path / "set"), "set", 2, 2)]
    assert ready.picture is None
    ready.open_paths([asked[0].path], as_pictures=True)
    idle()
    assert [item.state for item in ready._queue.items] == ["answered", "answered"]


def test_that_weights_among_the_dropped_files_are_told_apart(
    ready: Workspace, idle: Idle, tmp_path: Path
) -> None:
    found: list[str] = []
    ready.weights_found.connect(found.append)
    ready.open_paths([weights_file(), paint(tmp_path / "a.png")])
    idle()
    assert found == [weights_file()]
    assert ready.picture is not None


def test_that_pasted_pixels_are_answered_as_the_file_is(
    ready: Workspace, idle: Idle, tmp_path: Path
) -> None:
    path = paint(tmp_path / "a.png")
    ready.open_paths([path])
    idle()
    of_file = ready.prediction
    rgba = np.asarray(Image.open(path).convert("RGBA"))
    height, width, _ = rgba.shape
    ready.open_dropped(Dropped(pixels=Pixels(rgba.tobytes(), width, height)))
    idle()
    assert ready.picture.path == ""  # type: ignore[union-attr]
    assert ready.prediction is not of_file
    np.testing.assert_array_equal(ready.prediction.logits, of_file.logits)  # type: ignore[union-attr]


def test_that_a_file_that_vanished_from_the_queue_says_so(
    workspace: Workspace, heard: Heard, idle: Idle, tmp_path: Path
) -> None:
    first, second = paint(tmp_path / "a.png", 1), paint(tmp_path / "b.png", 2)
    workspace.open_paths([first, second])
    idle()
    Path(second).unlink()
    workspace.load_weights(weights_file())
    idle()
    assert "b.png" in str(heard.failures[0].problem)
    assert _states(workspace) == {"a.png": "answered", "b.png": "failed"}
    assert not workspace.is_stale


@pytest.mark.parametrize("count", [1, 3])
def test_that_pictures_given_up_before_the_first_is_decoded_are_closed_and_can_come_back(
    qtbot: QtBot,
    ready: Workspace,
    idle: Idle,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    count: int,
) -> None:
    free = decoding_waits(monkeypatch)
    ready.open_paths([paint(tmp_path / f"{n}.png", n) for n in range(count)])
    qtbot.waitUntil(lambda: len(ready.pictures) == count)
    ready.cancel()
    free.set()
    idle()
    assert (ready.pictures, ready.picture) == ((), None)
    ready.undo_stack.undo()
    idle()
    assert ready.picture is not None
    assert {item.state for item in ready.pictures} == {"answered"}


def test_that_pictures_outlive_their_disk_and_are_answered_when_it_is_back(
    ready: Workspace, heard: Heard, idle: Idle, tmp_path: Path
) -> None:
    disk, away = tmp_path / "disk", tmp_path / "away"
    disk.mkdir()
    ready.open_paths([paint(disk / f"{name}.png", n) for n, name in enumerate("abc")])
    idle()
    shown = ready.picture
    disk.rename(away)
    ready.load_weights(weights_file(2, 72))
    idle()
    assert heard.failures
    assert set(_states(ready).values()) == {"failed"}
    assert ready.picture is shown
    assert ready.is_stale, "the answer is that of the weights before"
    away.rename(disk)
    ready.show_item(ready.pictures[0].key)
    idle()
    ready.show_item(ready.pictures[1].key)
    idle()
    assert _states(ready) == {"a.png": "answered", "b.png": "answered", "c.png": "failed"}
    assert not ready.is_stale


def test_that_closing_the_picture_shown_leaves_none_that_cannot_be_read(
    ready: Workspace, idle: Idle, tmp_path: Path
) -> None:
    ready.open_paths([paint(tmp_path / f"{name}.png", n) for n, name in enumerate("abc")])
    idle()
    for name in "bc":
        (tmp_path / f"{name}.png").unlink()
    ready.load_weights(weights_file(2, 72))
    idle()
    assert _states(ready) == {"a.png": "answered", "b.png": "failed", "c.png": "failed"}
    ready.close_picture()
    idle()
    assert ready.picture is None
    assert _states(ready) == {"b.png": "failed", "c.png": "failed"}


def _states(workspace: Workspace) -> dict[str, str]:
    return {item.source.name: item.state for item in workspace.pictures}
