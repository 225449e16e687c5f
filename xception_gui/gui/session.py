"""The network in memory and what is asked of it. Every method runs in the `model` lane, no other.

torch is imported here inside functions, so that the window is on screen before it.
"""

from __future__ import annotations

import copy
import itertools
import logging
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from xception_gui.base import XceptionConfig
from xception_gui.base.config import PAPER_SIZE
from xception_gui.base.results import (
    Activation,
    Evaluation,
    Heatmap,
    ModuleInfo,
    ModuleWeights,
    Prediction,
    Prepared,
    SourceCode,
    Weights,
)
from xception_gui.gui.reading import Reading

if TYPE_CHECKING:
    from xception_gui.base.feature_maps import ModuleMaps, Relevance
    from xception_gui.base.muting import Mute, Muted
    from xception_gui.base.parity import ParityAnswer
    from xception_gui.base.top_images import TopImages, TopProgress
    from xception_gui.base.unit_field import UnitField
    from xception_gui.inference import Engine, EvaluationProgress
    from xception_gui.inference.muting import MutedPicture
    from xception_gui.weights import Loaded

_JUDGED_AT_ONCE, _LARGE = 4, 128  # pictures; pixels of an input's side
log = logging.getLogger(__name__)
Measured = dict[str, dict[str, float]]
"""What of a module was measured → its path → the value."""


@dataclass(frozen=True)
class Network:
    """The network in force, as every view may know it.

    Parameters
    ----------
    state_id : str
        Results of another one are stale.
    device, precision : str
        In use, whatever was asked for; `fallback` says why they differ.
    threads : int
        Of the CPU.
    devices : tuple of str
        All that this machine has.
    """

    weights: Weights
    tree: ModuleInfo
    state_id: str
    device: str
    precision: str
    fallback: str
    threads: int
    devices: tuple[str, ...]


@dataclass(frozen=True)
class Trees:
    """The network in force, the paper's, and for paths of the former the module of the latter."""

    active: ModuleInfo
    paper: ModuleInfo
    counterparts: Mapping[str, ModuleInfo]


@dataclass(frozen=True)
class Answer:
    """One picture answered: what it is, and where the network saw the likeliest class."""

    prediction: Prediction
    activation: Activation
    heatmap: Heatmap


