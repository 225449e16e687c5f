"""The tab Feature maps: what is shown of what it is given, and what it asks for."""

from __future__ import annotations

import itertools
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from tests.gui import made_maps
from xception_gui.base.feature_maps import ShownMaps
from xception_gui.base.results import Origin
from xception_gui.gui.language import set_language
from xception_gui.gui.views.elide import ElidedLabel
from xception_gui.gui.views.feature_maps import FeatureMapsView
from xception_gui.gui.views.map_card import MapCard
from xception_gui.gui.views.map_looks import MapChoice
from xception_gui.gui.views.mosaic import Mosaic

ACT, BLOCK, SEPARABLE = "exit.act4", "middle.block4", "middle.block4.sepconv1"


@pytest.fixture
def view(qtbot: QtBot) -> FeatureMapsView:
    made = FeatureMapsView()
    qtbot.addWidget(made)
    made.resize(690, 700)
    made.set_picture(made_maps.ORIGIN.image_id)
    made.show()
    return made


@pytest.fixture
def act() -> ShownMaps:
    return made_maps.module(made_maps.ramps(), path=ACT)


class Heard:
    """What a view told, by signal."""

    def __init__(self, view: FeatureMapsView) -> None:
        self.told: list[tuple[str, Any]] = []
        for name in (
            "module_chosen",
            "flow_module_chosen",
            "map_chosen",
            "mode_changed",
            "sort_changed",
            "scale_changed",
            "colours_chosen",
        ):
            signal = getattr(view, name)
            signal.connect(lambda *values, name=name: self.told.append((name, values)))

    def choices(self) -> list[MapChoice | None]:
        return [values[0] for name, values in self.told if name == "map_chosen"]

    def names(self) -> list[str]:
        return [name for name, _ in self.told]


def flows(view: FeatureMapsView, count: int = 100) -> None:
    for seed, (flow, path) in enumerate(
        (("entry", "entry.block2"), ("middle", "middle.block11"), ("exit", ACT))
    ):
        values = made_maps.ramps(count, seed=seed) - (seed < 2)
        view.set_flow_maps(flow, made_maps.module(values, path=path))


def visible(view: QWidget, kind: type[QWidget]) -> list[Any]:
    return [child for child in view.findChildren(kind) if child.isVisible()]


def words(view: FeatureMapsView) -> list[str]:
    return [label.text() for label in visible(view, ElidedLabel)]


def click(qtbot: QtBot, mosaic: Mosaic, position: int) -> None:
    at = mosaic.tile_rect(position).center()
    qtbot.mouseClick(mosaic.viewport(), Qt.MouseButton.LeftButton, pos=at)


def channels(mosaic: Mosaic) -> list[int]:
    assert mosaic.blocks is not None
    return [int(channel) for channel in mosaic.blocks.order]


def test_that_without_a_picture_one_can_be_opened(qtbot: QtBot, view: FeatureMapsView) -> None:
    view.set_picture("")
    assert view.empty.words() == "Open a picture to see its maps."
    with qtbot.waitSignal(view.open_requested, timeout=1000):
        qtbot.mouseClick(view.empty.button, Qt.MouseButton.LeftButton)
    assert visible(view, Mosaic) == []


def test_that_without_a_module_the_tree_and_the_flows_are_named(
    qtbot: QtBot, view: FeatureMapsView
) -> None:
    heard = Heard(view)
    assert view.nothing.words() == "Select a module in the tree."
    qtbot.mouseClick(view.nothing.button, Qt.MouseButton.LeftButton)
    assert heard.told == [("mode_changed", ("flows",))]
    assert len(visible(view, Mosaic)) == 3


def test_that_all_maps_of_a_module_stand_there_strongest_first_dead_last(
    view: FeatureMapsView, act: ShownMaps
) -> None:
    view.set_module_maps(act, ACT)
    (mosaic,) = visible(view, Mosaic)
    assert channels(mosaic) == [11, 10, 9, 8, 7, 6, 5, 4, 2, 1, 0, made_maps.DEAD]
    assert view.foot.facts()[:2] == ("12 maps of 4×4", "1 dead")
    assert mosaic.accessibleName() == "Feature maps of act4"


