"""Feature maps for the window: what is looked at comes, from one pass, and nothing stale."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.gui.workbench import Heard, Idle, paint
from xception_gui.base import Problem
from xception_gui.base.config import XceptionConfig
from xception_gui.base.feature_maps import ShownMaps
from xception_gui.gui.map_requests import FLOWS, MapRequests
from xception_gui.gui.session import Session
from xception_gui.gui.workspace import Workspace


class Told:
    """What the maps' signals told."""

    def __init__(self, maps: MapRequests) -> None:
        self.modules: list[ShownMaps | None] = []
        self.flows: list[tuple[str, ShownMaps | None]] = []
        self.relevances: list[Any] = []
        maps.module_changed.connect(self.modules.append)
        maps.flow_changed.connect(lambda flow, shown: self.flows.append((flow, shown)))
        maps.relevance_changed.connect(self.relevances.append)


@pytest.fixture
def ready(ready: Workspace, heard: Heard, idle: Idle, tmp_path: Path) -> Workspace:
    ready.open_paths([paint(tmp_path / "a.png")])
    idle()
    assert ready.prediction is not None, heard.failures
    return ready


@pytest.fixture
def told(ready: Workspace) -> Told:
    return Told(ready.maps)


@pytest.fixture
def captures(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, ...]]:
    """Every pass that is made for maps."""
    made: list[tuple[str, ...]] = []
    real = Session.features

    def counted(self: Session, state: str, prepared: Any, paths: Any) -> Any:
        made.append(tuple(paths))
        return real(self, state, prepared, paths)

    monkeypatch.setattr(Session, "features", counted)
    return made


def test_that_nothing_is_computed_while_nobody_looks(
    ready: Workspace, told: Told, captures: list[Any], idle: Idle
) -> None:
    ready.select_module("exit.act4")
    idle()
    assert (captures, told.modules) == ([], [])
    ready.maps.set_active(True)
    idle()
    assert captures == [("exit.act4",)]


def test_that_the_selected_module_comes_with_its_parts(
    ready: Workspace, told: Told, idle: Idle
) -> None:
    ready.maps.set_active(True)
    ready.select_module("middle.block4")
    idle()
    shown = told.modules[-1]
    assert shown is not None
    assert [part.part for part in shown.maps.parts] == ["branch", "skip", "sum"]
    assert ready.picture is not None
    assert shown.maps.origin.image_id == ready.picture.image_id
    for part, levels in zip(shown.maps.parts, shown.levels, strict=True):
        assert (levels.dtype, levels.shape) == (np.uint8, part.values.shape)


def test_that_what_was_seen_needs_no_second_pass(
    ready: Workspace, told: Told, captures: list[Any], idle: Idle
) -> None:
    ready.maps.set_active(True)
    for path in ("exit.act4", "exit.act3", "exit.act4"):
        ready.select_module(path)
        idle()
    ready.maps.set_scale("layer")
    idle()
    assert captures == [("exit.act4",), ("exit.act3",)]
    last = told.modules[-1]
    assert last is not None
    assert (last.maps.path, last.scale) == ("exit.act4", "layer")
    assert len(set(last.bounds[0].tolist())) == 1


def test_that_the_three_flows_come_from_one_pass(
    ready: Workspace, told: Told, captures: list[Any], idle: Idle
) -> None:
    ready.maps.set_mode("flows")
    ready.maps.set_scale("shared")
    ready.maps.set_active(True)
    idle()
    assert [flow for flow, _ in told.flows] == list(FLOWS)
    assert captures == [tuple(ready.maps.flow_modules[flow] for flow in FLOWS)]
    bounds = {float(b) for _, shown in told.flows if shown for b in shown.bounds[-1]}
    assert len(bounds) == 1
    ready.maps.set_flow_module("entry", "entry.act1")
    idle()
    assert told.flows[-3][1].maps.path == "entry.act1"  # type: ignore[union-attr]


