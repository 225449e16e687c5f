"""Small feature maps for the views."""

from __future__ import annotations

import numpy as np

from xception_gui.base.feature_maps import (
    FeatureMaps,
    ModuleMaps,
    Relevance,
    Scale,
    ShownMaps,
    describe_maps,
    shown,
)
from xception_gui.base.results import FloatArray, ModuleInfo, Origin

ORIGIN = Origin("dog.jpg:0", "state", "steps")
DEAD = 3


def ramps(count: int = 12, side: int = 4, seed: int = 0) -> FloatArray:
    """Positive maps, each stronger than the one before it; channel `DEAD` is zero everywhere."""
    noise = np.random.default_rng(seed).random((count, side, side), np.float32)
    values = (0.8 + 0.2 * noise) * np.arange(1, count + 1, dtype=np.float32)[:, None, None]
    values[DEAD] = 0
    values[0, 0, 0] = 0
    return values


def maps(
    values: FloatArray, path: str = "exit.act4", part: str = "output", origin: Origin = ORIGIN
) -> FeatureMaps:
    return describe_maps(origin, path, part, values)


def module(
    *values: FloatArray,
    path: str = "exit.act4",
    parts: tuple[str, ...] = ("output",),
    scale: Scale = "map",
    origin: Origin = ORIGIN,
) -> ShownMaps:
    """A module with one tensor per part."""
    made = tuple(maps(one, path, part, origin) for one, part in zip(values, parts, strict=True))
    return shown(ModuleMaps(origin, path, made), scale)


def separable(path: str = "middle.block4.sepconv1") -> ShownMaps:
    """Depthwise 12 × 4 × 4 without, pointwise 20 × 4 × 4 with values below zero."""
    return module(ramps(), ramps(20, seed=1) - 3, path=path, parts=("depthwise", "pointwise"))


def block(path: str = "middle.block4") -> ShownMaps:
    """Branch, skip and their sum, 100 maps each."""
    branch, skip = ramps(100), ramps(100, seed=2)
    return module(branch, skip, branch + skip, path=path, parts=("branch", "skip", "sum"))


def relevance(of: FeatureMaps, values: list[float]) -> Relevance:
    return Relevance(of.origin, of.path, of.part, 0, "dog", np.array(values, np.float32))


def info(path: str, *shape: int) -> ModuleInfo:
    """A module without anything in it."""
    name, flow = path.rpartition(".")[2], path.partition(".")[0]
    return ModuleInfo(path, name, "ReLU", "", flow, "", shape, shape, 0, 0, 0, 0)
