"""Small feature maps for the views, and the tab Feature maps that shows them."""

from __future__ import annotations

from typing import Any

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

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
from xception_gui.gui.views.elide import ElidedLabel
from xception_gui.gui.views.feature_maps import FeatureMapsView
from xception_gui.gui.views.map_looks import MapChoice
from xception_gui.gui.views.mosaic import Mosaic

ACT, BLOCK, SEPARABLE = "exit.act4", "middle.block4", "middle.block4.sepconv1"
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


def act() -> ShownMaps:
    """Twelve maps of the last activation."""
    return module(ramps(), path=ACT)


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


def maps_view(qtbot: QtBot) -> FeatureMapsView:
    """The tab, on screen, for the picture of `ORIGIN`."""
    made = FeatureMapsView()
    qtbot.addWidget(made)
    made.resize(690, 700)
    made.set_picture(ORIGIN.image_id)
    made.show()
    return made


class Heard:
    """What a view told, by signal."""

    def __init__(self, view: FeatureMapsView) -> None:
        self.told: list[tuple[str, Any]] = []
        for name in (
            "module_chosen",
            "flow_module_chosen",
            "map_chosen",
            "mode_changed",
            "sort_changed",
            "scale_changed",
            "colours_chosen",
        ):
            signal = getattr(view, name)
            signal.connect(lambda *values, name=name: self.told.append((name, values)))

    def choices(self) -> list[MapChoice | None]:
        return [values[0] for name, values in self.told if name == "map_chosen"]

    def names(self) -> list[str]:
        return [name for name, _ in self.told]


def flows(view: FeatureMapsView, count: int = 100) -> None:
    for seed, (flow, path) in enumerate(
        (("entry", "entry.block2"), ("middle", "middle.block11"), ("exit", ACT))
    ):
        values = ramps(count, seed=seed) - (seed < 2)
        view.set_flow_maps(flow, module(values, path=path))


def visible(view: QWidget, kind: type[QWidget]) -> list[Any]:
    return [child for child in view.findChildren(kind) if child.isVisible()]


def words(view: FeatureMapsView) -> list[str]:
    return [label.text() for label in visible(view, ElidedLabel)]


def click(qtbot: QtBot, mosaic: Mosaic, position: int) -> None:
    at = mosaic.tile_rect(position).center()
    qtbot.mouseClick(mosaic.viewport(), Qt.MouseButton.LeftButton, pos=at)


def channels(mosaic: Mosaic) -> list[int]:
    assert mosaic.blocks is not None
    return [int(channel) for channel in mosaic.blocks.order]