class Session:
    """Owner of the engines, by the state they are in.

    Usually one. While another is being loaded the old one goes on answering, and a load that the
    user has cancelled changes nothing: whoever asks names the state that shall answer.
    """

    def __init__(self, reading: Reading | None = None) -> None:
        self._reading = reading or Reading()
        self._engines: dict[str, tuple[Loaded, Engine]] = {}
        self._own_threads = 0
        self._muted: tuple[tuple[str, str, str], MutedPicture] | None = None

    def set_threads(self, count: int) -> None:
        """Threads of the CPU from now on; 0: as many as torch would take by itself."""
        import torch

        self._own_threads = self._own_threads or torch.get_num_threads()
        torch.set_num_threads(count or self._own_threads)

    def load(self, name: str | os.PathLike[str], device: str, precision: str) -> Network:
        """Load weights, and warm up an engine for them."""
        return self._start(self._reading.load(name), device, precision)

    def build(self, config: XceptionConfig, size: int, device: str, precision: str) -> Network:
        """An untrained network for pictures of `size` × `size` pixels."""
        from xception_gui.weights import untrained

        return self._start(untrained(config, size), device, precision)

    def move(self, state_id: str, device: str, precision: str) -> Network:
        """The same weights on another device or in another precision."""
        return self._start(self._engines[state_id][0], device, precision)

    def predict(self, state_id: str, prepared: Prepared) -> Answer:
        """Prediction and, from the same pass, the likeliest class' heat map."""
        from xception_gui.explanation import explain

        engine = self._engine(state_id)
        prediction, activation = engine.predict(prepared)
        best = prediction.top(1)[0].index
        heatmap = explain(engine, prepared, best, activation.path, activation)
        return Answer(prediction, activation, heatmap)

    def explain(
        self,
        state_id: str,
        prepared: Prepared,
        class_index: int,
        layer: str,
        activation: Activation | None,
    ) -> Heatmap:
        """Where one class was seen by one layer; from `activation` without a pass, if it can be."""
        from xception_gui.explanation import explain

        return explain(self._engine(state_id), prepared, class_index, layer, activation)

    def features(self, state_id: str, prepared: Prepared, paths: Sequence[str]) -> list[ModuleMaps]:
        """The maps of some modules, from one pass."""
        from xception_gui.base.memory import memory_problem
        from xception_gui.inspection import feature_maps

        engine = self._engine(state_id)
        with memory_problem(engine.weights.name, engine.device):
            return feature_maps(engine.model, prepared, paths, state_id)

    def relevance(
        self, state_id: str, prepared: Prepared, paths: Sequence[str], class_index: int
    ) -> tuple[Relevance, ...]:
        """Gradient × activation of every map of some modules."""
        from xception_gui.explanation import relevance

        engine = self._engine(state_id)
        found = (relevance(engine, prepared, path, class_index) for path in paths)
        return tuple(itertools.chain.from_iterable(found))

    def measure(self, state_id: str, prepared: Prepared | None) -> Iterator[Measured]:
        """A bulk job: milliseconds and bytes put out, with a picture strength and zeros too."""
        import torch

        from xception_gui.inspection.profile import activity, profiles

        engine = self._engine(state_id)
        shape = (1, engine.weights.config.in_chans, *[engine.weights.input_size] * 2)
        values = torch.zeros(shape) if prepared is None else torch.tensor(prepared.values)[None]
        picture = values.to(engine.device)
        found: Measured = {}
        if prepared is not None:
            rows = activity(engine.model, picture)
            found["zeros"] = {row.path: row.zeros for row in rows}
            found["strength"] = {row.path: row.strength for row in rows}
            yield found
        for times in profiles(engine.model, picture):
            sizes: dict[str, float] = {one.path: one.output_bytes for one in times}
            yield {**found, "ms": {one.path: one.ms for one in times}, "bytes": sizes}

    def muted(self, state_id: str, prepared: Prepared, mutes: Sequence[Mute]) -> Muted:
        """The answer without some parts."""
        return self._muted_picture(state_id, prepared).without(mutes)

    def muted_blocks(self, state_id: str, prepared: Prepared) -> Iterator[Muted]:
        """A bulk job: the answers without each block by itself."""
        yield from self._muted_picture(state_id, prepared).each_block()

    def _muted_picture(self, state_id: str, prepared: Prepared) -> MutedPicture:
        """Kept until another picture or network is asked about: it holds what flows in it."""
        from xception_gui.inference.muting import MutedPicture

        key = (state_id, prepared.image_id, prepared.preprocessing_id)
        if self._muted is None or self._muted[0] != key:
            self._muted = None
            self._muted = (key, MutedPicture(self._engine(state_id), prepared))
        return self._muted[1]

    def top_images(
        self, state_id: str, folder: str, path: str
    ) -> Iterator[TopProgress | TopImages]:
        """A bulk job: the pictures of a folder that excite each channel of a module most."""
        from xception_gui.inference.top_images import top_images

        yield from top_images(self._engine(state_id), folder, path)

    def parity(self, state_id: str, prepared: Mapping[str, Prepared]) -> Iterator[ParityAnswer]:
        """A bulk job: the answers under every convention of the ports."""
        from xception_gui.explanation.parity import parity

        yield from parity(self._engine(state_id), prepared)

    def field(
        self,
        state_id: str,
        prepared: Prepared,
        path: str,
        channel: int,
        place: tuple[int, int] | None,
    ) -> UnitField:
        """What one unit can see, and what moves it; without a place the strongest of a map."""
        from xception_gui.inspection.receptive_field import unit_field

        return unit_field(self._engine(state_id).model, prepared, path, channel, place, state_id)

    def weigh(self, state_id: str, path: str) -> ModuleWeights | None:
        """What the module at `path` has learnt."""
        from xception_gui.inspection import weight_statistics

        return weight_statistics(self._engine(state_id).model, path, state_id)

    def evaluate(
        self, state_id: str, path: str, labels: str = ""
    ) -> Iterator[EvaluationProgress | Evaluation]:
        """A bulk job: judge the pictures at `path`, a few at a time.

        Their classes are those of their folders, or those that the file `labels` gives.
        """
        from xception_gui.images import ClassFolders
        from xception_gui.images.label_file import LabelledFiles
        from xception_gui.inference import evaluate

        engine = self._engine(state_id)
        data = LabelledFiles(path, labels) if labels else ClassFolders(path)
        yield from evaluate(engine, data, _at_once(engine))

    def copied(self, state_id: str) -> Loaded:
        """The weights once more, for a thread that has them alone: writing takes long."""
        from xception_gui.weights import Loaded

        held = self._engines[state_id][0]
        return Loaded(held.weights, copy.deepcopy(held.model))

    def engine(self, state_id: str) -> Engine:
        """For other work in this lane."""
        return self._engine(state_id)

    def read(self, name: str) -> Loaded:
        """Weights beside those in force."""
        return self._reading.load(name)

    def _engine(self, state_id: str) -> Engine:
        """The engine in that state; those that are older are let go."""
        engine = self._engines[state_id][1]
        for older in list(itertools.takewhile(lambda other: other != state_id, self._engines)):
            del self._engines[older]
        return engine

    def _start(self, loaded: Loaded, device: str, precision: str) -> Network:
        import torch

        from xception_gui.inference import Engine
        from xception_gui.inference.device import devices
        from xception_gui.inspection import module_tree

        engine = Engine(loaded, device, precision)
        weights = engine.weights
        tree = module_tree(weights.config, weights.input_size)
        if weights.config.num_classes:
            warm_up(engine)
        self._engines.pop(engine.state_id, None)
        self._engines[engine.state_id] = (loaded, engine)
        log.info("%s on %s in %s", weights.source or weights.name, engine.device, engine.precision)
        return Network(
            weights,
            tree,
            engine.state_id,
            str(engine.device),
            engine.precision,
            engine.fallback,
            torch.get_num_threads(),
            tuple(device["name"] for device in devices()),
        )


