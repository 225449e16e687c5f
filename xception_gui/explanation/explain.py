"""`explain`: the heat map of one class at one layer."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from xception_gui.base.memory import memory_problem
from xception_gui.base.problem import Problem
from xception_gui.base.results import Activation, FloatArray, Heatmap, Origin, Prepared
from xception_gui.explanation.cam import cam, grad_cam
from xception_gui.explanation.classes import check_class
from xception_gui.inspection import resolve_path
from xception_gui.inspection.memory_need import check_gradients
from xception_gui.model.xception import LAST_ACTIVATION

if TYPE_CHECKING:
    from xception_gui.inference import Engine

_LAST = (LAST_ACTIVATION, "exit")  # the exit flow ends with the last activation


def explain(
    engine: Engine,
    prepared: Prepared,
    class_index: int,
    layer: str = LAST_ACTIVATION,
    activation: Activation | None = None,
    method: str = "auto",
) -> Heatmap:
    """Where the network saw evidence for a class.

    At the last activation of a network with a single linear layer the answer is exact (CAM) and
    needs no pass if `activation` is given; elsewhere it is Grad-CAM.

    Parameters
    ----------
    layer : str
        Path of the module whose activation is weighed, or an unambiguous ending of it.
    activation : Activation, optional
        What `engine` gave with its prediction for `prepared`; of another picture or another state
        of the network it is not used.
    method : {"auto", "cam", "grad-cam"}
        "auto" takes the exact one where there is one.

    Raises
    ------
    Problem
        ``class-unknown``, ``classes-none``, ``module-unknown``, ``module-ambiguous``,
        ``layer-not-spatial``, ``heatmap-not-finite``, ``cam-impossible``, ``out-of-memory``,
        ``memory-need``.
    """
    check_class(engine.weights, class_index)
    path = resolve_path(engine.model, layer)
    exact = path in _LAST and not engine.model.config.hidden
    if method == "cam" and not exact:
        raise Problem("cam-impossible", layer=path)
    origin = Origin(prepared.image_id, engine.state_id, prepared.preprocessing_id)
    if exact and method != "grad-cam":
        method = "cam"
        found = cam(_last(engine, prepared, activation, origin), _weight(engine, class_index))
    else:
        method = "grad-cam"
        check_gradients(engine.device, engine.weights.config, prepared.values.shape[-1])
        with memory_problem(engine.weights.name, engine.device):
            found = grad_cam(engine.model, prepared.values, class_index, path)
    values, peak = _scaled(found, path, engine.weights.name)
    label = engine.weights.label(class_index)
    return Heatmap(origin, method, path, class_index, label, values, peak)


def _last(
    engine: Engine, prepared: Prepared, given: Activation | None, origin: Origin
) -> FloatArray:
    if given is not None and given.origin == origin and given.path in _LAST:
        return given.values
    return engine.predict(prepared)[1].values


def _weight(engine: Engine, class_index: int) -> FloatArray:
    """The class' row of the linear layer, (channels,)."""
    row = engine.model.classifier.get_submodule("fc").get_parameter("weight")[class_index]
    return np.asarray(row.detach().float().cpu().numpy(), np.float32)


def _scaled(found: FloatArray, layer: str, name: str) -> tuple[FloatArray, float]:
    """Positive evidence divided by its peak, and the peak."""
    if not np.isfinite(found).all():
        raise Problem("heatmap-not-finite", layer=layer, name=name)
    peak = max(0.0, float(found.max()))
    values = np.maximum(found, 0) / (peak or 1.0)
    return values.astype(np.float32), peak
