"""Pictures of feature maps: levels, enlarged or reduced, in colours.

Values are interpolated before they get their colour, so a smooth picture shows no colour that lies
between two of the table by chance. numpy is imported inside functions: the window is on screen
before it.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen

from xception_gui.base.colour_maps import colour_map
from xception_gui.base.feature_maps import FeatureMaps
from xception_gui.base.results import ByteArray

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Pixels = npt.NDArray[np.uint32]

GAP, DEAD, CROSS = QColor("#17181C"), QColor("#24262C"), QColor("#6F7581")
STALE = 0.45  # opacity of maps that are not those that are asked for
CRISP_FROM = 3.0  # screen pixels per value from which single values are shown
SIGNED = "blue-white-red"
_BETWEEN = 12  # pixels between two mosaics in one picture
_CROSS_SIDE = 7  # pixels of a small tile's cross; a third of a larger one


def colours_of(maps: FeatureMaps, wanted: str) -> str:
    """Values below zero need a map with a middle; all others are shown as wanted."""
    return SIGNED if maps.signed else wanted


@functools.cache
def colour_table(name: str) -> Pixels:
    """A colour map as Qt's 32-bit pixels, uint32 (256,)."""
    import numpy as np

    red, green, blue = colour_map(name).astype(np.uint32).T
    table: Pixels = (0xFF000000 | red << 16 | green << 8 | blue).astype(np.uint32)
    return table


def is_crisp(side: int, tile: int) -> bool:
    """Whether a map of `side` values is shown value by value on `tile` pixels."""
    return tile >= CRISP_FROM * side


def resampled(levels: ByteArray, tile: int) -> ByteArray:
    """Square maps on other pixels: smooth below three pixels per value, crisp from there on.

    Parameters
    ----------
    levels : uint8 array (count, side, side)

    Returns
    -------
    uint8 array (count, tile, tile)
    """
    import numpy as np

    count, side, _ = levels.shape
    if is_crisp(side, tile):
        cells = np.arange(tile) * side // tile
        crisp: ByteArray = levels[:, cells[:, None], cells]
        return crisp
    weights = _weights(side, tile)
    across = levels.reshape(-1, side).astype(np.float32) @ weights.T
    both = np.matmul(weights, across.reshape(count, side, tile))
    smooth: ByteArray = (both + np.float32(0.5)).astype(np.uint8)
    return smooth


@functools.lru_cache(maxsize=64)
def _weights(side: int, tile: int) -> npt.NDArray[np.float32]:
    """Linear interpolation of `side` values at `tile` pixels; means over an area when reducing."""
    import numpy as np

    at = (np.arange(tile) + 0.5) * side / tile - 0.5
    reach = max(1.0, side / tile)
    near = np.maximum(0, 1 - np.abs(np.arange(side) - at[:, None]) / reach)
    weights: npt.NDArray[np.float32] = (near / near.sum(1, keepdims=True)).astype(np.float32)
    return weights


def image_of(pixels: Pixels) -> QImage:
    """32-bit pixels (height, width) as a picture in memory of its own."""
    import numpy as np

    height, width = pixels.shape
    data = np.ascontiguousarray(pixels).data
    return QImage(data, width, height, 4 * width, QImage.Format.Format_RGB32).copy()


def map_image(maps: FeatureMaps, channel: int, level: ByteArray, colours: str, tile: int) -> QImage:
    """One map, `level` uint8 (side, side), on `tile` × `tile` pixels."""
    if maps.dead[channel]:
        return image_of(cross(tile))
    return image_of(colour_table(colours_of(maps, colours))[resampled(level[None], tile)[0]])


def block_image(
    levels: ByteArray, dead: npt.NDArray[np.bool_], colours: str, columns: int, tile: int, gap: int
) -> QImage:
    """Some maps in rows of `columns`, a gap above and to the left of each.

    Parameters
    ----------
    levels : uint8 array (count, side, side)
        Row by row; missing tiles of the last row have the colour of the gaps. No maps, no picture.
    dead : bool array (count,)
        These are shown grey with a cross.
    """
    import numpy as np

    count, pitch = len(levels), tile + gap
    if not count:
        return QImage()
    rows = -(-count // columns)
    cells = np.full((rows * columns, pitch, pitch), GAP.rgb(), np.uint32)
    cells[:count, gap:, gap:] = np.take(colour_table(colours), resampled(levels, tile))
    if dead.any():
        cells[:count][dead, gap:, gap:] = cross(tile)
    laid = cells.reshape(rows, columns, pitch, pitch).swapaxes(1, 2)
    return image_of(laid.reshape(rows * pitch, columns * pitch))


@functools.lru_cache(maxsize=64)
def cross(tile: int) -> Pixels:
    """The tile of a map that is zero everywhere."""
    import numpy as np

    image = QImage(tile, tile, QImage.Format.Format_RGB32)
    image.fill(DEAD)
    reach = min(tile, max(_CROSS_SIDE, tile // 3)) / 2 - 0.5
    middle = QPointF(tile / 2, tile / 2)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(CROSS, 1, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap))
    for down in (reach, -reach):
        painter.drawLine(middle + QPointF(-reach, -down), middle + QPointF(reach, down))
    painter.end()
    return np.frombuffer(image.constBits(), np.uint32).reshape(tile, -1)[:, :tile].copy()


def side_by_side(images: Sequence[QImage]) -> QImage:
    """Pictures in one row, all enlarged to about the width of the widest by whole factors.

    No pictures, no picture.
    """
    if not images:
        return QImage()
    widest = max(image.width() for image in images)
    enlarged = [_enlarged(image, max(1, round(widest / image.width()))) for image in images]
    width = sum(image.width() for image in enlarged) + _BETWEEN * (len(enlarged) - 1)
    height = max(image.height() for image in enlarged)
    whole = QImage(width, height, QImage.Format.Format_RGB32)
    whole.fill(GAP)
    painter, left = QPainter(whole), 0
    for image in enlarged:
        painter.drawImage(left, 0, image)
        left += image.width() + _BETWEEN
    painter.end()
    return whole


def _enlarged(image: QImage, factor: int) -> QImage:
    return image.scaled(image.size() * factor)


def to_screen(painter: QPainter) -> None:
    """Count whole pixels of the screen from here on, whatever the device pixel ratio."""
    now = painter.deviceTransform()
    painter.scale(1 / now.m11(), 1 / now.m22())
    painter.translate(round(now.dx()) - now.dx(), round(now.dy()) - now.dy())
