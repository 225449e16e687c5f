"""Where the tiles of a mosaic lie."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xception_gui.gui.item_models.map_grid import MapGrid, beside, fitted, in_columns, largest_tile


def test_that_728_maps_fill_the_view_of_the_usual_window() -> None:
    grid = fitted(728, 666, 607)
    assert (grid.columns, grid.rows, grid.tile) == (28, 26, 22)
    assert (grid.width, grid.height) == (645, 599)


@given(st.integers(1, 3000), st.integers(60, 2000), st.integers(60, 2000), st.integers(1, 3))
def test_that_the_fitted_tiles_are_the_largest_that_fit(
    count: int, width: int, height: int, gap: int
) -> None:
    grid = fitted(count, width, height, gap)
    assert grid.columns * grid.rows >= count > grid.columns * (grid.rows - 1)
    larger = grid.tile + 1
    columns = (width - gap) // (larger + gap)
    rows = -(-count // columns) if columns else height
    assert larger > min(width, height) or rows * (larger + gap) + gap > height
    if grid.tile > 1:
        assert grid.width <= width
        assert grid.height <= height


def test_that_nothing_to_lay_out_is_no_error() -> None:
    grid = fitted(0, 100, 100)
    assert (grid.rows, grid.position_at(5, 5)) == (0, None)


@given(st.integers(1, 500), st.integers(1, 40), st.integers(1, 60), st.data())
def test_that_a_tile_is_found_where_it_lies(
    count: int, columns: int, tile: int, data: st.DataObject
) -> None:
    grid = MapGrid(count, min(columns, count), tile, 1)
    position = data.draw(st.integers(0, count - 1))
    left, top, width, height = grid.tile_rect(position)
    for x, y in ((left, top), (left + width - 0.01, top + height - 0.01)):
        assert grid.position_at(x, y) == position
    assert grid.position_at(grid.width + 1, 0) is None
    assert grid.position_at(-2, 0) is None


def test_that_the_value_below_a_point_is_counted_from_the_tiles_corner() -> None:
    grid = MapGrid(4, 2, 20, 1)
    left, top, _, _ = grid.tile_rect(3)
    assert grid.value_at(3, left, top, 10) == (0, 0)
    assert grid.value_at(3, left + 19.9, top + 5, 10) == (9, 2)
    assert grid.value_at(3, left - 1, top + 40, 10) == (0, 9)


def test_that_only_the_cells_in_a_rectangle_are_named() -> None:
    grid = MapGrid(100, 10, 9, 1)
    assert grid.cells((0, 0, 1000, 1000)) == (0, 0, 10, 10)
    assert grid.cells((-5, 25, 16, 10)) == (0, 2, 2, 2)
    assert grid.cells((200, 0, 10, 10))[2:] == (0, 1)


def test_that_keys_move_in_rows_and_stop_at_the_ends() -> None:
    grid = MapGrid(10, 4, 9)  # rows of 4, 4 and 2
    assert [grid.moved(5, *step) for step in ((1, 0), (-1, 0), (0, 1), (0, -1))] == [6, 4, 9, 1]
    assert grid.moved(3, 1, 0) == 4
    assert grid.moved(6, 0, 1) == 6
    assert grid.moved(1, 0, -5) == 1
    assert grid.moved(0, 0, 9) == 8
    assert grid.moved(9, 1, 0) == 9


@pytest.mark.parametrize(("count", "rest"), [(4, 0), (3, 10 * 10), (6, 0)])
def test_that_the_rest_of_the_last_row_is_known(count: int, rest: int) -> None:
    _, _, width, height = MapGrid(count, 2, 9, 1).rest()
    assert width * height == rest


def test_that_columns_shrink_a_little_to_fit_but_no_more() -> None:
    assert in_columns(96, 6, 16, 206, 600).tile == 33
    assert in_columns(96, 6, 16, 206, 500).tile == 30
    assert in_columns(96, 6, 16, 206, 300).tile == 33
    assert in_columns(32, 6, 16, 206, 500).tile == 30


def test_that_maps_can_be_enlarged_until_values_are_counted() -> None:
    assert largest_tile(22, 19) == 32 * 19
    assert largest_tile(190, 1) == 380


def test_that_the_card_stands_beside_its_tile_inside_the_view() -> None:
    card, view = (250, 110), (690, 600)
    assert beside((100, 200, 22, 22), card, view, 12) == (134, 156, 250, 110)
    assert beside((600, 200, 22, 22), card, view, 12)[0] == 600 - 12 - 250
    assert beside((100, 2, 22, 22), card, view, 12)[1] == 0
    assert beside((100, 590, 22, 22), card, view, 12)[1] == 490
