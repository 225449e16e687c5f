"""The tables against pyqtgraph's, and the rule that lets the photo show through."""

from __future__ import annotations

import numpy as np
import pytest

from xception_gui.base.colour_maps import NAMES, colour_map, overlay_alpha


@pytest.mark.parametrize("name", ["inferno", "viridis", "cividis", "turbo"])
def test_that_a_table_equals_the_published_one(name: str) -> None:
    pyqtgraph = pytest.importorskip("pyqtgraph")
    judge = pyqtgraph.colormap.get(name).getLookupTable(nPts=256, alpha=False)
    assert np.abs(colour_map(name).astype(int) - judge).max() <= 2


@pytest.mark.parametrize("name", NAMES)
def test_that_every_map_is_a_table_of_256_colours(name: str) -> None:
    table = colour_map(name)
    assert table.shape == (256, 3)
    assert table.dtype == np.uint8
    assert not table.flags.writeable
    assert len({tuple(colour) for colour in table.tolist()}) > 200
    assert np.abs(np.diff(table.astype(int), axis=0)).max() <= 12


@pytest.mark.parametrize("name", ["inferno", "viridis", "cividis", "grey"])
def test_that_more_is_brighter(name: str) -> None:
    brightness = colour_map(name) @ np.array([0.299, 0.587, 0.114])
    assert (np.diff(brightness) > -0.5).all()
    assert brightness[-1] - brightness[0] > 150


def test_that_grey_is_the_value_itself() -> None:
    assert np.array_equal(colour_map("grey"), np.arange(256)[:, None].repeat(3, axis=1))


def test_that_signed_values_are_white_in_the_middle() -> None:
    table = colour_map("blue-white-red").astype(int)
    assert (table[127:129] > 240).all()
    assert table[20, 2] > table[20, 0] + 60
    assert table[235, 0] > table[235, 2] + 60


def test_that_opacity_follows_smoothstep() -> None:
    values = np.array([[0.0, 0.02, 0.2], [0.285, 0.55, 1.0]], dtype=np.float32)
    place = (0.2 - 0.02) / 0.53
    expected = 0.6 * np.array([[0, 0, place**2 * (3 - 2 * place)], [0.5, 1, 1]])
    alpha = overlay_alpha(values, 0.6)
    assert alpha.dtype == np.float32
    assert np.abs(alpha - expected).max() < 1e-6


def test_that_no_opacity_is_clear() -> None:
    assert not overlay_alpha(np.linspace(0, 1, 9), 0.0).any()
