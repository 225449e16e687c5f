"""The tab Feature maps: which maps of one module are shown, in which order, and which is chosen."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.gui import made_maps
from tests.gui.made_maps import ACT, BLOCK, Heard, channels, click, flows, visible
from xception_gui.base.feature_maps import ShownMaps
from xception_gui.base.problem import Problem
from xception_gui.base.results import Origin
from xception_gui.base.texts import problem_text
from xception_gui.gui.language import set_language
from xception_gui.gui.views.feature_maps import FeatureMapsView
from xception_gui.gui.views.map_card import MapCard
from xception_gui.gui.views.mosaic import Mosaic


@pytest.fixture
def view(qtbot: QtBot) -> FeatureMapsView:
    return made_maps.maps_view(qtbot)


@pytest.fixture
def act() -> ShownMaps:
    return made_maps.act()


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


def test_that_the_chosen_map_stays_stale_until_that_of_the_next_picture_comes(
    qtbot: QtBot, view: FeatureMapsView, act: ShownMaps
) -> None:
    heard = Heard(view)
    view.set_module_maps(act, ACT)
    click(qtbot, view.module.mosaic, 0)
    view.set_picture("cat.jpg:0")
    assert [choice.stale for choice in heard.choices() if choice] == [False, True]
    cat = made_maps.module(
        made_maps.ramps(seed=7), path=ACT, origin=Origin("cat.jpg:0", "state", "steps")
    )
    view.set_module_maps(cat, ACT)
    last = heard.choices()[-1]
    assert last is not None
    assert (len(heard.choices()), last.maps, last.channel) == (3, cat.maps.output, 11)
    assert not last.stale


def test_that_a_problem_takes_the_place_of_the_maps(view: FeatureMapsView, act: ShownMaps) -> None:
    view.set_module_maps(act, ACT)
    problem = Problem("features-not-finite", layer="exit.act4")
    view.set_problem(problem)
    assert view.nothing.words() == str(problem)
    assert visible(view, Mosaic) == []
    set_language("zh_CN")
    QApplication.processEvents()
    assert view.nothing.words() == problem_text(problem.code, problem.fields, "zh_CN")
    view.set_problem(None)
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