def test_that_another_order_is_shown_at_once_and_told(
    qtbot: QtBot, view: FeatureMapsView, act: ShownMaps
) -> None:
    heard = Heard(view)
    view.set_module_maps(act, ACT)
    view.set_sort("index")
    assert heard.told == []
    assert channels(view.module.mosaic) == list(range(12))
    view.band.sort.setFocus()
    qtbot.keyClick(view.band.sort, Qt.Key.Key_Down)
    assert heard.told == [("sort_changed", ("mean",))]
    assert channels(view.module.mosaic)[0] == 11


def test_that_gradient_times_activation_orders_as_soon_as_it_is_known(
    view: FeatureMapsView, act: ShownMaps
) -> None:
    view.set_module_maps(act, ACT)
    view.set_sort("relevance")
    assert channels(view.module.mosaic)[0] == 11
    values = [-float(channel) for channel in range(12)]
    view.set_relevance([made_maps.relevance(act.maps.output, values)])
    assert channels(view.module.mosaic)[:3] == [0, 1, 2]
    assert "Sorted for dog" in view.foot.facts()
    other = Origin("cat.jpg:0", "state", "steps")
    cat = made_maps.module(made_maps.ramps(), path=ACT, origin=other)
    view.set_picture(other.image_id)
    view.set_module_maps(cat, ACT)
    assert channels(view.module.mosaic)[0] == 11
    assert "Sorted for dog" not in view.foot.facts()


def test_that_scale_and_colours_are_told_and_restored_silently(
    qtbot: QtBot, view: FeatureMapsView, act: ShownMaps
) -> None:
    heard = Heard(view)
    view.set_scale("layer")
    view.set_colours("cividis")
    view.set_mode("flows")
    view.set_mode("module")
    assert heard.told == []
    qtbot.keyClick(view.band.scale, Qt.Key.Key_Down)
    view.band.legend.menu().actions()[0].trigger()
    assert heard.told == [("scale_changed", ("shared",)), ("colours_chosen", ("inferno",))]


def test_that_the_legend_says_which_colours_are_seen(view: FeatureMapsView, act: ShownMaps) -> None:
    view.set_module_maps(act, ACT)
    assert view.band.legend.names() == ("viridis",)
    view.set_module_maps(made_maps.separable(), SEPARABLE)
    assert view.band.legend.names() == ("blue-white-red",)
    view.foot.part_chosen.emit(0)
    assert view.band.legend.names() == ("viridis",)
    view.foot.part_chosen.emit(2)
    assert view.band.legend.names() == ("blue-white-red", "viridis")


def test_that_a_clicked_map_is_told_with_its_levels_and_again_when_they_change(
    qtbot: QtBot, view: FeatureMapsView, act: ShownMaps
) -> None:
    heard = Heard(view)
    view.set_module_maps(act, ACT)
    click(qtbot, view.module.mosaic, 0)
    (first,) = heard.choices()
    assert first is not None
    assert (first.maps, first.channel) == (act.maps.output, 11)
    assert np.array_equal(first.level, act.levels[0][11])
    view.set_sort("index")
    assert len(heard.choices()) == 1
    assert view.module.mosaic.selected == 11
    layer = made_maps.module(made_maps.ramps(), path=ACT, scale="layer")
    view.set_module_maps(layer, ACT)
    view.set_colours("grey")
    last = heard.choices()[-1]
    assert last is not None
    assert (len(heard.choices()), last.maps, last.colours) == (3, layer.maps.output, "grey")


def test_that_the_choice_goes_with_its_module_and_with_its_picture(
    qtbot: QtBot, view: FeatureMapsView, act: ShownMaps
) -> None:
    heard = Heard(view)
    view.set_module_maps(act, ACT)
    click(qtbot, view.module.mosaic, 0)
    view.set_module_maps(None, BLOCK)
    assert heard.choices()[-1] is None
    view.set_module_maps(act, ACT)
    click(qtbot, view.module.mosaic, 0)
    view.set_picture("")
    assert heard.choices()[-1] is None


