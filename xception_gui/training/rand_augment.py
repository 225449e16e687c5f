"""RandAugment (Cubuk et al. 2020) and random erasing (Zhong et al. 2020), a whole batch at a time.

The operations and their strengths are torchvision's (`v2.RandAugment`), which draws picture by
picture; here the pictures that drew the same operation go through it together.
"""

from __future__ import annotations

import math
from collections.abc import Callable

import torch
from torch import Tensor

ERASING = 5  # numbers per picture
_GREY = 127.0
_STRONGEST = 30
_AREA = (0.02, 0.33)  # of the picture
_RATIO = (0.3, 3.3)  # height to width


def rand_augment(pixels: Tensor, numbers: Tensor, magnitude: int) -> Tensor:
    """(N, 3, r, r) uint8 → changed by as many operations as there are pairs of `numbers`.

    Parameters
    ----------
    numbers : (N, 2 · operations) in [0, 1)
        Which operation, and in which direction.
    magnitude : int
        0 … 30.
    """
    operations = _operations(magnitude / _STRONGEST, pixels.shape[-1])
    for which, sign in zip(numbers[:, ::2].T, numbers[:, 1::2].T, strict=True):
        kinds = 2 * (which * len(operations)).long() + (sign < 0.5)
        changed = pixels.clone()
        for kind in kinds.unique().tolist():
            chosen = kinds == kind
            changed[chosen] = operations[kind // 2](pixels[chosen], -1.0 if kind % 2 else 1.0)
        pixels = changed
    return pixels


def _operations(strength: float, side: int) -> list[Callable[[Tensor, float], Tensor]]:
    """From (pictures, sign) to pictures, in torchvision's order."""
    from torchvision.transforms.v2 import functional as v2

    shear = math.degrees(math.atan(0.3 * strength))
    move, turn, change = int(150 / 331 * side * strength), 30 * strength, 0.9 * strength

    def affine(x: Tensor, shears: list[float], moves: list[int]) -> Tensor:
        corner = [0.0, 0.0]
        return v2.affine(x, 0.0, moves, 1.0, shears, fill=_GREY, center=corner)  # type: ignore[no-any-return]

    return [
        lambda x, _: x,
        lambda x, sign: affine(x, [sign * shear, 0.0], [0, 0]),
        lambda x, sign: affine(x, [0.0, sign * shear], [0, 0]),
        lambda x, sign: v2.affine(x, 0.0, [int(sign * move), 0], 1.0, [0.0, 0.0], fill=_GREY),
        lambda x, sign: v2.affine(x, 0.0, [0, int(sign * move)], 1.0, [0.0, 0.0], fill=_GREY),
        lambda x, sign: v2.rotate(x, sign * turn, fill=_GREY),
        lambda x, sign: v2.adjust_brightness(x, 1 + sign * change),
        lambda x, sign: v2.adjust_saturation(x, 1 + sign * change),
        lambda x, sign: v2.adjust_contrast(x, 1 + sign * change),
        lambda x, sign: v2.adjust_sharpness(x, 1 + sign * change),
        lambda x, _: v2.posterize(x, 8 - round(4 * strength)),
        lambda x, _: v2.solarize(x, 255 * (1 - strength)),
        lambda x, _: v2.autocontrast(x),
        lambda x, _: v2.equalize(x),
    ]


def erase(pixels: Tensor, numbers: Tensor, probability: float) -> Tensor:
    """(N, 3, r, r) uint8 and (N, 5) in [0, 1) → some with a grey rectangle."""
    side = pixels.shape[-1]
    area = _AREA[0] + (_AREA[1] - _AREA[0]) * numbers[:, 1]
    low, high = map(math.log, _RATIO)
    ratio = torch.exp(low + (high - low) * numbers[:, 2])
    inside = numbers[:, :1] < probability
    rows = _span(numbers[:, 3], (area * ratio).sqrt(), side) & inside
    columns = _span(numbers[:, 4], (area / ratio).sqrt(), side)
    hole = rows[:, None, :, None] & columns[:, None, None, :]
    return torch.where(hole, int(_GREY), pixels).to(torch.uint8)


def _span(place: Tensor, length: Tensor, side: int) -> Tensor:
    """(N, side): which rows (or columns) a stretch of `length` at `place` covers."""
    pixels = (length.clamp(max=1) * side).round()
    start = (place * (side - pixels + 1)).floor()
    rows = torch.arange(side)
    return (rows >= start[:, None]) & (rows < (start + pixels)[:, None])
