"""Tiles: pointer, keys, choice, zoom, pan."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QImage, QKeyEvent, QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from tests.gui import made_maps
from xception_gui.base.feature_maps import ShownMaps, order
from xception_gui.gui import style
from xception_gui.gui.views.mosaic import Mosaic, Pointed

COUNT = 48


@pytest.fixture
def shown() -> ShownMaps:
    return made_maps.module(made_maps.ramps(COUNT))


@pytest.fixture
def mosaic(qtbot: QtBot, shown: ShownMaps) -> Mosaic:
    view = Mosaic()
    qtbot.addWidget(view)
    view.resize(424, 324)
    put(view, shown)
    view.show()
    return view


def put(view: Mosaic, shown: ShownMaps, sort: str = "index") -> None:
    maps = shown.maps.output
    view.set_maps(maps, shown.levels[-1], order(maps, sort))  # type: ignore[arg-type]


def middle(view: Mosaic, position: int) -> QPoint:
    return view.tile_rect(position).center()


def heard(view: Mosaic) -> list[Pointed | None]:
    told: list[Pointed | None] = []
    view.pointed.connect(told.append)
    return told


def chosen(view: Mosaic) -> list[int]:
    told: list[int] = []
    view.chosen.connect(told.append)
    return told


def wheel(view: Mosaic, at: QPoint, notches: int, *, ctrl: bool = True) -> None:
    modifier = Qt.KeyboardModifier.ControlModifier if ctrl else Qt.KeyboardModifier.NoModifier
    viewport = view.viewport()
    event = QWheelEvent(
        QPointF(at),
        QPointF(viewport.mapToGlobal(at)),
        QPoint(),
        QPoint(0, 120 * notches),
        Qt.MouseButton.NoButton,
        modifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(viewport, event)


def held_move(viewport: QWidget, at: QPoint) -> None:
    """The pointer moves with the left button down, which `qtbot.mouseMove` cannot say."""
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    place, kind = QPointF(at), QMouseEvent.Type.MouseMove
    event = QMouseEvent(kind, place, QPointF(viewport.mapToGlobal(at)), left, left, none)
    QApplication.sendEvent(viewport, event)


def grabbed(view: Mosaic) -> QImage:
    return view.viewport().grab().toImage()


def test_that_all_tiles_lie_in_the_middle_of_the_view_without_scroll_bars(mosaic: Mosaic) -> None:
    first, last = mosaic.tile_rect(0), mosaic.tile_rect(COUNT - 1)
    assert first.left() >= 12
    assert abs(first.left() - (424 - 1 - last.right())) <= 1
    assert abs(first.top() - (324 - 1 - last.bottom())) <= 1
    assert not mosaic.verticalScrollBar().isVisible()


def test_that_the_pointer_tells_channel_and_value(qtbot: QtBot, mosaic: Mosaic) -> None:
    told = heard(mosaic)
    rect = mosaic.tile_rect(7)
    qtbot.mouseMove(mosaic.viewport(), rect.topLeft() + QPoint(1, rect.height() - 2))
    pointed = told[-1]
    assert pointed is not None
    assert (pointed.channel, pointed.x, pointed.y) == (7, 0, 3)
    assert pointed.tile.topLeft() == mosaic.viewport().mapToGlobal(rect.topLeft())
    qtbot.mouseMove(mosaic.viewport(), QPoint(2, 2))
    assert told[-1] is None


def test_that_the_tile_below_the_pointer_is_ringed_in_white(qtbot: QtBot, mosaic: Mosaic) -> None:
    rect = mosaic.tile_rect(7)
    edge = rect.topLeft() - QPoint(1, 1)
    assert grabbed(mosaic).pixelColor(edge) == QColor("#17181C")
    mosaic.point(7)
    assert grabbed(mosaic).pixelColor(edge) == QColor("white")


def test_that_a_click_chooses_and_rings_in_the_accent(qtbot: QtBot, mosaic: Mosaic) -> None:
    told = chosen(mosaic)
    qtbot.mouseClick(mosaic.viewport(), Qt.MouseButton.LeftButton, pos=middle(mosaic, 9))
    assert (told, mosaic.selected) == ([9], 9)
    corner = mosaic.tile_rect(9).topLeft()
    assert grabbed(mosaic).pixelColor(corner - QPoint(2, 2)) == style.colour("accent")
    qtbot.mouseClick(mosaic.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(2, 2))
    assert told == [9]


def test_that_another_order_keeps_the_chosen_map(mosaic: Mosaic, shown: ShownMaps) -> None:
    mosaic.set_selected(9)
    put(mosaic, shown, "strength")
    assert mosaic.selected == 9
    position = order(shown.maps.output, "strength").tolist().index(9)
    corner = mosaic.tile_rect(position).topLeft()
    assert grabbed(mosaic).pixelColor(corner - QPoint(2, 2)) == style.colour("accent")


def test_that_another_picture_keeps_choice_and_zoom_and_another_module_does_not(
    mosaic: Mosaic,
) -> None:
    mosaic.set_selected(9)
    mosaic.zoom(3)
    put(mosaic, made_maps.module(made_maps.ramps(COUNT, seed=5)))
    assert (mosaic.selected, round(mosaic.zoom_factor())) == (9, 3)
    put(mosaic, made_maps.module(made_maps.ramps(COUNT), path="exit.act3"))
    assert (mosaic.selected, mosaic.zoom_factor()) == (-1, 1)


def test_that_keys_move_mark_choose_and_clear(qtbot: QtBot, mosaic: Mosaic) -> None:
    told, clicked = heard(mosaic), chosen(mosaic)
    columns = mosaic.grid().columns
    steps = [
        (Qt.Key.Key_Right, 0),  # the first key marks the first tile
        (Qt.Key.Key_Right, 1),
        (Qt.Key.Key_Down, 1 + columns),
        (Qt.Key.Key_Left, columns),
        (Qt.Key.Key_Up, 0),
        (Qt.Key.Key_End, COUNT - 1),
        (Qt.Key.Key_Home, 0),
        (Qt.Key.Key_PageDown, columns * (mosaic.grid().rows - 1)),
        (Qt.Key.Key_PageUp, 0),
    ]
    for key, channel in steps:
        qtbot.keyClick(mosaic, key)
        assert told[-1] is not None
        assert told[-1].channel == channel, key
    qtbot.keyClick(mosaic, Qt.Key.Key_Return)
    assert clicked == [0]
    qtbot.keyClick(mosaic, Qt.Key.Key_Escape)
    assert (clicked, mosaic.selected, told[-1]) == ([0, -1], -1, None)


def test_that_escape_is_left_to_others_where_nothing_is_chosen(mosaic: Mosaic) -> None:
    event = QKeyEvent(QKeyEvent.Type.KeyPress, Qt.Key.Key_Escape, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(mosaic, event)
    assert not event.isAccepted()


def test_that_page_keys_are_not_left_to_the_queue_of_pictures(mosaic: Mosaic) -> None:
    for modifier, taken in (
        (Qt.KeyboardModifier.NoModifier, True),
        (Qt.KeyboardModifier.ControlModifier, False),
    ):
        event = QKeyEvent(QKeyEvent.Type.ShortcutOverride, Qt.Key.Key_PageDown, modifier)
        event.ignore()
        QApplication.sendEvent(mosaic, event)
        assert event.isAccepted() == taken


def test_that_keys_tell_the_value_farthest_from_zero(qtbot: QtBot, mosaic: Mosaic) -> None:
    told = heard(mosaic)
    values = made_maps.ramps(COUNT)
    values[0, 2, 1] = -99
    put(mosaic, made_maps.module(values))
    qtbot.keyClick(mosaic, Qt.Key.Key_Home)
    assert told[-1] is not None
    assert (told[-1].x, told[-1].y) == (1, 2)


def test_that_a_screen_reader_hears_where_the_keys_are(qtbot: QtBot, mosaic: Mosaic) -> None:
    qtbot.keyClick(mosaic, Qt.Key.Key_Home)
    qtbot.keyClick(mosaic, Qt.Key.Key_Right)
    assert mosaic.accessibleDescription().startswith("Channel 1, mean ")


def test_that_ctrl_and_wheel_zoom_about_the_pointer(qtbot: QtBot, mosaic: Mosaic) -> None:
    at = middle(mosaic, 20)
    for _ in range(6):
        wheel(mosaic, at, 1)
    assert mosaic.zoom_factor() > 2
    assert mosaic.tile_rect(20).contains(at)
    QApplication.processEvents()
    assert mosaic.verticalScrollBar().isVisible()
    for _ in range(9):
        wheel(mosaic, at, -1)
    QApplication.processEvents()
    assert mosaic.zoom_factor() == 1
    assert not mosaic.verticalScrollBar().isVisible()


def test_that_the_wheel_alone_scrolls_and_hides_the_card(mosaic: Mosaic) -> None:
    mosaic.zoom(4)
    mosaic.point(20)
    told = heard(mosaic)
    before = mosaic.verticalScrollBar().value()
    wheel(mosaic, QPoint(100, 100), -1, ctrl=False)
    assert mosaic.verticalScrollBar().value() > before
    assert told[-1] is None


def test_that_keys_zoom_and_a_move_brings_the_tile_into_sight(qtbot: QtBot, mosaic: Mosaic) -> None:
    for _ in range(8):
        qtbot.keyClick(mosaic, Qt.Key.Key_Plus)
    qtbot.keyClick(mosaic, Qt.Key.Key_End)
    assert mosaic.viewport().rect().contains(mosaic.tile_rect(COUNT - 1))
    qtbot.keyClick(mosaic, Qt.Key.Key_Home)
    assert mosaic.viewport().rect().contains(mosaic.tile_rect(0))
    qtbot.keyClick(mosaic, Qt.Key.Key_Minus)
    assert 1 < mosaic.zoom_factor() < 6
    qtbot.keyClick(mosaic, Qt.Key.Key_0)
    assert mosaic.zoom_factor() == 1


def test_that_zoom_ends_where_values_are_counted(mosaic: Mosaic) -> None:
    for _ in range(40):
        mosaic.zoom(1.25)
    assert mosaic.grid().tile == 32 * 4


def test_that_a_drag_pans_and_chooses_nothing(qtbot: QtBot, mosaic: Mosaic) -> None:
    told = chosen(mosaic)
    mosaic.zoom(4)
    viewport, tile = mosaic.viewport(), mosaic.tile_rect(20)
    qtbot.mousePress(viewport, Qt.MouseButton.LeftButton, pos=QPoint(200, 150))
    for x in (215, 230):
        held_move(viewport, QPoint(x, 160))
    qtbot.mouseRelease(viewport, Qt.MouseButton.LeftButton, pos=QPoint(230, 160))
    assert mosaic.tile_rect(20).topLeft() - tile.topLeft() == QPoint(30, 10)
    assert told == []


def test_that_faint_maps_say_nothing_and_cannot_be_chosen(qtbot: QtBot, mosaic: Mosaic) -> None:
    told, clicked = heard(mosaic), chosen(mosaic)
    full = grabbed(mosaic).pixelColor(middle(mosaic, made_maps.DEAD) + QPoint(9, 0))
    mosaic.set_faint(True)
    qtbot.mouseMove(mosaic.viewport(), middle(mosaic, 5))
    qtbot.mouseClick(mosaic.viewport(), Qt.MouseButton.LeftButton, pos=middle(mosaic, 5))
    qtbot.keyClick(mosaic, Qt.Key.Key_Home)
    assert (told, clicked) == ([], [])
    faint = grabbed(mosaic).pixelColor(middle(mosaic, made_maps.DEAD) + QPoint(9, 0))
    assert faint.lightness() > full.lightness() + 60


def test_that_nothing_is_shown_and_nothing_happens_without_maps(
    qtbot: QtBot, mosaic: Mosaic
) -> None:
    mosaic.clear()
    for key in (Qt.Key.Key_Home, Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Plus):
        qtbot.keyClick(mosaic, key)
    assert grabbed(mosaic).pixelColor(200, 150) == style.colour("canvas")
    assert mosaic.blocks is None


def test_that_the_free_end_of_the_last_row_is_canvas(mosaic: Mosaic) -> None:
    count = 10
    put(mosaic, made_maps.module(made_maps.ramps(count)))
    grid = mosaic.grid()
    assert count % grid.columns
    last = mosaic.tile_rect(count - 1)
    beyond = last.center() + QPoint(last.width() + 2, 0)
    assert grabbed(mosaic).pixelColor(beyond) == style.colour("canvas")


def test_that_another_theme_changes_the_ground_at_once(qapp: QApplication, mosaic: Mosaic) -> None:
    light = grabbed(mosaic).pixelColor(3, 3)
    style.apply(qapp, "dark")
    assert grabbed(mosaic).pixelColor(3, 3) == style.colour("canvas") != light


def test_that_thousands_of_tiny_tiles_are_all_there(mosaic: Mosaic) -> None:
    put(mosaic, made_maps.module(np.ones((2048, 2, 2), np.float32)))
    image, canvas = grabbed(mosaic), style.colour("canvas")
    filled = [image.pixelColor(middle(mosaic, at)) != canvas for at in range(0, 2048, 97)]
    assert all(filled)