def test_that_maps_of_another_module_are_faint_until_theirs_come(
    view: FeatureMapsView, act: ShownMaps
) -> None:
    view.set_module_maps(act, ACT)
    full = view.grab().toImage()
    view.set_module_maps(None, "exit.act3")
    assert view.grab().toImage() != full
    view.module.mosaic.point(0)
    assert visible(view, MapCard) == []
    view.set_module_maps(act, ACT)
    view.set_stale(True)
    assert view.grab().toImage() != full
    view.set_stale(False)
    assert view.grab().toImage() == full


@pytest.mark.parametrize("other", ["picture", "network"])
def test_that_maps_of_another_picture_or_network_are_never_at_full_strength(
    view: FeatureMapsView, act: ShownMaps, other: str
) -> None:
    view.set_network(made_maps.ORIGIN.state_id)
    view.set_module_maps(act, ACT)
    flows(view, 12)
    view.module.mosaic.point(0)
    assert len(visible(view, MapCard)) == 1
    change = view.set_picture if other == "picture" else view.set_network
    change("another")
    for mode in ("module", "flows"):
        view.set_mode(mode)
        for mosaic in visible(view, Mosaic):
            mosaic.point(0)
        assert visible(view, MapCard) == []
    change(made_maps.ORIGIN.image_id if other == "picture" else made_maps.ORIGIN.state_id)
    visible(view, Mosaic)[2].point(0)
    assert len(visible(view, MapCard)) == 1


def test_that_the_chosen_map_stays_until_that_of_the_next_picture_comes(
    qtbot: QtBot, view: FeatureMapsView, act: ShownMaps
) -> None:
    heard = Heard(view)
    view.set_module_maps(act, ACT)
    click(qtbot, view.module.mosaic, 0)
    view.set_picture("cat.jpg:0")
    assert len(heard.choices()) == 1
    cat = made_maps.module(
        made_maps.ramps(seed=7), path=ACT, origin=Origin("cat.jpg:0", "state", "steps")
    )
    view.set_module_maps(cat, ACT)
    last = heard.choices()[-1]
    assert last is not None
    assert (len(heard.choices()), last.maps, last.channel) == (2, cat.maps.output, 11)


def test_that_a_problem_takes_the_place_of_the_maps(view: FeatureMapsView, act: ShownMaps) -> None:
    view.set_module_maps(act, ACT)
    view.set_message("The maps of exit.act4 hold NaN or infinity.")
    assert view.nothing.words() == "The maps of exit.act4 hold NaN or infinity."
    assert visible(view, Mosaic) == []
    view.set_message("")
    assert visible(view, Mosaic) == [view.module.mosaic]


def test_that_the_card_tells_the_numbers_and_stays_inside(
    view: FeatureMapsView, act: ShownMaps
) -> None:
    view.set_module_maps(act, ACT)
    mosaic = view.module.mosaic
    for position in (0, 5, 11):
        mosaic.point(position, (2, 1))
        (card,) = visible(view, MapCard)
        corner = card.mapTo(view, QPoint(0, 0))
        assert view.rect().adjusted(-6, -6, 6, 6).contains(card.rect().translated(corner))
        tile = mosaic.tile_rect(position)
        tile.moveTopLeft(mosaic.viewport().mapTo(view, tile.topLeft()))
        assert not card.rect().translated(corner).adjusted(12, 0, -12, 0).intersects(tile)
    assert [value for _, value in card.rows()] == ["0 at 2, 1", "0", "0", "100\u202f%"]
    view.set_mode("flows")
    assert visible(view, MapCard) == []


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


def test_that_a_map_can_be_selected_from_outside(view: FeatureMapsView) -> None:
    heard = Heard(view)
    view.set_module_maps(made_maps.block(), BLOCK)
    view.select_map("skip", 7)
    assert view.module.part() == "skip"
    view.step_map(1)
    view.select_map("skip", None)
    told = [choice and choice.channel for choice in heard.choices()]
    order = channels(view.module.mosaic)
    assert told == [7, order[order.index(7) + 1], None]


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


