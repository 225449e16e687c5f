"""One selection: whatever is selected in one view, every other view follows."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests.gui.workbench import choose, paint, show, wait_idle
from xception_gui.gui.language import set_language
from xception_gui.gui.main_window import MainWindow
from xception_gui.gui.views.tree_view import TreeView

MODULE, OTHER = "entry.block2.sepconv1", "exit.block12.skip"


def selected(window: MainWindow) -> set[str]:
    """What each view says is selected."""
    info, chosen = window.inspector.module, window.diagram.canvas.chosen
    assert info is not None
    assert chosen is not None
    return {window.workspace.module, in_tree(window), info.path, chosen.path}


def in_tree(window: MainWindow) -> str:
    tree = window.tree.findChild(TreeView)
    assert isinstance(tree, TreeView)
    return tree.path()


def test_that_the_tab_is_made_when_it_is_first_shown(ready_window: MainWindow) -> None:
    import xception_gui.gui.views.diagram as module

    assert not ready_window.findChildren(module.DiagramView)
    ready_window.menu_actions.action("diagram").trigger()
    assert ready_window.page is ready_window.diagram
    assert ready_window.header.tabs.currentIndex() == 3
    assert ready_window.diagram.canvas.hasFocus()


def test_that_all_views_follow_the_tree_and_the_diagram(ready_window: MainWindow) -> None:
    ready_window.show_tab("diagram")
    ready_window.tree.selected.emit(MODULE, False)
    ready_window.tree.select(MODULE)
    assert selected(ready_window) == {MODULE}
    canvas = ready_window.diagram.canvas
    assert canvas.diagram is not None
    box = canvas.diagram.box_of(OTHER)
    assert box is not None
    place = canvas.viewport.to_view((*box.centre, *box.centre)).topLeft().toPoint()
    QTest.mouseClick(canvas, Qt.MouseButton.LeftButton, pos=place)
    assert selected(ready_window) == {OTHER}
    ready_window.maps.module_chosen.emit(MODULE)  # the field above the feature maps
    assert selected(ready_window) == {MODULE}


def test_that_enter_shows_the_maps_of_the_module_though_they_were_shown_by_flow(
    qtbot: QtBot, ready_window: MainWindow, tmp_path: Path
) -> None:
    show(qtbot, ready_window, paint(tmp_path / "a.png"))
    ready_window.maps.band.mode_changed.emit("flows")
    ready_window.show_tab("diagram")
    ready_window.workspace.select_module("exit.act4")
    QTest.keyClick(ready_window.diagram.canvas, Qt.Key.Key_Return)
    wait_idle(qtbot, ready_window.lanes)
    shown = ready_window.maps.module
    assert ready_window.tab == "maps"
    assert shown.isVisible()
    assert shown.shown is not None
    assert shown.shown.maps.path == "exit.act4"


def test_that_one_goes_back_and_forward_through_what_was_selected(
    ready_window: MainWindow,
) -> None:
    back, forward = (ready_window.menu_actions.action(name) for name in ("back", "forward"))
    assert not back.isEnabled()
    for path in (MODULE, OTHER, "classifier.fc"):
        ready_window.workspace.select_module(path)
    back.trigger()
    back.trigger()
    assert ready_window.workspace.module == MODULE
    assert not back.isEnabled()
    forward.trigger()
    assert (ready_window.workspace.module, in_tree(ready_window)) == (OTHER, OTHER)
    ready_window.workspace.select_module("entry.conv1")
    assert not forward.isEnabled()


def test_that_unfolding_and_a_new_network_redraw(qtbot: QtBot, ready_window: MainWindow) -> None:
    ready_window.show_tab("diagram")
    canvas = ready_window.diagram.canvas
    folded = len(canvas.diagram.boxes)  # type: ignore[union-attr]
    canvas.fold_toggled.emit("exit.sepconv3")
    assert len(canvas.diagram.boxes) == folded + 2  # type: ignore[union-attr]
    ready_window.diagram.band.fold.click()
    assert len(canvas.diagram.boxes) > folded + 2  # type: ignore[union-attr]
    ready_window.diagram.band.fold.click()
    assert len(canvas.diagram.boxes) == folded  # type: ignore[union-attr]


def test_that_the_drawing_is_written_as_it_stands(
    qtbot: QtBot, ready_window: MainWindow, tmp_path: Path
) -> None:
    set_language("zh_CN")
    ready_window.show_tab("diagram")
    ready_window.diagram.set_metric("params")
    for kind in ("svg", "png"):
        ready_window.diagram.band.export_requested.emit(kind)
        choose(ready_window, tmp_path / f"out.{kind}")
    wait_idle(qtbot, ready_window.lanes)
    root = ET.parse(tmp_path / "out.svg").getroot()
    drawn = {node.attrib["data-path"] for node in root.iter() if "data-path" in node.attrib}
    diagram = ready_window.diagram.canvas.diagram
    assert diagram is not None
    assert drawn == {box.path for box in diagram.boxes}
    words = {node.text for node in root.iter("{http://www.w3.org/2000/svg}text")}
    assert "入口流" in words
    assert (tmp_path / "out.png").read_bytes().startswith(b"\x89PNG")


def test_that_zoom_commands_act_on_the_diagram_without_a_picture(ready_window: MainWindow) -> None:
    zoom = ready_window.menu_actions.action("zoom-in")
    assert not zoom.isEnabled()
    ready_window.show_tab("diagram")
    scale = ready_window.diagram.canvas.viewport.scale
    zoom.trigger()
    assert ready_window.diagram.canvas.viewport.scale == pytest.approx(1.2 * scale)


def test_that_the_architecture_is_exported_in_four_forms(
    qtbot: QtBot, ready_window: MainWindow, tmp_path: Path
) -> None:
    for suffix in ("html", "csv", "json", "svg"):
        ready_window.menu_actions.action("export-architecture").trigger()
        choose(ready_window, tmp_path / f"out.{suffix}")
        wait_idle(qtbot, ready_window.lanes)
        assert "exit.block12.skip" in (tmp_path / f"out.{suffix}").read_text("utf-8")
    network = ready_window.workspace.network
    assert network is not None
    table = (tmp_path / "out.csv").read_text("utf-8")
    assert table.count("\n") == len(network.tree.walk())


def test_that_boxes_are_coloured_by_what_is_measured_for_the_picture(
    qtbot: QtBot, ready_window: MainWindow, tmp_path: Path
) -> None:
    view = ready_window.diagram
    ready_window.show_tab("diagram")
    view.band.metric_changed.emit("zeros")
    wait_idle(qtbot, ready_window.lanes)
    assert view.fills() == {}  # no picture yet
    view.band.metric_changed.emit("ms")
    wait_idle(qtbot, ready_window.lanes)
    assert "ms" in view.band.scale.accessibleName()
    assert {"entry.conv1", "entry.act1", "classifier.fc"} <= set(view.fills())
    show(qtbot, ready_window, paint(tmp_path / "a.png"))
    view.band.metric_changed.emit("zeros")
    wait_idle(qtbot, ready_window.lanes)
    assert {"entry.act1", "exit.act4"} <= set(view.fills())
    view.band.metric_changed.emit("strength")
    assert "classifier.fc" in view.fills()


def test_that_the_figure_is_not_painted_between_two_passes(
    qtbot: QtBot, ready_window: MainWindow, tmp_path: Path
) -> None:
    view = ready_window.diagram
    show(qtbot, ready_window, paint(tmp_path / "a.png"))
    ready_window.show_tab("diagram")
    shown: list[set[str]] = []
    tell = view.set_measured

    def note(measured: Mapping[str, Mapping[str, float]], whole: bool = True) -> None:
        shown.append(set(measured))
        tell(measured, whole)

    view.set_measured = note  # type: ignore[method-assign]
    view.band.metric_changed.emit("ms")
    assert view.band.note.text() == "Measuring…"
    wait_idle(qtbot, ready_window.lanes)
    assert shown == [set(), {"zeros", "strength"}, {"zeros", "strength", "ms", "bytes"}]
    assert view.band.note.text() == ""


def test_that_the_band_says_what_is_missing_for_the_colours(
    qtbot: QtBot, ready_window: MainWindow
) -> None:
    ready_window.show_tab("diagram")
    view = ready_window.diagram
    view.band.metric_changed.emit("strength")
    wait_idle(qtbot, ready_window.lanes)
    assert view.band.note.text() == "Open a picture to see it."
    view.band.metric_changed.emit("macs")
    assert view.band.note.text() == ""
