"""The photo with its heat map as one picture, to save or to copy; the work of the `io` lane."""

from __future__ import annotations

import io
import os
from dataclasses import dataclass

from xception_gui.base import Problem
from xception_gui.base.atomic import write_bytes
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


def save(overlay: Overlay, path: str) -> str:
    """Write it as PNG, JPEG or WebP, whole or not at all; the path."""
    from PIL import Image

    file = io.BytesIO()
    kind = _FORMATS.get(os.path.splitext(path)[1].lower())
    if kind is None:
        raise Problem("overlay-format", file=path)
    Image.fromarray(drawn(overlay)).save(file, kind, quality=95)
    write_bytes(path, file.getvalue())
    return path
