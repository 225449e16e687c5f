"""A heat map laid over its photo, for saving and for the command line."""

from __future__ import annotations

import numpy as np
from PIL import Image

from xception_gui.base.colour_maps import colour_map, overlay_alpha
from xception_gui.base.results import Heatmap


def compose(
    image: Image.Image,
    heatmap: Heatmap,
    box: tuple[float, float, float, float],
    opacity: float = 0.6,
    colours: str = "inferno",
) -> Image.Image:
    """`image` with the heat map blended in: clear where there is no evidence.

    Parameters
    ----------
    image : PIL image
        RGB, of any size.
    box : tuple of float
        Left, top, right, bottom of what the network saw, in pixels of `image`; may reach beyond.
    opacity : float
        0 … 1, of the strongest evidence.
    colours : str
        Name of a colour map.
    """
    left, top, right, bottom = (round(edge) for edge in box)
    size = (max(1, right - left), max(1, bottom - top))
    grid = Image.fromarray(np.rint(heatmap.values * 255).astype(np.uint8))
    levels = grid.resize(size, Image.Resampling.BICUBIC)
    alphas = overlay_alpha(np.arange(256, dtype=np.float32) / 255, opacity)
    mask = levels.point([round(255 * float(alpha)) for alpha in alphas])
    levels.putpalette(colour_map(colours).tobytes())
    result = image.convert("RGB")
    result.paste(levels.convert("RGB"), (left, top), mask)
    return result
