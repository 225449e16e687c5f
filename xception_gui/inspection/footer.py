"""The four sizes that torchinfo prints under its table."""

from __future__ import annotations

import math
from dataclasses import dataclass

from xception_gui.base.results import ModuleInfo

_FLOAT = 4  # bytes


@dataclass(frozen=True)
class Footer:
    """Megabytes (10⁶ bytes) for one picture in float32, by torchinfo's convention.

    Parameters
    ----------
    forward_backward_mb : float
        Outputs of all modules that have parameters, twice: once for the gradients.
    total_mb : float
        Sum of the other three.
    """

    input_mb: float
    forward_backward_mb: float
    params_mb: float
    total_mb: float


def footer(tree: ModuleInfo) -> Footer:
    """torchinfo's footer (``ModelStatistics``, version 1.8) for the network in `tree`."""
    leaves = [row for row in tree.walk() if not row.children and row.params]
    picture = _FLOAT * math.prod(tree.input_shape)
    outputs = 2 * sum(row.activation_bytes for row in leaves)
    params = _FLOAT * tree.params
    sizes = (picture, outputs, params, picture + outputs + params)
    return Footer(*(size / 1e6 for size in sizes))
