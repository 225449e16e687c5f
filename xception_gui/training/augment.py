"""Random changes of training pictures, a whole batch at a time.

What happens to a picture is a function of (seed, epoch, its index), so that a resumed run, or one
with other batches, shows it in the same way. torchvision's random classes draw one picture at a
time, 9 ms each against 0.03 ms in a batch; its functions serve `rand_augment` alone, for importing
them takes 2 to 4 s at the start of a run.
"""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional

from xception_gui.base.preprocessing import LUMINANCE, Grey, Steps, scaling
from xception_gui.base.training import TrainingConfig
from xception_gui.training.distort import DISTORTIONS, distort
from xception_gui.training.rand_augment import ERASING, erase, rand_augment

_FIRST = 3 + DISTORTIONS


def draws(config: TrainingConfig, epoch: int, count: int) -> Tensor:
    """(count, 12 or more) uniform numbers in [0, 1) for each picture.

    Shift down, shift right, flip; nine for `distort`; what the config asks for beyond these.
    """
    generator = torch.Generator().manual_seed(mix(config.seed, epoch, 2))
    numbers = torch.rand(count, _FIRST, generator=generator)
    more = 2 * config.rand_augment + (ERASING if config.erasing else 0)
    if not more:
        return numbers
    generator = torch.Generator().manual_seed(mix(config.seed, epoch, 4))
    return torch.cat([numbers, torch.rand(count, more, generator=generator)], 1)


def augment(pixels: Tensor, numbers: Tensor, config: TrainingConfig, epoch: int = 0) -> Tensor:
    """(N, 3, r, r) uint8 and its `draws` → the changed pictures."""
    pixels = _usual(pixels, numbers, config, epoch)
    if config.rand_augment:
        pairs = numbers[:, _FIRST : _FIRST + 2 * config.rand_augment]
        pixels = rand_augment(pixels, pairs, config.rand_magnitude)
    if config.erasing:
        pixels = erase(pixels, numbers[:, -ERASING:], config.erasing)
    return pixels


def _usual(pixels: Tensor, numbers: Tensor, config: TrainingConfig, epoch: int) -> Tensor:
    if config.augmentation == "none":
        return pixels
    if config.augmentation != "flip" and config.pad:
        moved = (numbers[:, :2] * (2 * config.pad + 1)).long() - config.pad
        pixels = _moved(pixels, moved)
    flipped = (numbers[:, 2] < 0.5).view(-1, 1, 1, 1)
    pixels = torch.where(flipped, pixels.flip(-1), pixels)
    strong = config.augmentation == "strong" and epoch < config.strong_until * config.epochs
    return distort(pixels, numbers[:, 3:_FIRST]) if strong else pixels


def _moved(pixels: Tensor, by: Tensor) -> Tensor:
    """(N, 3, r, r), each shifted up and left by its own (N, 2) pixels; mirrored at the edges."""
    side = pixels.shape[-1]
    steps = by[:, :, None] + torch.arange(side)
    mirrored = (side - 1 - (side - 1 - steps.abs()).abs()).clamp(min=0)
    pictures = torch.arange(len(pixels)).view(-1, 1, 1, 1)
    channels = torch.arange(pixels.shape[1]).view(1, -1, 1, 1)
    return pixels[pictures, channels, mirrored[:, 0, None, :, None], mirrored[:, 1, None, None, :]]


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
    """(N, 3, r, r) uint8 → (N, 3, size, size) float32, enlarged and normalised, channels last.

    Of steps that make it grey it has one channel.
    """
    normal = scaling(steps)
    x = pixels.float()
    if x.shape[-1] != size:
        x = functional.interpolate(x, size=(size, size), mode="bilinear", antialias=True).round()
    if any(isinstance(step, Grey) for step in steps):
        x = (x * x.new_tensor(LUMINANCE).view(1, 3, 1, 1)).sum(1, keepdim=True).round()
    mean = torch.tensor(normal.mean, device=x.device).view(1, -1, 1, 1)
    std = torch.tensor(normal.std, device=x.device).view(1, -1, 1, 1)
    return ((x / 255 - mean) / std).contiguous(memory_format=torch.channels_last)
