"""The tab Feature maps in the window: what it shows of the picture that is open."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from tests.gui.made_maps import visible
from tests.gui.workbench import paint, show, wait_idle
from xception_gui.base import Problem
from xception_gui.gui.main_window import MainWindow
from xception_gui.gui.session import Session
from xception_gui.gui.views.map_card import MapCard
from xception_gui.gui.views.map_detail import MapDetail
from xception_gui.gui.views.map_view import MapView
from xception_gui.gui.views.mosaic import Mosaic


def refused_for(path: str) -> Any:
    real = Session.features

    def features(self: Session, state: str, prepared: Any, paths: Any) -> Any:
        if path in paths:
            raise Problem("features-not-finite", layer=path)
        return real(self, state, prepared, paths)

    return features


def test_that_a_failure_of_one_module_does_not_cover_the_flows_nor_lock_them(
    qtbot: QtBot, ready_window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    view, lanes = ready_window.maps, ready_window.lanes
    monkeypatch.setattr(Session, "features", refused_for("entry.block1"))
    show(qtbot, ready_window, paint(tmp_path / "a.png"))
    ready_window.show_tab("maps")
    ready_window.workspace.select_module("entry.block1")
    wait_idle(qtbot, lanes)
    assert "entry.block1" in view.nothing.words()
    view.band.mode_changed.emit("flows")
    wait_idle(qtbot, lanes)
    notes, entry = view.flows.columns.notes, view.flows.columns.heads[0].field
    assert len(visible(view, Mosaic)) == 3
    entry.picked.emit("entry.block1")
    wait_idle(qtbot, lanes)
    assert ["entry.block1" in note.text() for note in notes] == [True, False, False]
    entry.picked.emit("entry.block2")
    wait_idle(qtbot, lanes)
    assert len(visible(view, Mosaic)) == 3


def test_that_the_module_before_the_one_that_failed_is_shown_again(
    qtbot: QtBot, ready_window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    work, view = ready_window.workspace, ready_window.maps
    monkeypatch.setattr(Session, "features", refused_for("entry.block1"))
    show(qtbot, ready_window, paint(tmp_path / "a.png"))
    ready_window.show_tab("maps")
    for path in ("entry.block2", "entry.block1", "entry.block2"):
        work.select_module(path)
        wait_idle(qtbot, ready_window.lanes)
    assert visible(view, Mosaic) == [view.module.mosaic]


def refused(*_given: Any) -> Any:
    raise Problem("picture-changed", file="b.png")


@pytest.mark.parametrize("mode", ["module", "flows"])
def test_that_maps_of_the_picture_shown_can_be_read_though_its_answer_failed(
    qtbot: QtBot,
    ready_window: MainWindow,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    mode: str,
) -> None:
    work, view = ready_window.workspace, ready_window.maps
    show(qtbot, ready_window, paint(tmp_path / "a.png"))
    monkeypatch.setattr(Session, "predict", refused)
    show(qtbot, ready_window, paint(tmp_path / "b.png", 1))
    assert work.is_stale, "the answer is that of the picture before"
    work.select_module("exit.act4")
    view.band.mode_changed.emit(mode)
    ready_window.show_tab("maps")
    wait_idle(qtbot, ready_window.lanes)
    visible(view, Mosaic)[0].point(0)
    assert len(visible(view, MapCard)) == 1


@pytest.mark.parametrize("by_hand", [True, False])
def test_that_a_map_chosen_without_the_inspector_offers_to_show_it_once(
    qtbot: QtBot, ready_window: MainWindow, tmp_path: Path, by_hand: bool
) -> None:
    window, view, toast = ready_window, ready_window.maps, ready_window._toast
    window.show_pane("inspector", not by_hand)
    window.resize(1280 if by_hand else 1100, 800)
    show(qtbot, window, paint(tmp_path / "a.png"))
    window.workspace.select_module("exit.act4")
    window.show_tab("maps")
    wait_idle(qtbot, window.lanes)
    view.select_map("output", 0)
    assert toast.text() == "The map is enlarged in the inspector."
    toast.hide()
    view.band.legend.chosen.emit("inferno")
    assert toast.isHidden(), "the same map in other colours"
    view.select_map("output", 1)
    toast.pressed.emit()
    assert window.inspector.isVisible()
    toast.hide()
    view.select_map("output", 2)
    assert toast.isHidden()


def enlarged(window: MainWindow) -> MapDetail:
    found = window.findChild(MapDetail, "map-detail")
    assert isinstance(found, MapDetail)
    return found


def test_that_no_number_of_the_picture_before_stands_beside_another_one(
    qtbot: QtBot, ready_window: MainWindow, tmp_path: Path
) -> None:
    """The enlarged map stays in sight beside every tab, and only the tab of the maps follows."""
    window = ready_window
    show(qtbot, window, paint(tmp_path / "a.png"))
    window.workspace.select_module("exit.act4")
    window.show_tab("maps")
    wait_idle(qtbot, window.lanes)
    window.maps.select_map("output", 0)
    detail = enlarged(window)
    detail.switch.chosen.emit(1)
    said = detail.facts.shown()[0]
    assert said
    assert shown_of(detail.view) != photo_alone(detail)
    window.show_tab("classify")
    show(qtbot, window, paint(tmp_path / "b.png", 5))
    assert detail.isVisible()
    assert not any(detail.facts.shown()[0])
    assert detail.histogram.accessibleDescription() == ""
    assert detail.view.accessibleName() == "Channel 0"
    assert shown_of(detail.view) == photo_alone(detail), "not the map of another photo"
    window.show_tab("maps")
    wait_idle(qtbot, window.lanes)
    assert detail.facts.shown()[0] != said
    assert all(detail.facts.shown()[0])


def photo_alone(detail: MapDetail) -> QImage:
    """What is seen where the map adds nothing."""
    told, view = detail.view, MapView()
    assert told._maps is not None
    assert told._level is not None
    view.set_map(told._maps, 0, np.zeros_like(told._level), "viridis")
    view._photo, view._crop = told._photo, told._crop
    view.set_on_photo(True)
    view.resize(told.size())
    return shown_of(view)


def shown_of(view: MapView) -> QImage:
    side = view.side(view.width())
    seen = view.grab(QRect(0, 0, side, side)).toImage()
    return seen.convertToFormat(QImage.Format.Format_RGB32)


def test_that_maps_that_are_not_seen_cannot_be_saved(
    qtbot: QtBot, ready_window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Those of the module before lie below the words that tell why there are none."""
    window, work = ready_window, ready_window.workspace
    actions = [window.menu_actions.action(name) for name in ("copy-maps", "save-maps")]
    monkeypatch.setattr(Session, "features", refused_for("entry.block1"))
    show(qtbot, window, paint(tmp_path / "a.png"))
    window.show_tab("maps")
    assert not any(action.isEnabled() for action in actions), "no module is selected"
    for path, there in (("entry.block2", True), ("entry.block1", False), ("entry.block2", True)):
        work.select_module(path)
        wait_idle(qtbot, window.lanes)
        assert [action.isEnabled() for action in actions] == [there, there], path
        assert window.maps.picture_of_view().isNull() is not there


@pytest.mark.parametrize("mode", ["module", "flows"])
def test_that_maps_of_the_picture_before_are_not_saved_under_the_name_of_the_next(
    qtbot: QtBot,
    ready_window: MainWindow,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    mode: str,
) -> None:
    window, work = ready_window, ready_window.workspace
    show(qtbot, window, paint(tmp_path / "a.png"))
    work.select_module("exit.act4")
    window.maps.band.mode_changed.emit(mode)
    window.show_tab("maps")
    wait_idle(qtbot, window.lanes)
    copy = window.menu_actions.action("copy-maps")
    assert copy.isEnabled()
    asked = []
    monkeypatch.setattr(work.maps, "_ask", lambda: asked.append(1))
    show(qtbot, window, paint(tmp_path / "b.png", 5))
    assert asked
    assert not copy.isEnabled()
    assert window.maps.picture_of_view().isNull()
