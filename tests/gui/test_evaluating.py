"""Labelled pictures judged in the window's lane: the same numbers, and the user goes first."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from tests.gui.workbench import PATIENCE, Heard, Idle, paint, weights_file
from xception_gui.gui.evaluating import Judged
from xception_gui.gui.workspace import Workspace
from xception_gui.images import ClassFolders
from xception_gui.inference import Engine, evaluate
from xception_gui.weights import load_weights


def painted(folder: Path, count: int = 6, names: tuple[str, ...] = ("cat", "dog", "ship")) -> str:
    """Class folders of noise."""
    for seed, name in enumerate(names * count):
        paint(folder / name / f"{seed}.png", seed)
    return str(folder)


def heard_of(workspace: Workspace) -> list[Judged]:
    found: list[Judged] = []
    workspace.evaluating.judged.connect(found.append)
    return found


def test_that_the_numbers_are_those_of_the_library(
    ready: Workspace, idle: Idle, tmp_path: Path
) -> None:
    found, path = heard_of(ready), painted(tmp_path / "set")
    ready.evaluate(path)
    idle()
    *_, expected = evaluate(Engine(load_weights(weights_file()), "cpu"), ClassFolders(path), 4)
    (judged,) = found
    assert (judged.name, judged.weights.name) == ("set", ready.network.weights.name)  # type: ignore[union-attr]
    np.testing.assert_array_equal(judged.evaluation.confusion, expected.confusion)  # type: ignore[union-attr]
    assert judged.evaluation.loss == expected.loss  # type: ignore[union-attr]
    assert judged.evaluation.worst == expected.worst  # type: ignore[union-attr]
    assert not ready.evaluating.is_running


def test_that_a_picture_is_answered_before_the_evaluation_ends(
    qtbot: QtBot, ready: Workspace, heard: Heard, idle: Idle, tmp_path: Path
) -> None:
    order: list[str] = []
    ready.prediction_changed.connect(lambda _prediction: order.append("answer"))
    ready.evaluating.judged.connect(lambda _judged: order.append("evaluation"))
    ready.evaluate(painted(tmp_path / "set", 20))
    qtbot.waitUntil(lambda: ready.evaluating.progress is not None, timeout=PATIENCE)
    ready.open_paths([paint(tmp_path / "a.png")])
    idle()
    assert order[-1] == "evaluation"
    assert "answer" in order
    assert not heard.failures


@pytest.mark.parametrize(("size", "at_once"), [(48, 4), (160, 1)])
def test_that_the_user_waits_for_few_pictures(
    workspace: Workspace, idle: Idle, tmp_path: Path, size: int, at_once: int
) -> None:
    done: list[int] = []
    workspace.evaluating.changed.connect(
        lambda: done.append(getattr(workspace.evaluating.progress, "done", 0))
    )
    workspace.load_weights(weights_file(1, size))
    workspace.evaluate(painted(tmp_path / "set", 2))
    idle()
    assert sorted(set(done)) == [0, *range(at_once, 6, at_once), 6]


def test_that_it_can_be_given_up(
    qtbot: QtBot, ready: Workspace, heard: Heard, idle: Idle, tmp_path: Path
) -> None:
    found = heard_of(ready)
    ready.evaluate(painted(tmp_path / "set", 20))
    qtbot.waitUntil(lambda: ready.evaluating.progress is not None, timeout=PATIENCE)
    ready.cancel()
    assert not ready.evaluating.is_running
    idle()
    assert found == []
    assert not heard.failures


def test_that_another_network_ends_it(
    qtbot: QtBot, ready: Workspace, idle: Idle, tmp_path: Path
) -> None:
    found, path = heard_of(ready), painted(tmp_path / "set", 20)
    ready.evaluate(path)
    qtbot.waitUntil(lambda: ready.evaluating.progress is not None, timeout=PATIENCE)
    with qtbot.waitSignal(ready.evaluating.given_up, timeout=PATIENCE):
        ready.load_weights(weights_file(2))
    idle()
    assert found == []


def test_that_it_waits_for_the_first_network(
    workspace: Workspace, idle: Idle, tmp_path: Path
) -> None:
    found = heard_of(workspace)
    workspace.evaluate(painted(tmp_path / "set", 1))
    assert workspace.evaluating.is_running
    workspace.load_weights(weights_file())
    idle()
    assert [judged.evaluation.count for judged in found] == [3]


def test_that_classes_which_differ_are_told(
    ready: Workspace, heard: Heard, idle: Idle, tmp_path: Path
) -> None:
    ready.evaluate(painted(tmp_path / "set", 1, ("oak", "pine")))
    idle()
    (failure,) = heard.failures
    assert failure.action == "Evaluate"
    assert failure.problem is not None
    assert failure.problem.code == "classes-differ"
    assert not ready.evaluating.is_running


def test_that_what_has_been_judged_is_not_given_up(
    ready: Workspace, idle: Idle, tmp_path: Path
) -> None:
    """Another network may arrive after the result, before the lane has ended the job."""
    found, told = heard_of(ready), []
    network = ready.network
    assert network is not None
    ready.evaluating.given_up.connect(lambda: told.append("given up"))
    ready.evaluating.judged.connect(lambda _judged: ready.evaluating.set_network(network))
    ready.evaluate(painted(tmp_path / "set", 1))
    idle()
    assert (len(found), told) == (1, [])
