"""MixUp (Zhang et al. 2018) and CutMix (Yun et al. 2019): each picture with its neighbour.

As in torchvision's `v2.MixUp` and `v2.CutMix` one share holds for a whole batch; it is a function
of (seed, step), not of what was drawn before.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from xception_gui.base.training import TrainingConfig
from xception_gui.training.augment import mix


@dataclass(frozen=True)
class Targets:
    """The classes (N,) of a batch, and of what was mixed into it: `share` is the first ones'."""

    classes: Tensor
    others: Tensor | None = None
    share: float = 1.0

    def loss(self, logits: Tensor, part: slice, smoothing: float) -> Tensor:
        """Mean cross-entropy of a part of the batch, nats."""
        loss = functional.cross_entropy(logits, self.classes[part], label_smoothing=smoothing)
        if self.others is None:
            return loss
        other = functional.cross_entropy(logits, self.others[part], label_smoothing=smoothing)
        return self.share * loss + (1 - self.share) * other

    def right(self, logits: Tensor, part: slice) -> Tensor:
        """How many answers of a part of the batch are right, each class by its share."""
        answers = logits.argmax(1)
        right = (answers == self.classes[part]).sum().float()
        if self.others is None:
            return right
        return self.share * right + (1 - self.share) * (answers == self.others[part]).sum()


def mixed(x: Tensor, classes: Tensor, config: TrainingConfig, step: int) -> tuple[Tensor, Targets]:
    """(N, C, H, W) mixed as the config asks; either way with the same chance where both are on."""
    if not (config.mixup or config.cutmix):
        return x, Targets(classes)
    draw = np.random.default_rng(mix(config.seed, 3, step))
    cut = bool(config.cutmix) and (not config.mixup or draw.random() < 0.5)
    alpha = config.cutmix if cut else config.mixup
    share = float(draw.beta(alpha, alpha))
    others = classes.roll(1)
    if not cut:
        return torch.lerp(x.roll(1, 0), x, share), Targets(classes, others, share)
    return _cut(x, share, draw.random(2).tolist(), Targets(classes, others))


def _cut(x: Tensor, share: float, centre: list[float], both: Targets) -> tuple[Tensor, Targets]:
    """A rectangle of the neighbour, as large as its share of the classes."""
    side = math.sqrt(1 - share)
    spans = []
    for place, length in zip(centre, x.shape[-2:], strict=True):
        middle, half = int(place * length), int(side * length / 2)
        spans.append(slice(max(0, middle - half), min(length, middle + half)))
    rows, columns = spans
    mixed_x = x.clone()
    mixed_x[..., rows, columns] = x.roll(1, 0)[..., rows, columns]
    covered = (rows.stop - rows.start) * (columns.stop - columns.start)
    kept = 1 - covered / (x.shape[-1] * x.shape[-2])
    return mixed_x, Targets(both.classes, both.others, kept)