def test_that_the_foot_zooms_and_says_how_much(
    qtbot: QtBot, view: FeatureMapsView, act: ShownMaps
) -> None:
    view.set_module_maps(act, ACT)
    assert not view.foot.smaller.isEnabled()
    for _ in range(2):
        qtbot.mouseClick(view.foot.larger, Qt.MouseButton.LeftButton)
    assert "1.6×" in words(view)
    qtbot.mouseClick(view.foot.smaller, Qt.MouseButton.LeftButton)
    assert view.module.mosaic.zoom_factor() == pytest.approx(1.25, abs=0.02)
    qtbot.mouseClick(view.foot.fit, Qt.MouseButton.LeftButton)
    assert "1×" in words(view)


def test_that_the_picture_of_the_view_is_what_is_shown(view: FeatureMapsView) -> None:
    assert view.picture_of_view().isNull()
    view.set_module_maps(made_maps.module(made_maps.ramps(side=9), path=ACT), ACT)
    columns = view.module.mosaic.grid().columns
    assert view.picture_of_view().width() == 10 * columns + 1
    view.set_mode("flows")
    flows(view)
    column = 6 * (8 + 1) + 1
    assert view.picture_of_view().width() == 3 * column + 2 * 12


@pytest.mark.parametrize("language", ["en", "zh_CN"])
@pytest.mark.parametrize("width", [560, 690, 1240])
def test_that_nothing_is_cut_or_overlaps_at_any_width(
    qtbot: QtBot, view: FeatureMapsView, width: int, language: str
) -> None:
    view.resize(width, 700)
    set_language(language)
    view.set_module_maps(made_maps.separable(), SEPARABLE)
    for sort, part in (("strength", 0), ("relevance", 1), ("zeros", 2)):
        view.set_sort(sort)
        view.foot.part_chosen.emit(part)
        QApplication.processEvents()
        assert view.width() == width
        for band in (view.band, view.foot):
            children = [w for w in band.findChildren(QWidget) if w.isVisible()]
            direct = sorted((w for w in children if w.parent() is band), key=lambda w: w.x())
            assert direct[-1].geometry().right() < width
            for left, right in itertools.pairwise(direct):
                assert left.geometry().right() < right.geometry().left()
            assert [w.text() for w in visible(band, ElidedLabel) if w.is_cut()] == []


def test_that_labels_and_buttons_are_there_where_they_have_room(
    view: FeatureMapsView, act: ShownMaps
) -> None:
    for shown, path in ((act, ACT), (made_maps.separable(), SEPARABLE)):
        view.set_module_maps(shown, path)
        QApplication.processEvents()
        assert {"Sort", "Scale"} <= set(words(view))
        assert view.band.copy.isVisible()
    view.resize(560, 700)
    QApplication.processEvents()
    assert not {"Sort", "Scale"} & set(words(view))


def test_that_copy_and_save_need_maps(qtbot: QtBot, view: FeatureMapsView, act: ShownMaps) -> None:
    assert not view.band.copy.isEnabled()
    view.set_module_maps(act, ACT)
    for button, signal in (
        (view.band.copy, view.copy_requested),
        (view.band.save, view.save_requested),
    ):
        with qtbot.waitSignal(signal, timeout=1000):
            qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def test_that_another_language_reaches_every_word_at_once(
    qtbot: QtBot, view: FeatureMapsView
) -> None:
    view.set_mode("flows")
    flows(view)
    view.set_mode("module")
    view.set_module_maps(made_maps.block(), BLOCK)
    view.foot.part_chosen.emit(3)
    set_language("zh_CN")
    QApplication.processEvents()
    assert {"分支", "残差", "求和", "各部分最强的 96 张特征图"} <= set(words(view))
    view.set_mode("flows")
    assert {"入口流", "各个流最强的 96 张特征图", "点击特征图可打开其模块"} <= set(words(view))


def test_that_everything_that_takes_the_focus_has_a_name(
    view: FeatureMapsView, act: ShownMaps
) -> None:
    view.set_module_maps(made_maps.separable(), SEPARABLE)
    nameless = unnamed(view)
    view.set_mode("flows")
    flows(view)
    assert nameless + unnamed(view) == []


def unnamed(view: QWidget) -> list[str]:
    focusable = [w for w in visible(view, QWidget) if w.focusPolicy() != Qt.FocusPolicy.NoFocus]
    assert len(focusable) > 5
    return [type(w).__name__ for w in focusable if not w.accessibleName()]
