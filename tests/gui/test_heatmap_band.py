"""The band below the picture, its links, its legend and its list of classes."""

from __future__ import annotations

import dataclasses

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.gui import made
from xception_gui.base.results import Heatmap
from xception_gui.gui.language import set_language
from xception_gui.gui.views.heatmap_band import HeatmapBand, layer_name

LAYERS = ("entry.block1.act1", "middle.block4.sepconv1", "exit.act4")


@pytest.fixture
def heatmap() -> Heatmap:
    return made.heatmap(made.prediction(made.picture()))


@pytest.fixture
def band(qtbot: QtBot, heatmap: Heatmap) -> HeatmapBand:
    view = HeatmapBand()
    qtbot.addWidget(view)
    view.resize(690, 40)
    view.set_classes(made.LABELS)
    view.set_layers(LAYERS)
    view.set_heatmap(heatmap)
    view.show()
    return view


def test_that_it_names_class_layer_and_scale(band: HeatmapBand) -> None:
    assert band.class_link.text() == "dog"
    assert band.layer_link.text() == "act4, 4×4"
    assert "3.4" in band.legend.toolTip()


def test_that_in_the_smallest_window_it_says_what_it_is_of(
    band: HeatmapBand, heatmap: Heatmap
) -> None:
    band.resize(560, 40)
    band.set_heatmap(dataclasses.replace(heatmap, label="class 560"))
    QApplication.processEvents()
    assert band.class_link.width() >= band.class_link.sizeHint().width()
    assert band.layer_link.width() >= band.layer_link.sizeHint().width()
    band.set_heatmap(dataclasses.replace(heatmap, label="German short-haired pointer"))
    QApplication.processEvents()
    assert not band._title.is_cut()
    assert band.width() == 560


def test_that_a_map_without_evidence_says_so(band: HeatmapBand, heatmap: Heatmap) -> None:
    silent = type(heatmap)(**{**heatmap.__dict__, "peak": 0.0})
    band.set_heatmap(silent)
    assert band.layer_link.text().endswith("all zero")


def test_that_without_a_heat_map_nothing_is_named(band: HeatmapBand) -> None:
    band.set_heatmap(None)
    assert not band.class_link.isVisible()
    assert not band.layer_link.isVisible()


@pytest.mark.parametrize(
    ("path", "name"),
    [("exit.act4", "act4"), ("middle.block4.sepconv2", "block4.sepconv2"), ("exit", "exit")],
)
def test_that_a_layer_is_named_without_its_flow(path: str, name: str) -> None:
    assert layer_name(path) == name


def test_that_nothing_overlaps_at_the_narrowest_and_in_chinese(
    qtbot: QtBot, band: HeatmapBand
) -> None:
    band.resize(560, 40)
    set_language("zh_CN")
    band.retranslate()
    QApplication.processEvents()
    parts = sorted((part for part in band.findChildren(type(band.legend))), key=lambda p: p.x())
    assert parts[0].geometry().right() < band.slider.geometry().left()
    assert band.layer_link.geometry().right() < band.legend.geometry().left()
    assert band.slider.geometry().right() < 560 - 40


def test_that_the_word_keeps_its_distance_when_it_has_room_again(band: HeatmapBand) -> None:
    gaps = []
    for width in (690, 430, 690):
        band.resize(width, 40)
        QApplication.processEvents()
        gaps.append(band.slider.x() - band._word.geometry().right())
    assert gaps[0] == gaps[2] > 8


def test_that_a_click_on_the_class_offers_all_and_typing_narrows(
    qtbot: QtBot, band: HeatmapBand
) -> None:
    chosen: list[int] = []
    band.class_chosen.connect(chosen.append)
    qtbot.mouseClick(band.class_link, Qt.MouseButton.LeftButton)
    chooser = band.class_chooser
    assert chooser.isVisible()
    assert chooser.list.model().rowCount() == len(made.LABELS)
    qtbot.keyClicks(chooser.search, "TRUC")
    assert chooser.list.model().rowCount() == 1
    qtbot.keyClick(chooser.search, Qt.Key.Key_Return)
    assert chosen == [made.LABELS.index("truck")]
    assert not chooser.isVisible()


def test_that_arrows_move_in_the_list_while_one_types(qtbot: QtBot, band: HeatmapBand) -> None:
    chosen: list[int] = []
    band.class_chosen.connect(chosen.append)
    band.open_class_chooser()
    qtbot.keyClick(band.class_chooser.search, Qt.Key.Key_Down)
    qtbot.keyClick(band.class_chooser.search, Qt.Key.Key_Return)
    assert chosen == [1]


def test_that_nothing_is_chosen_where_nothing_matches(qtbot: QtBot, band: HeatmapBand) -> None:
    chosen: list[int] = []
    band.class_chosen.connect(chosen.append)
    band.open_class_chooser()
    qtbot.keyClicks(band.class_chooser.search, "zebra")
    qtbot.keyClick(band.class_chooser.search, Qt.Key.Key_Return)
    assert chosen == []
    band.class_chooser.close()


def test_that_the_layer_is_chosen_by_its_path(qtbot: QtBot, band: HeatmapBand) -> None:
    chosen: list[str] = []
    band.layer_chosen.connect(chosen.append)
    qtbot.keyClick(band.layer_link, Qt.Key.Key_Return)
    qtbot.keyClick(band.layer_chooser.search, Qt.Key.Key_Up)
    qtbot.keyClick(band.layer_chooser.search, Qt.Key.Key_Return)
    assert chosen == ["middle.block4.sepconv1"]


def test_that_opacity_is_told_by_the_user_only(band: HeatmapBand) -> None:
    told: list[float] = []
    band.opacity_changed.connect(told.append)
    band.set_opacity(0.3)
    assert told == []
    band.change_opacity(1)
    assert told == [0.35]


def test_that_the_eye_is_told_by_the_user_only(qtbot: QtBot, band: HeatmapBand) -> None:
    told: list[bool] = []
    band.toggled.connect(told.append)
    band.set_shown(False)
    assert told == []
    qtbot.mouseClick(band.eye, Qt.MouseButton.LeftButton)
    assert told == [True]
    assert band.eye.toolTip() == "Hide the heat map"


def test_that_the_legend_offers_colours_with_the_present_one_ticked(
    qtbot: QtBot, band: HeatmapBand
) -> None:
    told: list[str] = []
    band.colours_chosen.connect(told.append)
    band.set_colours("viridis")
    menu = band.legend.menu()
    qtbot.addWidget(menu)
    ticked = [action.text() for action in menu.actions() if action.isChecked()]
    assert ticked == ["Viridis"]
    menu.actions()[-1].trigger()
    assert told == ["turbo"]
