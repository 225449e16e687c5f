"""One map as a small smooth picture that is laid over the photo."""

from __future__ import annotations

from PySide6.QtGui import QImage

from xception_gui.base.colour_maps import colour_map, overlay_alpha
from xception_gui.base.results import ByteArray
from xception_gui.gui.views.heat_image import enlarged

_OPACITY = 0.8  # of the largest values: the photo stays recognisable


def overlay_image(level: ByteArray, colours: str, signed: bool) -> QImage:
    """A map in colours, clear where it is about zero.

    Parameters
    ----------
    level : uint8 array (side, side)
        0 … 255; with `signed` 128 is zero.
    """
    import numpy as np

    values = enlarged(level.astype(np.float32) / np.float32(255))
    strength = np.abs(values - 128 / 255) * 255 / 127 if signed else values
    height, width = values.shape
    pixels = np.empty((height, width, 4), np.uint8)
    pixels[..., :3] = colour_map(colours)[np.rint(values * 255).astype(np.uint8)]
    pixels[..., 3] = np.rint(overlay_alpha(strength, _OPACITY) * 255)
    image = QImage(pixels.data, width, height, 4 * width, QImage.Format.Format_RGBA8888)
    return image.convertToFormat(QImage.Format.Format_ARGB32_Premultiplied)
