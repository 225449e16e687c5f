"""The bands around the maps: what they offer, say and tell, at every width, in two languages."""

from __future__ import annotations

import itertools

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from tests.gui import made_maps
from tests.gui.made_maps import ACT, BLOCK, SEPARABLE, Heard, flows, visible, words
from xception_gui.base.feature_maps import ShownMaps
from xception_gui.gui.language import set_language
from xception_gui.gui.views.elide import ElidedLabel
from xception_gui.gui.views.feature_maps import FeatureMapsView
from xception_gui.gui.views.mosaic import Mosaic


@pytest.fixture
def view(qtbot: QtBot) -> FeatureMapsView:
    return made_maps.maps_view(qtbot)


@pytest.fixture
def act() -> ShownMaps:
    return made_maps.act()


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


def test_that_what_can_be_clicked_in_the_foot_is_28_high(view: FeatureMapsView) -> None:
    view.set_module_maps(made_maps.separable(), SEPARABLE)
    QApplication.processEvents()
    foot = view.foot
    heights = [w.height() for w in (foot.parts, foot.smaller, foot.larger, foot.fit)]
    assert heights == [28] * 4
    assert foot.parts.geometry().bottom() < foot.height()


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
    assert {"分支", "跳连", "求和", "各部分最强的 96 张特征图"} <= set(words(view))
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
