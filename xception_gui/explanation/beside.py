"""Two answers side by side: heat maps and feature maps in one scale, and what is different."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
from PIL import Image

from xception_gui.base.beside import Beside, Panels
from xception_gui.base.colour_maps import colour_map
from xception_gui.base.feature_maps import FeatureMaps
from xception_gui.base.problem import Problem
from xception_gui.base.results import ByteArray, FloatArray, Heatmap, Prediction, Prepared
from xception_gui.explanation.explain import explain
from xception_gui.explanation.overlay import compose
from xception_gui.images.mosaic import mosaic
from xception_gui.inference import Engine
from xception_gui.inspection import feature_maps, resolve_path

SHOWN = 16  # feature maps
_SIDE, _TILE = 320, 80  # pixels of a heat map's picture, of a feature map
_GRID = 64  # to which heat maps of two sizes are brought
SIGNED = "blue-white-red"
Channels = tuple[tuple[int, ...], tuple[int, ...]]  # of the left, of the right


@dataclass(frozen=True)
class Case:
    """A picture as some network receives it; `name` is that of either."""

    engine: Engine
    prepared: Prepared
    name: str


def beside(left: Case, right: Case, layer: str = "exit.act4", target: str = "") -> Beside:
    """Both cases answered, with a class' evidence and a module's maps.

    Parameters
    ----------
    layer : str
        A module that both networks have and whose output has places.
    target : str
        Name of the class; empty: the likeliest at the left.

    Raises
    ------
    Problem
        ``class-unknown``, ``module-unknown``, ``module-ambiguous``, ``layer-not-spatial``.
    """
    path = resolve_path(left.engine.model, layer)
    ours, activation = left.engine.predict(left.prepared)
    theirs, other = right.engine.predict(right.prepared)
    first, second = _classes(ours, theirs, target)
    maps, channels = _map_panels(_maps(left, path), _maps(right, path))
    heats = (
        explain(left.engine, left.prepared, first, path, activation),
        explain(right.engine, right.prepared, second, path, other),
    )
    return Beside(
        (left.name, right.name),
        ours,
        theirs,
        heats[0].label,
        heats[1].label,
        path,
        _heat_panels(heats, (left.prepared, right.prepared)),
        maps,
        *channels,
    )


def _classes(left: Prediction, right: Prediction, target: str) -> tuple[int, int]:
    """The class at the left, and the one of its name at the right, or the likeliest there."""
    label = target or left.top(1)[0].label
    if label not in left.labels:
        examples = ", ".join(left.labels[:4])
        raise Problem("class-unknown", name=label, last=len(left.labels) - 1, examples=examples)
    known = label in right.labels
    there = right.labels.index(label) if known else right.top(1)[0].index
    return (left.labels.index(label), there)


def _maps(case: Case, path: str) -> FeatureMaps:
    (found,) = feature_maps(case.engine.model, case.prepared, [path], case.engine.state_id)
    return found.output


# Heat maps


def _heat_panels(heats: tuple[Heatmap, Heatmap], pictures: tuple[Prepared, Prepared]) -> Panels:
    # In the left's unit: the places share the logit, so of a finer grid each has less.
    peaks = [heat.peak * heat.values.size / heats[0].values.size for heat in heats]
    peak = max(peaks)
    shares = [own / (peak or 1.0) for own in peaks]
    values = [heat.values * np.float32(share) for heat, share in zip(heats, shares, strict=True)]
    left, right = (
        _over(prepared, replace(heat, values=grid))
        for prepared, heat, grid in zip(pictures, heats, values, strict=True)
    )
    if heats[0].label != heats[1].label:
        return Panels(left, right, None, peak, 0.0)
    if values[0].shape != values[1].shape:
        values = [_resized(grid, _GRID) for grid in values]
    apart = values[1] - values[0]
    most = float(np.abs(apart).max())
    picture = _coloured(_resized(np.asarray(apart / (most or 1.0), np.float32), _SIDE))
    return Panels(left, right, picture, peak, most * peak)


def _over(prepared: Prepared, heat: Heatmap) -> ByteArray:
    """The heat map over what the network received."""
    photo = Image.fromarray(prepared.shown).resize((_SIDE, _SIDE), Image.Resampling.BICUBIC)
    drawn = compose(photo, heat, (0, 0, _SIDE, _SIDE))
    return _frozen(np.asarray(drawn, np.uint8))


def _resized(values: FloatArray, side: int) -> FloatArray:
    image = Image.fromarray(np.asarray(values, np.float32))
    return np.asarray(image.resize((side, side), Image.Resampling.BICUBIC), np.float32)


def _coloured(values: FloatArray) -> ByteArray:
    """−1 … 1 in blue, white, red."""
    levels = np.rint(128 + 127 * np.clip(values, -1, 1)).astype(np.uint8)
    return _frozen(colour_map(SIGNED)[levels])


# Feature maps


def _map_panels(left: FeatureMaps, right: FeatureMaps) -> tuple[Panels, Channels]:
    peak = max(left.peak, right.peak)
    signed = left.signed or right.signed
    alike = left.values.shape == right.values.shape
    apart = right.values - left.values if alike else None
    channels = _chosen(left, right, apart)
    most = float(np.abs(apart[list(channels[0])]).max()) if apart is not None else 0.0
    ours = _mosaic(left.values, channels[0], peak, signed)
    theirs = _mosaic(right.values, channels[1], peak, signed)
    difference = None if apart is None else _mosaic(apart, channels[0], most, True)
    return Panels(ours, theirs, difference, peak, most, signed), channels


def _chosen(left: FeatureMaps, right: FeatureMaps, apart: FloatArray | None) -> Channels:
    """Channels of the left and of the right: the most different ones, else each one's strongest."""
    if apart is None:
        return (_strongest(left.strength), _strongest(right.strength))
    chosen = _strongest(np.abs(apart).mean((1, 2)))
    return (chosen, chosen)


def _strongest(strength: npt.NDArray[np.float32]) -> tuple[int, ...]:
    return tuple(map(int, np.argsort(-strength, kind="stable")[:SHOWN]))


def _mosaic(values: FloatArray, channels: tuple[int, ...], peak: float, signed: bool) -> ByteArray:
    """Some maps in rows, in one scale."""
    chosen = values[list(channels)] / np.float32(peak or 1.0)
    levels = 128 + 127 * chosen if signed else 255 * chosen
    bytes_ = np.clip(np.rint(levels), 0, 255).astype(np.uint8)
    scale = max(1, _TILE // values.shape[2])
    drawn = mosaic(bytes_, np.arange(len(channels)), SIGNED if signed else "viridis", scale)
    return _frozen(np.asarray(drawn, np.uint8))


def _frozen(pixels: ByteArray) -> ByteArray:
    made = np.array(pixels, np.uint8)
    made.setflags(write=False)
    return made