def test_that_a_flow_without_modules_shows_no_maps_of_another(
    ready: Workspace, told: Told, idle: Idle
) -> None:
    ready.maps.set_mode("flows")
    ready.maps.set_active(True)
    idle()
    config = XceptionConfig(num_classes=4, width=0.1, middle_blocks=0)
    ready.build_network(config, 96, "auto", "auto")
    idle()
    assert [flow for flow, _ in told.flows[-3:]] == list(FLOWS)
    assert [shown and shown.maps.path for _, shown in told.flows[-3:]] == [
        "entry.block2",
        None,
        "exit.act4",
    ]


def test_that_what_is_no_longer_wanted_cannot_fail(
    ready: Workspace, heard: Heard, idle: Idle, monkeypatch: pytest.MonkeyPatch
) -> None:
    ready.maps.set_active(True)
    ready.select_module("exit.act4")
    idle()
    monkeypatch.setattr(Session, "features", _refused)
    ready.select_module("entry.block1")
    ready.select_module("exit.act4")
    idle()
    assert heard.failures == []


def _refused(*_given: Any) -> Any:
    raise Problem("features-not-finite", layer="entry.block1")


def test_that_only_the_newest_of_many_selections_is_told(
    ready: Workspace, told: Told, idle: Idle
) -> None:
    ready.maps.set_active(True)
    assert ready.network is not None
    paths = [row.path for row in ready.network.tree.walk() if row.path]
    for path in paths:
        ready.select_module(path)
    idle()
    assert [shown.maps.path for shown in told.modules if shown] == [paths[-1]]


def test_that_another_picture_brings_its_own_maps(
    ready: Workspace, told: Told, idle: Idle, tmp_path: Path
) -> None:
    ready.maps.set_active(True)
    ready.select_module("exit.act4")
    idle()
    ready.open_paths([paint(tmp_path / "b.png", seed=5)])
    idle()
    first, last = told.modules[0], told.modules[-1]
    assert first is not None
    assert last is not None
    assert first.maps.origin.image_id != last.maps.origin.image_id
    assert not np.array_equal(first.maps.output.values, last.maps.output.values)
    ready.close_all()
    assert told.modules[-1] is None


def test_that_gradient_times_activation_follows_the_explained_class(
    ready: Workspace, told: Told, idle: Idle
) -> None:
    ready.maps.set_active(True)
    ready.select_module("middle.block4")
    idle()
    assert told.relevances == []
    ready.maps.set_relevant(True)
    idle()
    ready.explain_class(3)
    idle()
    assert [found[-1].class_index for found in told.relevances][-1] == 3
    assert [one.part for one in told.relevances[-1]] == ["branch", "skip", "sum"]
    assert not np.array_equal(told.relevances[0][-1].values, told.relevances[-1][-1].values)


@pytest.fixture
def sorted_for(ready: Workspace, told: Told, idle: Idle) -> int:
    """A module's maps are sorted for the likeliest class, which is told."""
    ready.maps.set_active(True)
    ready.maps.set_relevant(True)
    ready.select_module("exit.act4")
    idle()
    return int(told.relevances[-1][-1].class_index)


def test_that_the_order_of_a_class_that_is_left_again_does_not_come_late(
    ready: Workspace, told: Told, sorted_for: int, idle: Idle
) -> None:
    ready.explain_class(sorted_for + 1 if sorted_for < 3 else 0)
    ready.explain_class(sorted_for)
    idle()
    assert told.relevances[-1][-1].class_index == sorted_for


def test_that_a_class_chosen_while_nobody_looks_orders_the_maps_when_somebody_does(
    ready: Workspace, told: Told, sorted_for: int, idle: Idle
) -> None:
    other = sorted_for + 1 if sorted_for < 3 else 0
    ready.maps.set_active(False)
    ready.explain_class(other)
    idle()
    ready.maps.set_active(True)
    idle()
    assert told.relevances[-1][-1].class_index == other
