"""The owner of state: what is asked for comes, what is stale never stands there as an answer."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from pytestqt.qtbot import QtBot

from tests.gui.workbench import CLASSES, PATIENCE, Heard, paint, weights_file
from xception_gui.gui.answers import LAST_ACTIVATION
from xception_gui.gui.drop import Dropped, Pixels
from xception_gui.gui.lanes import Lanes
from xception_gui.gui.session import Session
from xception_gui.gui.sources import ClassFolderSet
from xception_gui.gui.workspace import Workspace

Idle = Callable[[], None]


@pytest.fixture
def heard(workspace: Workspace) -> Heard:
    return Heard(workspace)


@pytest.fixture
def ready(workspace: Workspace, heard: Heard, idle: Idle) -> Workspace:
    workspace.load_weights(weights_file())
    idle()
    assert workspace.network is not None, heard.failures
    return workspace


def test_that_the_last_activation_is_the_models() -> None:
    from xception_gui.model.xception import LAST_ACTIVATION as OF_MODEL

    assert LAST_ACTIVATION == OF_MODEL


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


def test_that_the_top_class_is_explained_without_a_second_pass(
    ready: Workspace, idle: Idle, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr(Session, "explain")
    passes = count_calls(monkeypatch, "xception_gui.inference.engine", "Engine", "_pass")
    ready.open_paths([paint(tmp_path / "a.png")])
    idle()
    assert len(passes) == 1
    assert ready.heatmap is not None
    assert ready.prediction is not None
    assert ready.heatmap.class_index == ready.prediction.top(1)[0].index
    assert ready.heatmap.layer == LAST_ACTIVATION


def test_that_another_class_asks_for_its_heat_map_alone(
    ready: Workspace, heard: Heard, idle: Idle, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ready.open_paths([paint(tmp_path / "a.png")])
    idle()
    passes = count_calls(monkeypatch, "xception_gui.inference.engine", "Engine", "_pass")
    other = ready.prediction.top(2)[1].index  # type: ignore[union-attr]
    ready.explain_class(other)
    idle()
    assert passes == []
    assert len(heard.all("prediction")) == 1
    assert ready.heatmap is not None
    assert (ready.heatmap.class_index, ready.heatmap.method) == (other, "cam")


def test_that_another_layer_is_explained_and_stays_for_the_next_picture(
    ready: Workspace, idle: Idle, tmp_path: Path
) -> None:
    ready.open_paths([paint(tmp_path / "a.png")])
    idle()
    ready.explain_layer("entry.block2")
    idle()
    assert ready.heatmap is not None
    assert (ready.heatmap.layer, ready.heatmap.method) == ("entry.block2", "grad-cam")
    ready.open_paths([paint(tmp_path / "b.png", 1)])
    idle()
    assert ready.heatmap.layer == "entry.block2"
    assert ready.heatmap.origin == ready.prediction.origin  # type: ignore[union-attr]


def test_that_a_layer_without_a_map_says_so_and_the_heat_map_stays(
    ready: Workspace, heard: Heard, idle: Idle, tmp_path: Path
) -> None:
    ready.open_paths([paint(tmp_path / "a.png")])
    idle()
    before = ready.heatmap
    ready.explain_layer("classifier.fc")
    idle()
    assert [failure.action for failure in heard.failures] == ["Heat map"]
    assert ready.heatmap is before
    ready.explain_class(0)
    idle()
    assert ready.heatmap.layer == LAST_ACTIVATION  # type: ignore[union-attr]


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


def test_that_a_picture_seen_before_needs_no_second_prediction(
    ready: Workspace, idle: Idle, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ready.open_paths([paint(tmp_path / "a.png", 1), paint(tmp_path / "b.png", 2)])
    idle()
    passes = count_calls(monkeypatch, "xception_gui.inference.engine", "Engine", "_pass")
    ready.show_neighbour(1)
    idle()
    ready.show_neighbour(-1)
    idle()
    assert passes == []
    assert ready.picture.name == "a.png"  # type: ignore[union-attr]
    assert ready.heatmap.origin == ready.prediction.origin  # type: ignore[union-attr]


def test_that_no_wrong_pair_is_ever_told_as_current(
    ready: Workspace, heard: Heard, idle: Idle, tmp_path: Path
) -> None:
    """Picture, network, class and layer change faster than answers come."""
    wrong: list[str] = []

    def check(_value: object = None) -> None:
        shown = (ready.picture, ready.network, ready.prediction, ready.heatmap)
        picture, network, prediction, heatmap = shown
        if prediction is None or ready.is_stale:
            return
        ids = (prediction.origin.image_id, prediction.origin.state_id)
        if picture is None or network is None or ids != (picture.image_id, network.state_id):
            wrong.append(f"answer of {ids[0][:8]}")
        if prediction.weights_sha256 != network.weights.sha256:  # type: ignore[union-attr]
            wrong.append("answer of other weights")
        assert heatmap is None or heatmap.origin.image_id

    for signal in (ready.picture_changed, ready.prediction_changed, ready.heatmap_changed):
        signal.connect(check)
    ready.open_paths([paint(tmp_path / f"{n}.png", n) for n in range(4)])
    idle()
    for turn in range(3):
        ready.show_neighbour(1)
        ready.load_weights(weights_file(2 - turn % 2))
        ready.explain_class(turn)
        ready.show_neighbour(1)
        ready.explain_layer(("entry.block2", LAST_ACTIVATION)[turn % 2])
        ready.show_neighbour(-1)
    idle()
    assert wrong == []
    assert not ready.is_stale
    assert ready.heatmap.origin == ready.prediction.origin  # type: ignore[union-attr]


def test_that_the_answer_is_stale_until_the_new_network_has_spoken(
    ready: Workspace, heard: Heard, idle: Idle, tmp_path: Path
) -> None:
    ready.open_paths([paint(tmp_path / "a.png")])
    idle()
    stale: list[bool] = []
    ready.stale_changed.connect(stale.append)
    ready.load_weights(weights_file(2))
    idle()
    assert stale[0] is True
    assert stale[-1] is False
    network, prediction = ready.network, ready.prediction
    assert prediction.origin.state_id == network.state_id  # type: ignore[union-attr]


def test_that_other_preprocessing_prepares_the_picture_again(
    ready: Workspace, idle: Idle, tmp_path: Path
) -> None:
    ready.open_paths([paint(tmp_path / "a.png")])
    idle()
    ready.load_weights(weights_file(1, 64))
    idle()
    assert ready.prepared is not None
    assert ready.prepared.values.shape == (3, 64, 64)
    assert not ready.is_stale


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
    assert [item.source.name for item in workspace._queue.items] == ["a.png"]
    assert not workspace.is_stale


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


def count_calls(
    monkeypatch: pytest.MonkeyPatch, module: str, owner: str, name: str
) -> list[object]:
    """Arguments of every call from now on; the calls are carried out."""
    import importlib

    kind = getattr(importlib.import_module(module), owner)
    original, calls = getattr(kind, name), []

    def counted(*arguments: object) -> object:
        calls.append(arguments[1:])
        return original(*arguments)

    monkeypatch.setattr(kind, name, counted)
    return calls
