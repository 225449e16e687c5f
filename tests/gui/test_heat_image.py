"""The small picture of a heat map."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image

from xception_gui.base.colour_maps import colour_map
from xception_gui.gui.views.heat_image import enlarged, heat_image, photo_image


def test_that_enlarging_is_what_the_saved_overlay_does() -> None:
    values = np.random.default_rng(0).random((10, 10), np.float32)
    judge = np.asarray(Image.fromarray(values).resize((120, 120), Image.Resampling.BICUBIC))
    assert np.abs(enlarged(values, 120) - np.clip(judge, 0, 1)).max() < 1e-5


def test_that_the_middle_of_a_cell_keeps_its_value() -> None:
    values = np.random.default_rng(1).random((5, 7), np.float32)
    middles = enlarged(values, 105)[10::21, 7::15]
    np.testing.assert_allclose(middles, values, atol=1e-6)


def test_that_what_is_enlarged_stays_between_0_and_1() -> None:
    values = np.zeros((4, 4), np.float32)
    values[1:3, 1:3] = 1
    made = enlarged(values)
    assert made.min() == 0
    assert made.max() == 1


@pytest.mark.parametrize(("value", "alpha"), [(0.0, 0), (0.01, 0), (1.0, 255), (0.6, 255)])
def test_that_weak_places_are_clear_and_strong_ones_full(value: float, alpha: int) -> None:
    image = heat_image(np.full((8, 8), value, np.float32), "inferno")
    assert image.pixelColor(4, 4).alpha() == alpha


def test_that_the_strongest_place_has_the_last_colour() -> None:
    image = heat_image(np.ones((8, 8), np.float32), "viridis")
    assert image.pixelColor(0, 0).getRgb()[:3] == tuple(colour_map("viridis")[255])


def test_that_a_photo_keeps_its_pixels_when_the_array_is_gone() -> None:
    pixels = np.random.default_rng(2).integers(0, 256, (5, 7, 3), np.uint8)
    image = photo_image(pixels[:, ::-1])
    expected = tuple(int(value) for value in pixels[4, 0])
    pixels[:] = 0
    assert image.pixelColor(6, 4).getRgb()[:3] == expected
