"""All maps of a module as one picture: tiles in rows, thin gaps between them."""

from __future__ import annotations

import math

import numpy as np
from PIL import Image

from xception_gui.base.colour_maps import colour_map
from xception_gui.base.results import ByteArray

GAP = (23, 24, 28)
_LONGEST = 16_000  # pixels: what a PNG viewer still opens


def columns_for(count: int, height: int, width: int, aspect: float = 1.0) -> int:
    """How many tiles in a row bring `count` of them closest to `aspect` (width / height)."""
    wanted = math.sqrt(count * aspect * (height + 1) / (width + 1))
    return max(1, min(count, round(wanted)))


def mosaic(
    levels: ByteArray,
    order: np.ndarray[tuple[int], np.dtype[np.intp]],
    colours: str,
    scale: int = 0,
) -> Image.Image:
    """The maps at `levels` in `order`, in colours.

    Parameters
    ----------
    levels : uint8 array (channels, height, width)
        `xception_gui.base.feature_maps.levels`.
    order : integer array (shown,)
        Channels, row by row.
    scale : int
        Whole pixels per value; 0: as large as makes the picture about 1,200 pixels wide.
    """
    _, height, width = levels.shape
    columns = columns_for(len(order), height, width)
    rows = -(-len(order) // columns)
    scale = scale or max(1, min(1200 // (columns * width), _LONGEST // (rows * height)))
    tile_h, tile_w = height * scale, width * scale
    whole = np.full((rows * (tile_h + 1) - 1, columns * (tile_w + 1) - 1, 3), GAP, np.uint8)
    table = colour_map(colours)
    for place, channel in enumerate(order):
        top, left = (place // columns) * (tile_h + 1), (place % columns) * (tile_w + 1)
        tile = table[levels[channel]].repeat(scale, 0).repeat(scale, 1)
        whole[top : top + tile_h, left : left + tile_w] = tile
    return Image.fromarray(whole)
