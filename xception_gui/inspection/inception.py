"""Inception V3 as torchvision builds it: what Xception is compared with in the paper.

The one place outside `training` that imports torchvision: see docs/decisions/0016.
"""

from __future__ import annotations

import torch
from torch import nn

from xception_gui.base.problem import Problem
from xception_gui.model.initialise import materialise


def inception_v3() -> nn.Module:
    """In eval mode, without its auxiliary classifier, its numbers uninitialised.

    Raises
    ------
    Problem
        ``torchvision-missing``.
    """
    try:
        from torchvision.models import inception_v3 as build
    except ImportError as error:
        raise Problem("torchvision-missing", cause=error) from error
    with torch.device("meta"):
        model: nn.Module = build(weights=None, aux_logits=False, init_weights=False)
    materialise(model)
    return model.eval()
