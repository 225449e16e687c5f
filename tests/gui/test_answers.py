"""What is asked for comes; what is stale never stands there as an answer."""

from __future__ import annotations

import contextlib
import json
import shutil
import threading
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from tests.gui.workbench import Heard, Idle, paint, show, weights_file
from xception_gui.base import Problem
from xception_gui.explanation import explain
from xception_gui.gui.answers import LAST_ACTIVATION, is_explainable
from xception_gui.gui.facts import facts
from xception_gui.gui.main_window import MainWindow
from xception_gui.gui.session import Session
from xception_gui.gui.workspace import Workspace
from xception_gui.images import open_picture, prepare
from xception_gui.inference import Engine
from xception_gui.inspection import module_tree
from xception_gui.weights import load_weights


def test_that_the_last_activation_is_the_models() -> None:
    from xception_gui.model.xception import LAST_ACTIVATION as OF_MODEL

    assert LAST_ACTIVATION == OF_MODEL


@pytest.mark.parametrize("size", [48, 8])
def test_that_what_is_offered_can_be_explained_and_nothing_else_can(
    tmp_path: Path, size: int
) -> None:
    engine = Engine(load_weights(weights_file(1, size)), "cpu", "float32")
    opened = open_picture(paint(tmp_path / "a.png"))
    prepared = prepare(opened.image, engine.weights.preprocessing, opened.picture.image_id)
    rows = [row for row in module_tree(engine.weights.config, size).walk() if row.path]
    late = [row for row in rows if row.flow in ("exit", "classifier")]
    assert {row.output_shape[1:] for row in late} == {(), (1, 1), late[0].output_shape[1:]}
    for row in late:
        told = contextlib.nullcontext() if is_explainable(row) else pytest.raises(Problem)
        with told:
            explain(engine, prepared, 0, row.path)


def test_that_the_pool_is_neither_offered_nor_a_module_to_explain(
    qtbot: QtBot, ready_window: MainWindow, tmp_path: Path
) -> None:
    show(qtbot, ready_window, paint(tmp_path / "a.png"))
    assert "exit.act4" in ready_window.classify.heat_band._layers
    assert "classifier.pool" not in ready_window.classify.heat_band._layers
    told = []
    for path in ("exit.act4", "classifier.pool"):
        ready_window.workspace.select_module(path)
        told.append("module" in facts(ready_window))
    assert told == [True, False]


def test_that_a_layer_that_has_one_place_in_another_network_is_left(
    ready: Workspace, heard: Heard, idle: Idle, tmp_path: Path
) -> None:
    ready.open_paths([paint(tmp_path / "a.png")])
    ready.explain_layer("exit.sepconv3")
    idle()
    ready.load_weights(weights_file(1, 8))
    idle()
    assert heard.failures == []
    assert ready.heatmap is not None
    assert ready.heatmap.layer == LAST_ACTIVATION


def test_that_the_top_class_is_explained_without_a_second_pass(
    ready: Workspace, idle: Idle, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr(Session, "explain")
    passes = count_passes(monkeypatch)
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
    passes = count_passes(monkeypatch)
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


def test_that_a_picture_seen_before_needs_no_second_prediction(
    ready: Workspace, idle: Idle, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ready.open_paths([paint(tmp_path / "a.png", 1), paint(tmp_path / "b.png", 2)])
    idle()
    passes = count_passes(monkeypatch)
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


def test_that_the_input_of_the_network_before_is_not_this_ones(
    ready: Workspace, idle: Idle, tmp_path: Path
) -> None:
    ready.open_paths([paint(tmp_path / "a.png")])
    idle()
    inputs = list[object]()
    ready.network_changed.connect(lambda _network: inputs.append(ready.prepared))
    ready.load_weights(weights_file(1, 64))
    idle()
    assert inputs == [None]
    assert ready.prepared is not None


def test_that_a_late_failure_is_not_told_of_the_picture_that_is_answered(
    qtbot: QtBot,
    ready: Workspace,
    idle: Idle,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    ready.open_paths([paint(tmp_path / "a.png")])
    idle()
    first, free = ready.pictures[0].key, threading.Event()

    def fail(*_given: object) -> None:
        free.wait(60)
        raise MemoryError

    monkeypatch.setattr(Session, "predict", fail)
    ready.open_paths([paint(tmp_path / "b.png", 1)])
    qtbot.waitUntil(lambda: ready.picture is not None and ready.picture.name == "b.png")
    ready.show_item(first)
    qtbot.waitUntil(lambda: ready.picture is not None and ready.picture.name == "a.png")
    free.set()
    idle()
    assert ready.pictures[0].state == "answered"
    assert not ready.is_stale


def count_passes(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """Arguments of every forward pass from now on; it is carried out."""
    from xception_gui.inference.engine import Engine

    original, calls = Engine._pass, []

    def counted(*arguments: Any) -> object:
        calls.append(arguments[1:])
        return original(*arguments)

    monkeypatch.setattr(Engine, "_pass", counted)
    return calls


def test_that_classes_named_beside_the_file_name_the_answers_to_known_pictures(
    ready: Workspace, idle: Idle, tmp_path: Path
) -> None:
    """The numbers of the network are the same, and so are those of the answer: not its words."""
    path, names = tmp_path / "own.safetensors", ["ant", "bee", "cow", "doe", "elk"]
    shutil.copy(weights_file(), path)
    ready.load_weights(str(path))
    ready.open_paths([paint(tmp_path / "a.png")])
    idle()
    before = ready.prediction
    assert before is not None
    (tmp_path / "own.safetensors.json").write_text(json.dumps(names))
    ready.load_weights(str(path))
    idle()
    after, heatmap = ready.prediction, ready.heatmap
    assert after is not None
    assert heatmap is not None
    assert after.logits.tolist() == before.logits.tolist()
    assert after.labels == tuple(names)
    assert heatmap.label == after.top(1)[0].label