def _at_once(engine: Engine) -> int:
    """How many pictures are judged while the user's own waits: few, and small ones."""
    alone = engine.device.type == "cpu" and engine.weights.input_size > _LARGE
    return 1 if alone else _JUDGED_AT_ONCE  # on a processor large ones gain nothing together


def warm_up(engine: Engine) -> None:
    """One pass over nothing: the first one chooses kernels and allocates, and is slow."""
    import numpy as np

    size = engine.weights.input_size
    values = np.zeros((engine.weights.config.in_chans, size, size), np.float32)
    shown = np.zeros((size, size, 3), np.uint8)
    engine.predict(Prepared("", "", values, shown, (0.0, 0.0, float(size), float(size))))


def read_source(config: XceptionConfig, path: str) -> SourceCode:
    """The code of a module's class."""
    from xception_gui.inspection import source_code

    return source_code(config, path)


def measure_trees(config: XceptionConfig, size: int) -> Iterator[Trees]:
    """A bulk job of one item: the network in force beside the paper's."""
    from xception_gui.inspection import counterpart, module_tree

    active, paper = module_tree(config, size), module_tree(XceptionConfig(), PAPER_SIZE)
    pairs = ((row.path, counterpart(config, row.path)) for row in active.walk())
    yield Trees(active, paper, {path: row for path, row in pairs if row is not None})
