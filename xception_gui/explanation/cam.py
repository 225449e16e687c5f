"""Class activation maps: exact from the last layer's weights, by gradients anywhere else.

CAM is Zhou et al. 2016 (arXiv 1512.04150), Grad-CAM is Selvaraju et al. 2017 (arXiv 1610.02391).
Both are given before ReLU and scaling, in units of the logit.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

import numpy as np
import torch
from torch import Tensor, nn

from xception_gui.base.numbers import shape
from xception_gui.base.problem import Problem
from xception_gui.base.results import FloatArray
from xception_gui.inspection import capture
from xception_gui.model.xception import LAST_ACTIVATION


def cam(activation: FloatArray, weight: FloatArray) -> FloatArray:
    """How much each place adds to a logit: one matrix product, no backward pass.

    Global average pooling and one linear layer follow the last activation, so the sum of the map
    plus the class' bias is the class' logit, and Grad-CAM gives the same map.

    Parameters
    ----------
    activation : float32 array (channels, height, width)
        Of the last layer before the pooling.
    weight : float32 array (channels,) or (classes, channels)
        Rows of the linear layer.

    Returns
    -------
    float32 array (height, width) or (classes, height, width)
    """
    channels, height, width = activation.shape
    places = height * width
    with np.errstate(invalid="ignore", over="ignore"):  # the caller looks for NaN and infinity
        product = weight @ activation.reshape(channels, places) / np.float32(places)
    return np.asarray(product.reshape(*weight.shape[:-1], height, width), np.float32)


def grad_cam(model: nn.Module, values: FloatArray, class_index: int, layer: str) -> FloatArray:
    """Activations of `layer`, each channel weighed by its mean gradient of the class' logit.

    Parameters
    ----------
    model : Module
        Gives logits (N, classes); run in eval mode, parameters get no gradient.
    values : float32 array (3, size, size)

    Returns
    -------
    float32 array (height, width)

    Raises
    ------
    Problem
        ``layer-not-spatial`` for an output without height and width; ``module-unknown``.
    """
    like = next(model.parameters())
    # Callers predict under inference mode, where nothing can be differentiated.
    with torch.inference_mode(False), torch.enable_grad(), eval_mode(model):
        picture = torch.tensor(values, device=like.device, dtype=like.dtype)[None]
        with capture(model, [layer], gradients=True) as seen:
            logits = model(picture)
            activation = seen.activations[layer]
            _check_spatial(activation, layer)
            torch.autograd.grad(logits[0, class_index], activation)
        weight = seen.gradients[layer].mean(dim=(2, 3), keepdim=True)
        found = (weight * activation).sum(dim=1)[0].detach()
    return np.asarray(found.float().cpu().numpy(), np.float32)


@contextlib.contextmanager
def eval_mode(model: nn.Module) -> Iterator[None]:
    """Eval mode inside the block; every module's own mode afterwards."""
    training = [module for module in model.modules() if module.training]
    try:
        model.eval()
        yield
    finally:
        for module in training:
            module.training = True


def _check_spatial(activation: Tensor, layer: str) -> None:
    if activation.ndim != 4 or activation.shape[2] * activation.shape[3] == 1:
        raise Problem(
            "layer-not-spatial",
            layer=layer or "xception",
            shape=shape(activation.shape[1:]),
            example=LAST_ACTIVATION,
        )
