"""The overlay: only inside the crop, only where there is evidence, in the map's colours."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image

from xception_gui.base.colour_maps import NAMES, colour_map, overlay_alpha
from xception_gui.base.results import ByteArray, FloatArray, Heatmap, Origin
from xception_gui.explanation import compose

WHOLE = (0.0, 0.0, 60.0, 40.0)


def heat(values: object) -> Heatmap:
    grid: FloatArray = np.asarray(values, np.float32)
    return Heatmap(Origin("", "", ""), "cam", "exit.act4", 0, "dog", grid, 1.0)


def photo() -> Image.Image:
    generator = np.random.default_rng(0)
    return Image.fromarray(generator.integers(0, 256, (40, 60, 3), np.uint8))


def pixels(image: Image.Image) -> ByteArray:
    return np.asarray(image)


def test_that_no_evidence_or_no_opacity_changes_nothing() -> None:
    for values, opacity in ((np.zeros((3, 3)), 1.0), (np.ones((3, 3)), 0.0)):
        assert np.array_equal(pixels(compose(photo(), heat(values), WHOLE, opacity)), photo())


@pytest.mark.parametrize("name", NAMES)
def test_that_full_evidence_at_full_opacity_is_the_last_colour(name: str) -> None:
    result = pixels(compose(photo(), heat(np.ones((4, 4))), WHOLE, 1.0, name))
    assert (result == colour_map(name)[-1]).all()


def test_that_colour_and_alpha_are_those_of_the_value() -> None:
    level, opacity = 60 / 255, 0.7
    result = pixels(compose(photo(), heat(np.full((2, 2), level)), WHOLE, opacity)).astype(float)
    alpha = float(overlay_alpha(np.array([level], np.float32), opacity)[0])
    assert 0.05 < alpha < 0.65
    expected = (1 - alpha) * pixels(photo()) + alpha * colour_map("inferno")[60]
    assert np.abs(result - expected).max() <= 1.5


def test_that_only_the_crop_is_covered() -> None:
    result = pixels(compose(photo(), heat(np.ones((2, 2))), (10.0, 5.0, 40.0, 35.0), 1.0))
    covered = (result == colour_map("inferno")[-1]).all(axis=2)
    inside = np.zeros((40, 60), bool)
    inside[5:35, 10:40] = True
    assert np.array_equal(covered, inside)
    assert np.array_equal(result[~inside], pixels(photo())[~inside])


@pytest.mark.parametrize(("row", "column"), [(0, 0), (0, 2), (2, 0), (2, 2)])
def test_that_heat_lies_where_the_grid_has_it(row: int, column: int) -> None:
    grid = np.zeros((3, 3))
    grid[row, column] = 1.0
    black = Image.new("RGB", (60, 60))
    result = pixels(compose(black, heat(grid), (0, 0, 60, 60), 1.0)).sum(axis=2)
    lit = np.argwhere(result > result.max() * 0.9).mean(axis=0) / 20
    assert np.abs(lit - (row + 0.5, column + 0.5)).max() < 0.5
    assert not result[:, 41:].any() or column > 0


def test_that_a_crop_may_reach_beyond_the_photo() -> None:
    grid = [[0.0, 0.0], [0.0, 1.0]]
    result = pixels(compose(photo(), heat(grid), (-20.0, -40.0, 60.0, 40.0), 1.0))
    assert result.shape == (40, 60, 3)
    assert (result[-1, -1] == colour_map("inferno")[-1]).all()
    assert np.array_equal(result[0, 0], pixels(photo())[0, 0])


def test_that_the_photo_itself_stays_as_it_was() -> None:
    image = photo()
    compose(image, heat(np.ones((2, 2))), WHOLE, 1.0)
    assert np.array_equal(pixels(image), pixels(photo()))


def test_that_a_grey_photo_gets_colours() -> None:
    result = compose(photo().convert("L"), heat(np.ones((2, 2))), WHOLE, 0.5)
    assert result.mode == "RGB"


def test_that_enlarging_never_leaves_the_scale() -> None:
    grid = np.zeros((5, 5))
    grid[2, 2] = 1.0
    black = Image.new("RGB", (250, 250))
    result = pixels(compose(black, heat(grid), (0, 0, 250, 250), 1.0, "grey"))
    assert result.max() == 255
    assert not result[:50].any()
