"""Inside a separable convolution: the matrix of its pointwise half, with its singular values."""

from __future__ import annotations

import torch
from torch import Tensor, nn

from xception_gui.base.pointwise import Pointwise
from xception_gui.base.problem import Problem
from xception_gui.inspection.paths import resolve_path
from xception_gui.inspection.shapes import window
from xception_gui.model.blocks import SeparableConv


def pointwise(model: nn.Module, path: str) -> Pointwise:
    """The pointwise half of the separable convolution at `path`, or that `path` is a half of.

    Raises
    ------
    Problem
        ``module-unknown``, ``module-ambiguous``; ``pointwise-none`` for any other module.
    """
    full = resolve_path(model, path)
    found = pointwise_of(model, full)
    if found is None:
        raise Problem("pointwise-none", path=full)
    return found


def pointwise_of(model: nn.Module, path: str) -> Pointwise | None:
    """The same for a full path; None for a module that is no part of a separable convolution."""
    whole = model.get_submodule(path)
    if path.endswith(".pointwise"):
        whole = model.get_submodule(path.rpartition(".")[0])
    if not isinstance(whole, SeparableConv) or "pointwise" not in dict(whole.named_children()):
        return None
    spatial, mixing = whole.get_submodule("depthwise"), whole.get_submodule("pointwise")
    assert isinstance(spatial, nn.Conv2d)
    assert isinstance(mixing, nn.Conv2d)
    matrix = mixing.weight.detach().flatten(1).cpu().double()
    largest = float(matrix.abs().max())
    levels = torch.round(128 + 127 * matrix / (largest or 1.0)).to(torch.uint8).numpy()
    levels.setflags(write=False)
    singular, count = _singular(matrix).numpy(), spatial.weight.numel()
    return Pointwise(levels, largest, singular, window(spatial)[0], count)


def _singular(matrix: Tensor) -> Tensor:
    """By the smaller Gram matrix: a third of the time of a singular value decomposition."""
    gram = matrix @ matrix.T if matrix.shape[0] <= matrix.shape[1] else matrix.T @ matrix
    squares: Tensor = torch.linalg.eigvalsh(gram)  # ascending
    return squares.clamp(min=0).sqrt().flip(0)
