"""Where a picture lies in its view."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPointF, QRectF, QSizeF

from xception_gui.gui.views.viewport import MARGIN, Viewport


@pytest.fixture
def viewport() -> Viewport:
    made = Viewport()
    made.picture, made.area = QSizeF(1600, 1200), QSizeF(690, 391)
    return made


def test_that_a_photo_is_fitted_with_a_margin_of_12(viewport: Viewport) -> None:
    assert viewport.fitted
    assert viewport.rect == QRectF(100, MARGIN, 489, 367)


def test_that_a_small_picture_is_enlarged_to_fit(viewport: Viewport) -> None:
    viewport.picture = QSizeF(32, 32)
    assert viewport.rect.height() == 367


def test_that_the_point_below_the_pointer_stays_while_zooming(viewport: Viewport) -> None:
    pointer = QPointF(300, 200)
    viewport.zoom_to(1.0)
    before = viewport.to_picture(pointer)
    viewport.zoom_to(viewport.scale * 1.2, pointer)
    after = viewport.to_picture(pointer)
    assert abs(after.x() - before.x()) < 1
    assert abs(after.y() - before.y()) < 1


def test_that_zooming_out_ends_at_the_whole_picture(viewport: Viewport) -> None:
    viewport.zoom_to(1.0)
    for _ in range(20):
        viewport.zoom_to(viewport.scale / 1.2, QPointF(10, 10))
    assert viewport.fitted


def test_that_a_picture_smaller_than_the_view_can_be_seen_at_its_own_size() -> None:
    made = Viewport()
    made.picture, made.area = QSizeF(32, 32), QSizeF(690, 391)
    made.zoom_to(1.0)
    assert made.rect == QRectF(329, 180, 32, 32)


def test_that_a_dragged_picture_never_leaves_more_than_the_margin(viewport: Viewport) -> None:
    viewport.zoom_to(1.0)
    viewport.pan(QPointF(5000, -5000))
    assert viewport.rect.left() == MARGIN
    assert viewport.rect.bottom() == pytest.approx(391 - MARGIN, abs=1)


def test_that_a_fitted_picture_is_not_dragged(viewport: Viewport) -> None:
    before = viewport.rect
    viewport.pan(QPointF(50, 50))
    assert viewport.rect == before


def test_that_a_box_of_the_picture_keeps_to_whole_pixels(viewport: Viewport) -> None:
    box = viewport.to_view((200.0, 0.0, 1400.0, 1200.0))
    assert box == QRectF(161, 12, 367, 367)
