"""The crop's chip can be read wherever the crop lies, and leaves a small crop free."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QRectF, QSizeF, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QApplication

from xception_gui.gui.views.canvas_marks import chip, chip_place, crop_edge

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


@pytest.mark.parametrize("ratio", [1.0, 1.5, 2.0])
def test_that_the_edge_is_dashes_just_inside_the_crop(ratio: float) -> None:
    image = QImage(round(60 * ratio), round(40 * ratio), QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(ratio)
    image.fill(Qt.GlobalColor.gray)
    painter = QPainter(image)
    crop_edge(painter, QRectF(10, 6, 40, 24))
    painter.end()

    def grey(x: float, y: float) -> int:
        return image.pixelColor(int(x * ratio), int(y * ratio)).red()

    ground = image.pixelColor(0, 0).red()
    for x, y in ((20, 6), (20, 29), (10, 18), (49, 18)):  # on each side, from dash to dash
        along = [
            grey(x + 0.5 + k * (y in (6, 29)), y + 0.5 + k * (x in (10, 49))) for k in range(6)
        ]
        assert min(along) < ground < max(along)
    for x, y in ((20, 5), (20, 30), (9, 18), (50, 18), (20, 7), (48, 18)):
        assert grey(x + 0.5, y + 0.5) == ground
