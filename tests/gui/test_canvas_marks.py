"""The crop's chip can be read wherever the crop lies, and leaves a small crop free."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QRectF, QSizeF, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QApplication

from xception_gui.gui.views.canvas_marks import chip, chip_place

SIZE, SEEN = QSizeF(130, 18), QRectF(0, 0, 690, 400)


def test_that_the_chip_lies_in_the_crop_s_upper_left_corner() -> None:
    assert chip_place(SIZE, QRectF(100, 20, 360, 360), SEEN).topLeft().toTuple() == (105, 25)
    assert chip_place(SIZE, QRectF(-300, -90, 900, 900), SEEN).topLeft().toTuple() == (5, 5)


@pytest.mark.parametrize("left", [560, 640, 689])
@pytest.mark.parametrize("top", [-90, 385, 399])
def test_that_the_chip_of_a_crop_that_begins_at_the_edge_is_in_sight(left: int, top: int) -> None:
    place = chip_place(SIZE, QRectF(left, top, 900, 900), SEEN)
    assert SEEN.contains(place)


@pytest.mark.parametrize(
    "crop",
    [
        QRectF(328, 183, 33, 33),  # of a picture 20 times as wide as high
        QRectF(336, 191, 18, 18),
        QRectF(328, 0, 33, 33),
        QRectF(657, 183, 33, 33),
        QRectF(0, 367, 33, 33),
    ],
)
def test_that_the_chip_leaves_a_small_crop_free(crop: QRectF) -> None:
    place = chip_place(SIZE, crop, SEEN)
    assert SEEN.contains(place)
    assert not place.intersects(crop)


@pytest.mark.parametrize(("left", "signed"), [(600, True), (700, False)])
def test_that_only_a_crop_in_sight_has_a_chip(qapp: QApplication, left: int, signed: bool) -> None:
    image = QImage(690, 400, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    before, painter = image.copy(), QPainter(image)
    chip(painter, "48 × 48 · centre crop", QRectF(left, 20, 300, 300), SEEN)
    painter.end()
    assert (image != before) == signed
