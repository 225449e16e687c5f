"""The photo with its heat map, or either alone, to save or to copy; work of the `io` lane."""

from __future__ import annotations

import io
import os
from collections.abc import Callable
from dataclasses import dataclass

from xception_gui.base import Problem
from xception_gui.base.results import ByteArray, Heatmap
from xception_gui.gui.sources import Source, decode_source

_FORMATS = {".png": "PNG", ".jpg": "JPEG", ".jpeg": "JPEG", ".webp": "WEBP"}


@dataclass(frozen=True)
class Overlay:
    """All that is needed to draw one, at full size."""

    source: Source
    image_id: str
    heatmap: Heatmap
    box: tuple[float, float, float, float]
    opacity: float
    colours: str


def drawn(overlay: Overlay) -> ByteArray:
    """uint8 array (height, width, 3).

    Raises
    ------
    Problem
        If the picture cannot be read any more, or is another one by now.
    """
    import numpy as np

    from xception_gui.explanation import compose

    opened = decode_source(overlay.source)
    if opened.picture.image_id != overlay.image_id:
        raise Problem("picture-changed", file=overlay.source.where)
    image = compose(opened.image, overlay.heatmap, overlay.box, overlay.opacity, overlay.colours)
    return np.asarray(image, dtype=np.uint8)


def drawn_map(overlay: Overlay, size: int) -> ByteArray:
    """The heat map alone, enlarged to `size` pixels: uint8 array (size, size, 3)."""
    import numpy as np
    from PIL import Image

    from xception_gui.base.colour_maps import colour_map

    grid = Image.fromarray(np.rint(overlay.heatmap.values * 255).astype(np.uint8))
    levels = np.asarray(grid.resize((size, size), Image.Resampling.BICUBIC))
    picture: ByteArray = colour_map(overlay.colours)[levels]
    return picture


def encoded(draw: Callable[[], ByteArray], path: str) -> bytes:
    """What `draw` gives as PNG, JPEG or WebP, by the path's ending.

    Raises
    ------
    Problem
        ``overlay-format`` for any other ending, before anything is drawn.
    """
    from PIL import Image

    kind = _FORMATS.get(os.path.splitext(path)[1].lower())
    if kind is None:
        raise Problem("overlay-format", file=path)
    file = io.BytesIO()
    Image.fromarray(draw()).save(file, kind, quality=95)
    return file.getvalue()
