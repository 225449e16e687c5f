"""Feature maps of one picture: the values as captured, what is said of each map, order and scale.

One activation (channels, height, width) holds one map per channel. The pictures of maps are only
pictures: `levels` says how values become one of 256 colours, and every number shown comes from
`FeatureMaps.values`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, get_args

from xception_gui.base.results import ByteArray, FloatArray, Origin

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

Sort = Literal["strength", "index", "mean", "max", "variance", "zeros", "relevance"]
Scale = Literal["map", "layer", "shared"]
SORTS: tuple[Sort, ...] = get_args(Sort)
SCALES: tuple[Scale, ...] = get_args(Scale)


@dataclass(frozen=True)
class FeatureMaps:
    """The output of one module for one picture, one map per channel.

    Parameters
    ----------
    path : str
        Of the module.
    part : str
        What of the module it is: "output"; of a separable convolution also "depthwise" and
        "pointwise"; of a residual block "branch", "skip" and "sum".
    values : float32 array (channels, height, width)
        As a forward hook sees them; (channels, 1, 1) for an output without places.
    mean, maximum, minimum, variance, strength, zeros : float32 array (channels,)
        Over the places of each map; strength is the mean of the absolute values, zeros the
        fraction of places that are exactly zero.
    """

    origin: Origin
    path: str
    part: str
    values: FloatArray
    mean: FloatArray
    maximum: FloatArray
    minimum: FloatArray
    variance: FloatArray
    strength: FloatArray
    zeros: FloatArray

    @property
    def signed(self) -> bool:
        """Whether there are values below zero: then zero is the middle of the colours."""
        return bool((self.minimum < 0).any())

    @property
    def dead(self) -> npt.NDArray[np.bool_]:
        """Maps that are zero everywhere, (channels,)."""
        found: npt.NDArray[np.bool_] = self.zeros == 1
        return found

    @property
    def peak(self) -> float:
        """The largest absolute value of all maps."""
        return max(float(self.maximum.max()), -float(self.minimum.min()), 0.0)


@dataclass(frozen=True)
class ModuleMaps:
    """The maps of a module and of what it is made of, from one pass; its own output comes last.

    A separable convolution has its depthwise and its pointwise output, a residual block its
    branch, its skip connection and their sum, anything else its output alone. `strips`: in how many
    the entry flow was computed; more than one where memory was too small for the whole of it.
    """

    origin: Origin
    path: str
    parts: tuple[FeatureMaps, ...]
    strips: int = 1

    @property
    def output(self) -> FeatureMaps:
        """What the module gives on."""
        return self.parts[-1]


@dataclass(frozen=True)
class Relevance:
    """How much each map says for a class: gradient × activation.

    Parameters
    ----------
    values : float32 array (channels,)
        Sum over the places of gradient of the class' logit × activation, in units of the logit.
    """

    origin: Origin
    path: str
    part: str
    class_index: int
    label: str
    values: FloatArray


def describe_maps(origin: Origin, path: str, part: str, values: FloatArray) -> FeatureMaps:
    """`values` (channels, height, width) with their statistics."""
    import numpy as np

    flat = values.reshape(len(values), -1)
    mean = flat.mean(1, dtype=np.float32)
    # The usual form of the variance would need a copy of everything.
    square = np.einsum("cp,cp->c", flat, flat, dtype=np.float64) / flat.shape[1]
    variance = np.maximum(square - flat.mean(1, dtype=np.float64) ** 2, 0).astype(np.float32)
    return FeatureMaps(
        origin,
        path,
        part,
        values,
        mean,
        flat.max(1),
        flat.min(1),
        variance,
        np.abs(flat).mean(1, dtype=np.float32),
        (1 - np.count_nonzero(flat, axis=1) / flat.shape[1]).astype(np.float32),
    )


def order(
    maps: FeatureMaps, sort: Sort, relevance: Relevance | None = None
) -> npt.NDArray[np.intp]:
    """Channels in the order of `sort`, (channels,): largest first, for zeros fewest first.

    Dead maps come last, except by index; by relevance without `relevance` it is the index.
    """
    import numpy as np

    if sort == "index" or (sort == "relevance" and relevance is None):
        return np.arange(len(maps.values))
    keys = {
        "strength": maps.strength,
        "mean": maps.mean,
        "max": maps.maximum,
        "variance": maps.variance,
        "zeros": -maps.zeros,
    }
    key = relevance.values if sort == "relevance" and relevance else keys[sort]
    return np.lexsort((-key, maps.dead))


def bounds(maps: FeatureMaps, scale: Scale, shared: float | None = None) -> FloatArray:
    """Which absolute value gets the last colour, for each map: (channels,), never zero.

    Parameters
    ----------
    shared : float, optional
        For "shared": the peak of all that is shown side by side; without it that of the layer.
    """
    import numpy as np

    if scale == "map":
        found = np.maximum(maps.maximum, -maps.minimum)
    else:
        common = shared if scale == "shared" and shared is not None else maps.peak
        found = np.full(len(maps.values), common)
    return np.where(found > 0, found, 1).astype(np.float32)


def levels(maps: FeatureMaps, scale: Scale, shared: float | None = None) -> ByteArray:
    """Each value as one of 256 levels, uint8 (channels, height, width).

    From zero (0) to the bound (255); with values below zero from minus the bound (0) over zero
    (128) to the bound (255).
    """
    import numpy as np

    step = (127 if maps.signed else 255) / bounds(maps, scale, shared)
    scaled = maps.values * step.astype(np.float32)[:, None, None]
    if maps.signed:
        scaled += 128
    np.rint(scaled, out=scaled)
    np.clip(np.nan_to_num(scaled, copy=False), 0, 255, out=scaled)
    return scaled.astype(np.uint8)


@dataclass(frozen=True)
class ShownMaps:
    """The maps of a module with their levels, ready to be drawn.

    Parameters
    ----------
    levels : tuple of uint8 array (channels, height, width)
        One per part, see `levels`.
    bounds : tuple of float32 array (channels,)
        One per part, see `bounds`.
    """

    maps: ModuleMaps
    scale: Scale
    levels: tuple[ByteArray, ...]
    bounds: tuple[FloatArray, ...]


def shown(maps: ModuleMaps, scale: Scale, shared: float | None = None) -> ShownMaps:
    """`maps` in one scale; for "shared" that of all its parts, or `shared`."""
    common = max(part.peak for part in maps.parts) if shared is None else shared
    return ShownMaps(
        maps,
        scale,
        tuple(levels(part, scale, common) for part in maps.parts),
        tuple(bounds(part, scale, common) for part in maps.parts),
    )
