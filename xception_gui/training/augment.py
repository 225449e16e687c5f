"""Random changes of training pictures, by torchvision's v2 transforms (imported only here).

What happens to a picture is a function of (seed, epoch, its index), so that a resumed run, or one
with other batches, shows it in the same way.
"""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import Tensor
from torch.nn import functional

from xception_gui.base.preprocessing import Normalize, Steps
from xception_gui.base.training import TrainingConfig

Augment = Callable[[Tensor, int, int], Tensor]


def augmentation(config: TrainingConfig, side: int) -> Augment | None:
    """``f(picture (3, r, r) uint8, epoch, index)`` → the changed picture; None: nothing changes."""
    if config.augmentation == "none":
        return None
    from torchvision.transforms import v2

    parts: list[torch.nn.Module] = [v2.RandomHorizontalFlip()]
    if config.augmentation == "crop-flip" and config.pad:
        parts.insert(0, v2.RandomCrop(side, padding=config.pad, padding_mode="reflect"))
    transform = v2.Compose(parts)

    def augment(picture: Tensor, epoch: int, index: int) -> Tensor:
        torch.manual_seed(mix(config.seed, epoch, index))
        return transform(picture)  # type: ignore[no-any-return]

    return augment


def mix(*numbers: int) -> int:
    """One 63-bit seed of several numbers; near ones give unrelated seeds (splitmix64)."""
    state = 0x9E3779B97F4A7C15
    for number in numbers:
        state = (state ^ number) * 0xBF58476D1CE4E5B9 & (2**64 - 1)
        state ^= state >> 27
        state = state * 0x94D049BB133111EB & (2**64 - 1)
        state ^= state >> 31
    return state >> 1


def to_input(pixels: Tensor, size: int, steps: Steps) -> Tensor:
    """(N, 3, r, r) uint8 → (N, 3, size, size) float32, enlarged and normalised, channels last."""
    normal = next(step for step in steps if isinstance(step, Normalize))
    x = pixels.float()
    if x.shape[-1] != size:
        x = functional.interpolate(x, size=(size, size), mode="bilinear", antialias=True).round()
    mean = torch.tensor(normal.mean, device=x.device).view(1, -1, 1, 1)
    std = torch.tensor(normal.std, device=x.device).view(1, -1, 1, 1)
    return ((x / 255 - mean) / std).contiguous(memory_format=torch.channels_last)
