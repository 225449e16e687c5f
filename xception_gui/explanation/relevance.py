"""How much each feature map says for a class: gradient × activation."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import torch
from torch import Tensor

from xception_gui.base.feature_maps import Relevance
from xception_gui.base.memory import memory_problem
from xception_gui.base.problem import Problem
from xception_gui.base.results import FloatArray, Origin, Prepared
from xception_gui.explanation.cam import eval_mode
from xception_gui.explanation.classes import check_class
from xception_gui.inspection import Captured, capture, parts, resolve_path
from xception_gui.inspection.memory_need import check_gradients
from xception_gui.inspection.parts import Part

if TYPE_CHECKING:
    from xception_gui.inference import Engine


def relevance(
    engine: Engine, prepared: Prepared, layer: str, class_index: int
) -> tuple[Relevance, ...]:
    """Gradient × activation of each channel, for every part of the module at `layer`.

    To first order it is what the class' logit would lose without the map (Shrikumar et al. 2016,
    arXiv 1605.01713; summed over places).

    Parameters
    ----------
    layer : str
        Path of a module, or an unambiguous ending.

    Returns
    -------
    tuple of Relevance
        In the order of the parts (`xception_gui.inspection.parts`).

    Raises
    ------
    Problem
        ``class-unknown``, ``classes-none``, ``module-unknown``, ``module-ambiguous``,
        ``gradient-not-finite``, ``out-of-memory``, ``memory-need``.
    """
    check_class(engine.weights, class_index)
    path = resolve_path(engine.model, layer)
    origin = Origin(prepared.image_id, engine.state_id, prepared.preprocessing_id)
    label = engine.weights.label(class_index)
    check_gradients(engine.device, engine.weights.config, prepared.values.shape[-1])
    with memory_problem(engine.weights.name, engine.device):
        found = _relevances(engine, prepared, parts(engine.model, path), class_index)
    if not all(np.isfinite(values).all() for values in found.values()):
        raise Problem("gradient-not-finite", layer=path or "xception")
    return tuple(
        Relevance(origin, path, name, class_index, label, values) for name, values in found.items()
    )


def _relevances(
    engine: Engine, prepared: Prepared, wanted: tuple[Part, ...], class_index: int
) -> dict[str, FloatArray]:
    like = next(engine.model.parameters())
    outputs = [part.path for part in wanted if part.side == "output"]
    inputs = [part.path for part in wanted if part.side == "input"]
    # Callers predict under inference mode, where nothing can be differentiated.
    with torch.inference_mode(False), torch.enable_grad(), eval_mode(engine.model):
        picture = torch.tensor(prepared.values, device=like.device, dtype=like.dtype)[None]
        with capture(engine.model, outputs, gradients=True, inputs=inputs) as seen:
            logits = engine.model(picture)
            activations = [seen.activations[path] for path in outputs]
            found = torch.autograd.grad(logits[0, class_index], activations)
    gradients = dict(zip(outputs, found, strict=True))
    return {part.name: _summed(_tensor(seen, part), gradients[part.path]) for part in wanted}


def _tensor(seen: Captured, part: Part) -> Tensor:
    """What an identity skip carries is the block's input; its gradient is that of the sum."""
    return seen.inputs[part.path] if part.side == "input" else seen.activations[part.path]


def _summed(activation: Tensor, gradient: Tensor) -> FloatArray:
    """(1, C, …) both → (C,)."""
    product = (activation * gradient).detach()[0].float()
    return np.array(product.reshape(len(product), -1).sum(1).cpu().numpy(), np.float32)
