"""Several maps side by side: the parts of a module, and a module of each flow."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.gui import made_maps
from tests.gui.made_maps import ACT, BLOCK, SEPARABLE, Heard, channels, click, flows, visible, words
from xception_gui.base.feature_maps import ShownMaps
from xception_gui.base.problem import Problem
from xception_gui.gui.language import set_language
from xception_gui.gui.views.feature_maps import FeatureMapsView
from xception_gui.gui.views.map_card import MapCard
from xception_gui.gui.views.mosaic import Mosaic

_ACT_INFO = made_maps.info(ACT, 12, 4, 4)


@pytest.fixture
def view(qtbot: QtBot) -> FeatureMapsView:
    return made_maps.maps_view(qtbot)


@pytest.fixture
def act() -> ShownMaps:
    return made_maps.act()


def test_that_a_separable_convolution_opens_into_its_parts(
    qtbot: QtBot, view: FeatureMapsView
) -> None:
    view.set_module_maps(made_maps.separable(), SEPARABLE)
    assert view.module.parts() == ("depthwise", "pointwise", "all")
    assert view.module.part() == "pointwise"
    switch = view.foot.parts
    qtbot.mouseClick(switch, Qt.MouseButton.LeftButton, pos=switch.segment_rect(0).center())
    assert view.module.part() == "depthwise"
    assert view.foot.facts()[0] == "12 maps of 4×4"
    qtbot.mouseClick(switch, Qt.MouseButton.LeftButton, pos=switch.segment_rect(2).center())
    assert [len(channels(mosaic)) for mosaic in visible(view, Mosaic)] == [12, 20]
    assert {"Depthwise", "Pointwise"} <= set(words(view))
    assert view.foot.facts() == ("All maps of each part",)
    view.set_module_maps(made_maps.module(made_maps.ramps(), path=ACT), ACT)
    assert view.module.part() == "output"
    assert not switch.isVisible()


def test_that_branch_skip_and_sum_show_the_same_channels_at_the_same_places(
    qtbot: QtBot, view: FeatureMapsView
) -> None:
    heard = Heard(view)
    view.set_module_maps(made_maps.block(), BLOCK)
    view.foot.part_chosen.emit(3)
    orders = [channels(mosaic) for mosaic in visible(view, Mosaic)]
    assert orders[0] == orders[1] == orders[2]
    assert len(orders[0]) == 96
    click(qtbot, visible(view, Mosaic)[1], 4)
    chosen = heard.choices()[-1]
    assert chosen is not None
    assert (chosen.maps.part, chosen.channel) == ("skip", orders[1][4])
    assert [mosaic.selected for mosaic in visible(view, Mosaic)] == [-1, chosen.channel, -1]


def test_that_each_flow_shows_its_96_strongest_maps_six_in_a_row(view: FeatureMapsView) -> None:
    view.set_mode("flows")
    flows(view)
    mosaics = visible(view, Mosaic)
    assert [len(channels(mosaic)) for mosaic in mosaics] == [96] * 3
    assert {mosaic.grid().columns for mosaic in mosaics} == {6}
    assert len({mosaic.grid().tile for mosaic in mosaics}) == 1
    assert view.foot.facts() == ("The 96 strongest maps of each flow",)
    assert {"Entry flow", "Middle flow", "Exit flow", "1 dead"} <= set(words(view))
    assert view.band.legend.names() == ("blue-white-red", "viridis")


def test_that_a_click_on_a_map_of_a_flow_opens_its_module_with_that_map(
    qtbot: QtBot, view: FeatureMapsView, act: ShownMaps
) -> None:
    heard = Heard(view)
    view.set_mode("flows")
    for flow in ("entry", "middle", "exit"):
        view.set_flow_maps(flow, act)
    click(qtbot, visible(view, Mosaic)[2], 1)
    assert heard.told == [("module_chosen", (ACT,)), ("mode_changed", ("module",))]
    view.set_module_maps(act, ACT)
    assert view.module.mosaic.selected == 10
    chosen = heard.choices()[-1]
    assert chosen is not None
    assert chosen.channel == 10


def test_that_another_module_of_a_flow_is_chosen_by_its_name(
    qtbot: QtBot, view: FeatureMapsView
) -> None:
    heard = Heard(view)
    modules = [made_maps.info("entry.block1", 16, 8, 8), made_maps.info("entry.block2", 32, 4, 4)]
    view.set_modules({"entry": modules})
    view.set_mode("flows")
    flows(view)
    field = view.flows.columns.heads[0].field
    assert field.text() == "block2 · 32×4×4"
    full = view.grab().toImage()
    qtbot.mouseClick(field, Qt.MouseButton.LeftButton)
    qtbot.keyClicks(field.chooser.search, "block1")
    qtbot.keyClick(field.chooser.search, Qt.Key.Key_Return)
    assert heard.told == [("flow_module_chosen", ("entry", "entry.block1"))]
    assert field.text() == "block1 · 16×8×8"
    mosaic = view.flows.columns.mosaics[0]
    mosaic.point(0)
    assert visible(view, MapCard) == []  # its maps are still those of block2, so they are faint
    assert view.grab().toImage() != full
    view.set_flow_modules({"entry": "entry.block2"})
    mosaic.point(0)
    assert len(visible(view, MapCard)) == 1


def test_that_a_flow_without_modules_says_so_and_offers_none(view: FeatureMapsView) -> None:
    view.set_mode("flows")
    flows(view)
    view.set_modules({"entry": [made_maps.info("entry.block2", 32, 4, 4)], "exit": [_ACT_INFO]})
    view.set_flow_modules({"entry": "entry.block2", "exit": ACT})
    view.set_flow_maps("middle", None)
    heads, notes = view.flows.columns.heads, view.flows.columns.notes
    assert [note.text() for note in notes] == ["", "No modules in this flow", ""]
    assert [head.field.isVisible() for head in heads] == [True, False, True]
    assert heads[1].field.path() == ""
    assert len(visible(view, Mosaic)) == len(view.flows.pictures()) == 2
    set_language("zh_CN")
    QApplication.processEvents()
    assert notes[1].text() == "此流中没有模块"


def test_that_a_problem_is_told_in_the_column_that_lacks_maps_below_its_chooser(
    view: FeatureMapsView,
) -> None:
    view.set_mode("flows")
    flows(view)
    view.flows.set_path("entry", "entry.block1")
    problem = Problem("features-not-finite", layer="entry.block1")
    view.set_problem(problem)
    notes = view.flows.columns.notes
    assert [note.text() for note in notes] == [str(problem), "", ""]
    assert visible(view, Mosaic) == view.flows.columns.mosaics[1:]
    assert [part.maps.path for part in view.flows.shown()] == ["middle.block11", ACT]
    assert all(head.field.isVisible() for head in view.flows.columns.heads)
    assert sum(text.endswith(" dead") for text in words(view)) == 2
    view.set_picture("another")
    assert [note.text() for note in notes] == [str(problem)] * 3
    assert view.flows.pictures() == []


@pytest.mark.parametrize("change", ["mode", "flow module", "maps"])
def test_that_a_problem_goes_when_something_else_is_asked_or_answered(
    view: FeatureMapsView, act: ShownMaps, change: str
) -> None:
    notes = view.flows.columns.notes
    view.set_mode("flows")
    view.set_problem(Problem("features-not-finite", layer=ACT))
    assert all(note.text() for note in notes)
    if change == "flow module":
        view.set_flow_modules({"exit": ACT})
    elif change == "maps":
        view.set_flow_maps("exit", act)
    else:
        view.set_mode("module")
        assert view.nothing.words() == "Select a module in the tree."
        view.set_mode("flows")
    assert not any(note.text() for note in notes)


def test_that_columns_that_do_not_fit_scroll_together(qtbot: QtBot, view: FeatureMapsView) -> None:
    view.resize(690, 360)
    view.set_mode("flows")
    flows(view)
    view.set_flow_maps("entry", made_maps.module(made_maps.ramps(60), path="entry.block2"))
    bars = [mosaic.verticalScrollBar() for mosaic in view.flows.columns.mosaics]
    qtbot.keyClick(view.flows.columns.mosaics[2], Qt.Key.Key_End)
    assert bars[1].value() == bars[2].value() > bars[0].value() == bars[0].maximum()
    qtbot.keyClick(view.flows.columns.mosaics[0], Qt.Key.Key_Home)
    assert [bar.value() for bar in bars] == [0, 0, 0]
