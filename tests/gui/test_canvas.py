"""The picture with crop and heat map."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QWheelEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.gui import made
from xception_gui.base.results import Picture
from xception_gui.gui import style
from xception_gui.gui.views.canvas import Canvas


@pytest.fixture
def photo() -> Picture:
    return made.picture()


@pytest.fixture
def canvas(qtbot: QtBot, photo: Picture) -> Canvas:
    view = Canvas()
    qtbot.addWidget(view)
    view.resize(424, 324)  # the photo lies at 12 … 412 × 12 … 312, one pixel per pixel
    view.set_picture(photo)
    view.set_prepared(made.prepared(photo))
    view.show()
    return view


def seen(canvas: Canvas, x: int, y: int) -> QColor:
    return canvas.grab().toImage().pixelColor(x, y)


def laid(canvas: Canvas, photo: Picture) -> None:
    canvas.set_heatmap(made.heatmap(made.prediction(photo)))


UPPER_LEFT = (100, 60)  # in the heat map's strongest cell, beside the chip
LOWER_RIGHT = (250, 250)


def test_that_outside_the_crop_the_photo_is_dark_and_inside_it_is_untouched(
    canvas: Canvas,
) -> None:
    assert seen(canvas, *LOWER_RIGHT) == QColor("white")
    outside = seen(canvas, 20, 160)
    assert outside.lightness() < 160
    assert outside.lightness() > 40
    assert seen(canvas, 5, 160) == style.colour("canvas")


def test_that_outside_the_crop_colours_fade(qtbot: QtBot) -> None:
    red = made.picture()
    red.display[:] = (255, 0, 0)
    view = Canvas()
    qtbot.addWidget(view)
    view.resize(424, 324)
    view.set_picture(red)
    view.set_prepared(made.prepared(red))
    outside = seen(view, 20, 160)
    assert outside.saturation() < 220
    assert seen(view, *LOWER_RIGHT) == QColor(255, 0, 0)


def test_that_the_heat_map_lies_on_the_crop(canvas: Canvas, photo: Picture) -> None:
    laid(canvas, photo)
    assert seen(canvas, *UPPER_LEFT) != QColor("white")
    assert seen(canvas, *LOWER_RIGHT) == QColor("white")


def test_that_opacity_colours_and_the_eye_redraw_at_once(canvas: Canvas, photo: Picture) -> None:
    laid(canvas, photo)
    shown = [seen(canvas, *UPPER_LEFT)]
    canvas.set_opacity(1.0)
    shown.append(seen(canvas, *UPPER_LEFT))
    canvas.set_colours("viridis")
    shown.append(seen(canvas, *UPPER_LEFT))
    canvas.set_overlay_shown(False)
    shown.append(seen(canvas, *UPPER_LEFT))
    assert len({colour.name() for colour in shown}) == 4
    assert shown[-1] == QColor("white")


def test_that_a_heat_map_of_another_picture_is_never_drawn(canvas: Canvas, photo: Picture) -> None:
    laid(canvas, photo)
    other = made.picture("cat.jpg")
    canvas.set_picture(other)
    canvas.set_prepared(made.prepared(other))
    assert seen(canvas, *UPPER_LEFT) == QColor("white")
    assert canvas.value_at(QPointF(*UPPER_LEFT)) is None


def test_that_the_crop_of_another_picture_is_never_drawn(canvas: Canvas) -> None:
    canvas.set_picture(made.picture("cat.jpg"))
    assert seen(canvas, 20, 160) == QColor("white")


def test_that_a_stale_heat_map_is_fainter(canvas: Canvas, photo: Picture) -> None:
    laid(canvas, photo)
    full = seen(canvas, *UPPER_LEFT)
    canvas.set_stale(True)
    assert seen(canvas, *UPPER_LEFT).lightness() > full.lightness()


def test_that_the_value_at_the_pointer_is_that_of_the_grid(canvas: Canvas, photo: Picture) -> None:
    laid(canvas, photo)
    crop = canvas.viewport.to_view(made.prepared(photo).box)
    cell = crop.width() / 4
    middle = crop.topLeft() + QPointF(cell / 2, cell / 2)
    assert canvas.value_at(middle) == pytest.approx(1, abs=0.02)
    assert canvas.value_at(middle + QPointF(2 * cell, 2 * cell)) == pytest.approx(0, abs=0.02)
    assert canvas.value_at(QPointF(14, 160)) is None


def test_that_a_hidden_heat_map_has_no_value(canvas: Canvas, photo: Picture) -> None:
    laid(canvas, photo)
    canvas.set_overlay_shown(False)
    assert canvas.value_at(QPointF(*UPPER_LEFT)) is None


def test_that_hovering_writes_the_value_beside_the_pointer(
    qtbot: QtBot, canvas: Canvas, photo: Picture
) -> None:
    laid(canvas, photo)
    before = canvas.grab().toImage()
    qtbot.mouseMove(canvas, QPoint(*LOWER_RIGHT))
    assert canvas.grab().toImage() != before


def test_that_the_network_input_is_shown_whole(canvas: Canvas) -> None:
    canvas.set_input_shown(True)
    assert canvas.viewport.rect.width() == canvas.viewport.rect.height() == 300
    assert seen(canvas, *LOWER_RIGHT) == QColor(128, 128, 128)


def test_that_the_wheel_zooms_about_the_pointer(canvas: Canvas) -> None:
    at = QPointF(100, 100)
    before = canvas.viewport.to_picture(at)
    for _ in range(8):
        event = QWheelEvent(
            at,
            canvas.mapToGlobal(at),
            QPoint(),
            QPoint(0, 120),
            Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.NoModifier,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        )
        QApplication.sendEvent(canvas, event)
    after = canvas.viewport.to_picture(at)
    assert canvas.viewport.scale > 4
    assert abs(after.x() - before.x()) < 2


def test_that_one_to_one_is_the_picture_s_own_size(canvas: Canvas) -> None:
    canvas.resize(200, 200)
    canvas.one_to_one()
    assert canvas.viewport.rect.width() == 400
    canvas.fit()
    assert canvas.viewport.rect.width() == 176


def test_that_an_enlarged_picture_is_dragged(qtbot: QtBot, canvas: Canvas) -> None:
    canvas.zoom(4)
    before = canvas.viewport.rect
    qtbot.mousePress(canvas, Qt.MouseButton.LeftButton, pos=QPoint(200, 200))
    qtbot.mouseMove(canvas, QPoint(180, 170))
    qtbot.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=QPoint(180, 170))
    assert canvas.viewport.rect.topLeft() - before.topLeft() == QPointF(-20, -30)


def test_that_plus_minus_and_arrows_work_without_a_mouse(qtbot: QtBot, canvas: Canvas) -> None:
    fitted = canvas.viewport.rect
    qtbot.keyClick(canvas, Qt.Key.Key_Plus)
    enlarged = canvas.viewport.rect
    assert enlarged.width() > fitted.width()
    qtbot.keyClick(canvas, Qt.Key.Key_Left)
    assert canvas.viewport.rect.left() > enlarged.left()
    qtbot.keyClick(canvas, Qt.Key.Key_Minus)
    assert canvas.viewport.fitted


def test_that_a_strongly_reduced_photo_is_still_itself(qtbot: QtBot) -> None:
    large = made.picture(width=2000, height=1500)
    large.display[:, 1000:] = 0
    view = Canvas()
    qtbot.addWidget(view)
    view.resize(224, 174)
    view.set_picture(large)
    assert seen(view, 60, 80) == QColor("white")
    assert seen(view, 160, 80) == QColor("black")


def test_that_an_enlarged_photo_shows_single_pixels(qtbot: QtBot) -> None:
    small = made.picture(width=40, height=30)
    small.display[::2] = 0
    view = Canvas()
    qtbot.addWidget(view)
    view.resize(424, 324)  # ten times
    view.set_picture(small)
    image = view.grab().toImage()
    column = np.array([image.pixelColor(200, y).red() for y in range(12, 312)])
    assert set(column) == {0, 255}


def test_that_it_tells_its_picture_and_class(canvas: Canvas, photo: Picture) -> None:
    laid(canvas, photo)
    assert canvas.accessibleName() == "Picture dog.jpg"
    assert canvas.accessibleDescription() == "Heat map for dog"
