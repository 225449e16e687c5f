"""A heat map's small grid as a small picture that the painter enlarges and blends.

numpy is imported inside functions: the window is on screen before it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QImage

from xception_gui.base.colour_maps import colour_map, overlay_alpha
from xception_gui.base.results import ByteArray, FloatArray

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

SIDE = 128  # enough that the painter's own smoothing shows no cells at full screen


def enlarged(values: FloatArray, side: int = SIDE) -> FloatArray:
    """The grid (height, width) as float32 (side, side), smooth, cells' middles kept.

    Catmull-Rom, as the saved overlay: it passes through the grid's own values; what it overshoots
    is cut to 0 … 1.
    """
    import numpy as np

    rows = _weights(values.shape[0], side)
    columns = _weights(values.shape[1], side)
    return np.clip(rows @ values @ columns.T, 0.0, 1.0).astype(np.float32)


def _weights(cells: int, side: int) -> npt.NDArray[np.float64]:
    """Matrix (side, cells) that interpolates `cells` numbers at the middles of `side` pixels."""
    import numpy as np

    at = (np.arange(side) + 0.5) * cells / side - 0.5
    first = np.floor(at).astype(int)
    made = np.zeros((side, cells))
    for offset in (-1, 0, 1, 2):
        cell = first + offset
        there = (cell >= 0) & (cell < cells)
        made[np.flatnonzero(there), cell[there]] = _catmull_rom(at - cell)[there]
    weights: npt.NDArray[np.float64] = made / made.sum(axis=1, keepdims=True)
    return weights


def _catmull_rom(distance: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    import numpy as np

    x = np.abs(distance)
    near = 1.5 * x**3 - 2.5 * x**2 + 1
    far = -0.5 * x**3 + 2.5 * x**2 - 4 * x + 2
    return np.where(x < 1, near, np.where(x < 2, far, 0.0))


def heat_image(values: FloatArray, colours: str) -> QImage:
    """The enlarged grid in the colours of a map, at full opacity; the painter lowers it.

    Parameters
    ----------
    values : float32 array (side, side)
        Of `enlarged`.
    colours : str
        A name of `xception_gui.base.colour_maps.NAMES`.
    """
    import numpy as np

    height, width = values.shape
    pixels = np.empty((height, width, 4), np.uint8)
    pixels[..., :3] = colour_map(colours)[np.rint(values * 255).astype(np.uint8)]
    pixels[..., 3] = np.rint(overlay_alpha(values, 1.0) * 255)
    image = QImage(pixels.tobytes(), width, height, 4 * width, QImage.Format.Format_RGBA8888)
    return image.convertToFormat(QImage.Format.Format_ARGB32_Premultiplied)


def photo_image(pixels: ByteArray) -> QImage:
    """A picture (height, width, 3) of sRGB bytes as Qt holds it, in memory of its own."""
    import numpy as np

    height, width = pixels.shape[:2]
    data = np.ascontiguousarray(pixels)
    image = QImage(data.data, width, height, 3 * width, QImage.Format.Format_RGB888)
    return image.convertToFormat(QImage.Format.Format_RGB32)
