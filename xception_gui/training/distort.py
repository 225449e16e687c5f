"""The strong changes of training pictures: scale, colour, a hole; a whole batch at a time.

Photographs differ from a data set's pictures in how much of the frame the object fills, in light
and in sharpness; a network that saw only shifted pictures answers photographs worse than its test
pictures.
"""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional

DISTORTIONS = 9  # numbers per picture
_ZOOM = 1.4  # an object at most so much larger or smaller
_STRETCH = 1.15  # and so much wider or narrower
_COLOUR = 0.3  # brightness, contrast, saturation: from 1 - 0.3 to 1 + 0.3
_HOLE = 0.3  # side of the hole, as a fraction of the picture's


def distort(pixels: Tensor, numbers: Tensor) -> Tensor:
    """(N, 3, r, r) uint8 and (N, 9) uniform numbers in [0, 1) → the changed pictures.

    Half of the pictures keep their geometry, since enlarging blurs; every one changes its colours;
    half get a hole (Cutout, DeVries and Taylor 2017) of grey.
    """
    x = pixels.float()
    x = torch.where(_column(numbers, 0) < 0.5, _zoomed(x, numbers[:, 1:3]), x)
    x = _coloured(x, numbers[:, 3:6])
    x = torch.where(_hole(numbers[:, 6:9], pixels.shape[-1]), 127.5, x)
    return x.round().clamp(0, 255).to(torch.uint8)


def _column(numbers: Tensor, index: int) -> Tensor:
    return numbers[:, index].view(-1, 1, 1, 1)


def _zoomed(x: Tensor, numbers: Tensor) -> Tensor:
    """Larger or smaller, wider or narrower, about the centre; what is missing is reflected."""
    centred = numbers * 2 - 1
    scale, stretch = _ZOOM ** centred[:, 0], _STRETCH ** centred[:, 1]
    theta = torch.zeros(len(x), 2, 3)
    theta[:, 0, 0], theta[:, 1, 1] = scale * stretch, scale / stretch
    grid = functional.affine_grid(theta, list(x.shape), align_corners=False)
    return functional.grid_sample(x, grid, "bilinear", "reflection", align_corners=False)


def _coloured(x: Tensor, numbers: Tensor) -> Tensor:
    """Brightness, then contrast about the picture's mean, then saturation about its greys."""
    factors = 1 + _COLOUR * (numbers * 2 - 1)
    x = x * _column(factors, 0)
    mean = x.mean((1, 2, 3), keepdim=True)
    x = mean + (x - mean) * _column(factors, 1)
    grey = x.mean(1, keepdim=True)
    return grey + (x - grey) * _column(factors, 2)


def _hole(numbers: Tensor, side: int) -> Tensor:
    """(N, 1, r, r): where the hole is; half of the pictures have none."""
    places = torch.arange(side) / side
    half = torch.where(numbers[:, 0] < 0.5, _HOLE / 2, 0.0).view(-1, 1)
    rows, columns = ((places - numbers[:, i : i + 1]).abs() < half for i in (1, 2))
    return rows[:, None, :, None] & columns[:, None, None, :]
