"""Levels as pictures: enlarged, reduced, in colours."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtGui import QColor, QImage, QPainter

from tests.gui import made_maps
from xception_gui.base.colour_maps import colour_map
from xception_gui.base.feature_maps import levels, order
from xception_gui.gui.item_models.map_grid import MapGrid
from xception_gui.gui.views.map_overlay import overlay_image
from xception_gui.gui.views.map_pictures import (
    DEAD,
    GAP,
    block_image,
    colours_of,
    map_image,
    resampled,
    side_by_side,
)
from xception_gui.gui.views.mosaic_blocks import MosaicBlocks


def colour(name: str, level: int) -> QColor:
    return QColor(*colour_map(name)[level].tolist())


def test_that_large_tiles_show_value_by_value() -> None:
    level = np.array([[[0, 255], [100, 7]]], np.uint8)
    enlarged = resampled(level, 8)
    assert np.array_equal(enlarged[0], level[0].repeat(4, 0).repeat(4, 1))


def test_that_small_tiles_are_smooth_and_keep_ends_and_means() -> None:
    ramp = np.tile(np.arange(0, 200, 10, dtype=np.uint8), (20, 1))[None]
    wide = resampled(ramp, 47)[0]
    assert np.array_equal(wide, wide[:1].repeat(47, 0))
    assert (np.diff(wide[0].astype(int)) >= 0).all()
    assert (wide[0, 0], wide[0, -1]) == (0, 190)
    checks = (np.indices((20, 20)).sum(0) % 2 * 200).astype(np.uint8)[None]
    assert np.abs(resampled(checks, 5)[0].astype(int) - 100).max() <= 1


def test_that_the_same_size_changes_nothing() -> None:
    level = np.random.default_rng(0).integers(0, 256, (3, 9, 9), dtype=np.uint8)
    assert np.array_equal(resampled(level, 9), level)


def test_that_a_map_has_the_colours_of_its_levels() -> None:
    maps = made_maps.maps(made_maps.ramps())
    level = levels(maps, "map")[5]
    image = map_image(maps, 5, level, "inferno", 16)
    assert image.pixelColor(1, 14) == colour("inferno", int(level[3, 0]))
    dead = map_image(maps, made_maps.DEAD, level, "inferno", 16)
    assert dead.pixelColor(0, 0) == DEAD


def test_that_values_below_zero_ask_for_colours_with_a_middle() -> None:
    values = made_maps.ramps()
    assert colours_of(made_maps.maps(values), "turbo") == "turbo"
    assert colours_of(made_maps.maps(values - 1), "turbo") == "blue-white-red"


def test_that_a_block_has_gaps_above_and_left_and_crosses_dead_maps() -> None:
    level = np.full((3, 2, 2), 255, np.uint8)
    image = block_image(level, np.array([False, True, False]), "grey", 2, 8, 1)
    assert (image.width(), image.height()) == (18, 18)
    assert image.pixelColor(0, 5) == GAP
    assert image.pixelColor(5, 5) == QColor("white")
    assert image.pixelColor(10, 1) == DEAD
    assert image.pixelColor(13, 5) != DEAD
    assert image.pixelColor(14, 14) == GAP


def drawn(blocks: MosaicBlocks, grid: MapGrid) -> QImage:
    image = QImage(grid.width, grid.height, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    blocks.draw(painter, grid, (0, 0, grid.width, grid.height))
    painter.end()
    return image


@pytest.mark.parametrize("tile", [12, 13, 90, 300, 600])
def test_that_every_tile_shows_its_own_map_at_any_size(tile: int) -> None:
    maps = made_maps.maps(made_maps.ramps(7))
    level, placed = levels(maps, "layer"), order(maps, "strength")
    grid = MapGrid(7, 3, tile, 1)
    image = drawn(MosaicBlocks(maps, level, placed, "viridis"), grid)
    for position, channel in enumerate(placed.tolist()):
        left, top, size, _ = grid.tile_rect(position)
        seen = image.pixelColor(left + size // 8, top + size - 1 - size // 8)
        if channel == made_maps.DEAD:
            assert seen == DEAD
        else:
            assert seen == colour("viridis", int(level[channel, 3, 0]))
    assert image.pixelColor(0, 0) == GAP


def test_that_the_saved_picture_has_one_pixel_per_value() -> None:
    maps = made_maps.maps(made_maps.ramps(7, side=10))
    level, placed = levels(maps, "map"), order(maps, "index")
    picture = MosaicBlocks(maps, level, placed, "grey").picture(3)
    assert (picture.width(), picture.height()) == (3 * 11 + 1, 3 * 11 + 1)
    assert picture.pixelColor(1 + 11 + 4, 1 + 7) == colour("grey", int(level[1, 7, 4]))
    single = made_maps.maps(made_maps.ramps(7, side=1))
    tiny = MosaicBlocks(single, levels(single, "layer"), placed, "grey").picture(7)
    assert tiny.height() == 8 + 2


def test_that_pictures_stand_side_by_side_about_equally_wide() -> None:
    images = [QImage(30, 10, QImage.Format.Format_RGB32), QImage(9, 12, QImage.Format.Format_RGB32)]
    for image in images:
        image.fill(QColor("red"))
    whole = side_by_side(images)
    assert (whole.width(), whole.height()) == (30 + 12 + 27, 36)
    assert whole.pixelColor(45, 30) == QColor("red")
    assert whole.pixelColor(35, 5) == GAP
    assert side_by_side([]).isNull()


def test_that_over_the_photo_zero_is_clear() -> None:
    level = np.full((4, 4), 128, np.uint8)
    level[0, 0] = 0
    signed = overlay_image(level, "blue-white-red", signed=True)
    assert signed.pixelColor(120, 120).alpha() == 0
    assert signed.pixelColor(8, 8).alpha() > 150
    plain = overlay_image(np.zeros((4, 4), np.uint8), "viridis", signed=False)
    assert plain.pixelColor(60, 60).alpha() == 0
