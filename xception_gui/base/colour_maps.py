"""Colour maps as tables of 256 colours, and how opaque a heat map lies over its photo."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any

from xception_gui.base.results import ByteArray

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

NAMES = ("inferno", "viridis", "cividis", "grey", "turbo", "blue-white-red")
"""In the order of the chooser; blue-white-red is for signed values, white in the middle."""

CLEAR, FULL = 0.02, 0.55
"""Below the first value a heat map is invisible, from the second on as opaque as it gets."""

# Place in the table and colour. Straight lines between them are within 2/255 of what was published:
# inferno and viridis (van der Walt, Smith), cividis (Nuñez, Anderton, Renslow), turbo (Mikhailov).
_KNOTS = {
    "inferno": (
        "0:000004 15:0a0722 26:180c3c 40:2f0a5b 48:3d0965 64:57106e 88:7d1e6d 110:a02a63 "
        "144:d24644 166:ea632a 189:f8890c 199:fb9b06 209:fcae12 222:f9c72f 232:f5db4c "
        "246:f2f482 255:fcffa4"
    ),
    "viridis": (
        "0:440154 23:482173 50:414287 81:32648e 132:1f948c 151:21a685 166:2fb47c 177:40bd72 "
        "203:77d153 233:c5e021 239:d5e21a 246:e7e419 255:fde725"
    ),
    "cividis": (
        "0:00204d 19:002e6e 31:01366e 36:15396d 50:30436c 72:4a536b 131:807e79 156:989278 "
        "186:b7aa71 216:d8c563 230:e8d259 251:ffe642 255:ffea46"
    ),
    "grey": "0:000000 255:ffffff",
    "turbo": (
        "0:30123b 10:3b2f80 22:4451bf 27:455ed3 34:4771e9 41:4682f8 46:448ffe 52:3d9efe "
        "58:33adf7 73:1bd0d5 82:18e0bd 89:20eaac 94:2cf09e 108:5dfc6f 123:96fe44 131:acfb38 "
        "137:bcf534 155:e5d938 170:faba39 183:fe992c 195:f9751d 202:f26014 215:e14109 "
        "226:cc2b04 237:b21a01 255:7a0403"
    ),
    "blue-white-red": (
        "0:08306b 32:1f5fa8 64:4a90cc 96:a3cbe8 127:f7f7f7 128:f7f7f7 "
        "159:f5b59b 191:de6c52 223:b3202e 255:67000d"
    ),
}


@functools.cache
def colour_map(name: str) -> ByteArray:
    """The table of one of `NAMES`: uint8 array (256, 3), read-only.

    Raises
    ------
    KeyError
        For another name.
    """
    import numpy as np

    knots = [knot.split(":") for knot in _KNOTS[name].split()]
    places = [int(place) for place, _ in knots]
    colours = np.array([list(bytes.fromhex(colour)) for _, colour in knots])
    channels = [np.interp(np.arange(256), places, colours[:, channel]) for channel in range(3)]
    table: ByteArray = np.rint(np.stack(channels, axis=1)).astype(np.uint8)
    table.setflags(write=False)
    return table


def overlay_alpha(values: npt.NDArray[Any], opacity: float) -> npt.NDArray[np.float32]:
    """Opacity of a heat map over its photo: ``opacity × smoothstep(0.02, 0.55, value)``.

    Parameters
    ----------
    values : array
        0 … 1, any shape.
    opacity : float
        0 … 1, of the strongest evidence.

    Returns
    -------
    float32 array
        Of the shape of `values`, 0 … `opacity`.
    """
    import numpy as np

    place = np.clip((np.asarray(values, dtype=np.float32) - CLEAR) / (FULL - CLEAR), 0, 1)
    alpha: npt.NDArray[np.float32] = opacity * place * place * (3 - 2 * place)
    return alpha
