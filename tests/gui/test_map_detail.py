"""The chosen map in the inspector."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from tests.gui import made_maps
from xception_gui.base.colour_maps import colour_map
from xception_gui.base.feature_maps import ShownMaps
from xception_gui.gui import style
from xception_gui.gui.language import set_language
from xception_gui.gui.views.elide import ElidedLabel, text_width
from xception_gui.gui.views.map_detail import MapDetail


@pytest.fixture
def detail(qtbot: QtBot) -> MapDetail:
    made = MapDetail()
    qtbot.addWidget(made)
    made.resize(248, 400)
    return made


@pytest.fixture
def shown() -> ShownMaps:
    return made_maps.module(made_maps.ramps(2050, side=19), path="middle.block4.act1")


def tell(detail: MapDetail, shown: ShownMaps, channel: int) -> None:
    maps = shown.maps.output
    detail.show_map(maps, channel, shown.levels[-1][channel], "viridis")
    QApplication.processEvents()


def titles(detail: MapDetail) -> list[str]:
    return [w.text() for w in detail.findChildren(ElidedLabel) if w.isVisible()]


def test_that_nothing_is_there_while_no_map_is_chosen(detail: MapDetail, shown: ShownMaps) -> None:
    detail.show()
    tell(detail, shown, 5)
    assert detail.isVisible()
    detail.show_map(None, 0)
    assert not detail.isVisible()


def test_that_the_map_is_shown_value_by_value_on_whole_pixels(
    detail: MapDetail, shown: ShownMaps
) -> None:
    tell(detail, shown, 5)
    assert detail.view.width() == 224
    assert detail.view.height() == 19 * 11
    image = detail.view.grab().toImage()
    level = int(shown.levels[-1][5, 18, 3])
    expected = QColor(*colour_map("viridis")[level].tolist())
    for x in (3 * 11, 4 * 11 - 1):
        assert image.pixelColor(x, 19 * 11 - 1) == expected


def test_that_a_map_of_many_values_fills_the_width(detail: MapDetail) -> None:
    tell(detail, made_maps.module(made_maps.ramps(4, side=147)), 2)
    assert detail.view.height() == detail.view.width() == 224


def test_that_its_numbers_are_told_and_a_dead_map_has_no_histogram(
    detail: MapDetail, shown: ShownMaps
) -> None:
    tell(detail, shown, 0)
    maps = shown.maps.output
    numbers = [f"Mean {maps.mean[0]:.3f}", f"Max {maps.maximum[0]:.3f}", "Zeros <1\u202f%"]
    assert detail.facts.shown()[0] == numbers
    assert detail.histogram.isVisible()
    assert titles(detail) == ["Channel 0"]
    tell(detail, shown, made_maps.DEAD)
    assert not detail.histogram.isVisible()


def test_that_a_narrow_pane_keeps_channel_and_numbers_whole(
    detail: MapDetail, shown: ShownMaps
) -> None:
    detail.resize(220, 400)
    tell(detail, shown, 2049)
    assert titles(detail) == ["Ch. 2049"]
    small = made_maps.module(-0.0123 * made_maps.ramps(8, side=19))
    tell(detail, small, 7)
    facts, kind = detail.facts.shown()
    assert facts[0].startswith("Mean −0.0")
    widths = [text_width(style.font(kind), fact) for fact in facts]
    assert sum(widths) < detail.facts.width()


def test_that_over_the_photo_the_crop_is_seen_below_the_map(
    detail: MapDetail, shown: ShownMaps
) -> None:
    photo = np.zeros((30, 40, 3), np.uint8)
    photo[:, 5:35] = (255, 0, 0)
    tell(detail, shown, made_maps.DEAD)
    assert not detail.switch.isEnabled()
    detail.set_photo(photo, (5 / 40, 0, 35 / 40, 1))
    assert detail.switch.isEnabled()
    detail.switch.set_current(1)
    detail.switch.chosen.emit(1)
    image = detail.view.grab().toImage()
    assert image.pixelColor(3, 100) == image.pixelColor(200, 100) == QColor(255, 0, 0)
    tell(detail, shown, 9)
    assert detail.view.grab().toImage().pixelColor(100, 100) != QColor(255, 0, 0)
    detail.switch.chosen.emit(0)
    assert detail.view.grab().toImage().pixelColor(100, 100).red() < 255


def test_that_without_a_photo_the_map_itself_is_shown(detail: MapDetail, shown: ShownMaps) -> None:
    tell(detail, shown, 9)
    plain = detail.view.grab().toImage()
    detail.view.set_on_photo(True)
    assert detail.view.grab().toImage() == plain


def test_that_keys_and_buttons_ask_for_the_neighbours_and_for_the_end(
    qtbot: QtBot, detail: MapDetail, shown: ShownMaps
) -> None:
    tell(detail, shown, 9)
    asked: list[int] = []
    detail.stepped.connect(asked.append)
    qtbot.keyClick(detail.view, Qt.Key.Key_Right)
    qtbot.keyClick(detail.view, Qt.Key.Key_Left)
    qtbot.mouseClick(detail.next, Qt.MouseButton.LeftButton)
    qtbot.mouseClick(detail.previous, Qt.MouseButton.LeftButton)
    assert asked == [1, -1, 1, -1]
    with qtbot.waitSignal(detail.closed, timeout=1000):
        qtbot.keyClick(detail.view, Qt.Key.Key_Escape)
    with qtbot.waitSignal(detail.closed, timeout=1000):
        qtbot.mouseClick(detail.close_button, Qt.MouseButton.LeftButton)


def test_that_values_are_counted_without_zeros_and_zero_is_marked(
    detail: MapDetail, shown: ShownMaps
) -> None:
    signed = made_maps.module(made_maps.ramps(8, side=9) - 4)
    tell(detail, signed, 5)
    first = detail.histogram.grab().toImage()
    tell(detail, signed, 6)
    assert detail.histogram.grab().toImage() != first
    assert detail.histogram.accessibleName() == "How often each value occurs, zeros left out"


def test_that_everything_is_named_and_speaks_chinese_at_once(
    detail: MapDetail, shown: ShownMaps
) -> None:
    tell(detail, shown, 9)
    set_language("zh_CN")
    QApplication.processEvents()
    assert titles(detail) == ["通道 9"]
    assert detail.facts.shown()[0][0].startswith("均值 ")
    widgets = [w for w in detail.findChildren(QWidget) if w.isVisible()]
    focusable = [w for w in widgets if w.focusPolicy() != Qt.FocusPolicy.NoFocus]
    assert len(focusable) == 5
    assert [type(w).__name__ for w in focusable if not w.accessibleName()] == []


def test_that_a_map_whose_values_are_nearly_one_has_its_histogram(detail: MapDetail) -> None:
    """As a grey wall gives: what its places differ by is the last digit of their rounding."""
    values = made_maps.ramps(4, side=9)
    values[2] = np.where(np.arange(9) % 2, np.float32(5.000001), np.float32(5))
    tell(detail, made_maps.module(values), 2)
    assert detail.histogram.accessibleDescription() == "5.00, 5.00"


def test_that_a_single_value_is_named_itself_and_not_the_ends_of_an_axis(detail: MapDetail) -> None:
    values = made_maps.ramps(4, side=9)
    values[2] = 0
    values[2, 4, 4] = 0.3
    tell(detail, made_maps.module(values), 2)
    assert detail.histogram.accessibleDescription() == "0.300"
