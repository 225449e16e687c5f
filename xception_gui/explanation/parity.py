"""The port-parity lab: one picture under every convention that a port of Xception may have."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

import numpy as np

from xception_gui.base.config import XceptionConfig
from xception_gui.base.parity import ParityAnswer, conventions
from xception_gui.base.results import Activation, FloatArray, Prepared
from xception_gui.explanation.explain import explain
from xception_gui.inference import Engine
from xception_gui.model import build
from xception_gui.weights import Loaded


def parity(engine: Engine, prepared: Mapping[str, Prepared]) -> Iterator[ParityAnswer]:
    """Answers of the same weights, one convention after the other, their own first.

    Parameters
    ----------
    engine : Engine
        Stays as it is; networks that differ are made beside it, one at a time.
    prepared : Mapping
        The picture in each of `base.parity.views`, by name (`images.prepare_each`).

    Raises
    ------
    Problem
        As `Engine.predict` and `explain`.
    """
    weights, running = engine.weights, _exact(engine)
    config, best = weights.config, -1
    own = np.zeros(0, np.float32)
    for convention in conventions(weights.preprocessing, weights.config):
        if convention.config != config:
            config, running = convention.config, _other(engine, convention.config)
        picture = prepared[convention.view]
        prediction, activation = running.predict(picture)
        features = _pooled(activation)
        if best < 0:
            best, own = prediction.top(1)[0].index, features
        heatmap = explain(running, picture, best, activation.path, activation)
        difference = _difference(features, own)
        yield ParityAnswer(convention, prediction, heatmap, difference, picture.shown)


def _exact(engine: Engine) -> Engine:
    """The same network in float32: in fewer digits rounding would look like a difference."""
    if engine.precision == "float32":
        return engine
    return Engine(Loaded(engine.weights, engine.model), str(engine.device), "float32")


def _other(engine: Engine, config: XceptionConfig) -> Engine:
    """The same numbers in a network with another padding or epsilon."""
    model = build(config, None)
    model.load_state_dict(engine.model.state_dict())
    weights = replace(engine.weights, config=config)
    return Engine(Loaded(weights, model), str(engine.device), "float32")


def _pooled(activation: Activation) -> FloatArray:
    return np.asarray(activation.values.mean((1, 2)), np.float32)


def _difference(features: FloatArray, own: FloatArray) -> float:
    length = float(np.linalg.norm(own))
    return float(np.linalg.norm(features - own)) / (length or 1.0)
