"""How long a run will take and how much memory it needs, from one real step."""

from __future__ import annotations

import time

import torch
from torch import Tensor
from torch.autograd.graph import saved_tensors_hooks
from torch.nn import functional

from xception_gui.base.preprocessing import input_size
from xception_gui.base.training import TrainingConfig
from xception_gui.inference.device import choose_device
from xception_gui.model import Xception, build
from xception_gui.training.run import starting_point

_FIRST = 2  # pictures in the step that warms up
_ABOUT = 0.5  # seconds of the step that is measured
_COPIES = 4  # of each weight: itself, gradient, momentum, average


def estimate(config: TrainingConfig, images: int, classes: int) -> tuple[float, int]:
    """Seconds of a whole run and bytes of its largest step.

    Parameters
    ----------
    images : int
        Pictures to learn from.
    classes : int

    Notes
    -----
    Small steps warm up, a larger one is timed: a batch, as far as half a second allows, for small
    ones cost more per picture. Memory is what autograd keeps for the backward pass, in storages
    that are really different, and the weights with gradient, momentum and average. Reading the data
    is not in it.
    """
    device = choose_device(config.device).device
    config, pretrained = starting_point(config, tuple(map(str, range(classes))), fresh=True)
    model = (pretrained or build(config.model, config.seed)).train().to(device)
    model = model.to(memory_format=torch.channels_last)  # type: ignore[call-overload]
    size = input_size(config.preprocessing)
    shape = (config.model.in_chans, size, size)
    _timed(model, config, torch.zeros(_FIRST, *shape, device=device))
    seconds, _ = _timed(model, config, torch.zeros(_FIRST, *shape, device=device))
    count = min(config.batch_size, max(_FIRST, int(_FIRST * _ABOUT / seconds)))
    _timed(model, config, torch.zeros(count, *shape, device=device))  # chooses its kernels
    seconds, kept = _timed(model, config, torch.zeros(count, *shape, device=device))
    weights = sum(p.numel() * p.element_size() for p in model.parameters()) * _COPIES
    whole = seconds / count * images * config.epochs * _share_of_size(config, size)
    return whole, weights + kept * config.batch_size // count


def _timed(model: Xception, config: TrainingConfig, x: Tensor) -> tuple[float, int]:
    """Seconds of one step, and bytes that it keeps."""
    x = x.contiguous(memory_format=torch.channels_last)
    began = time.perf_counter()
    kept = _step(model, x, config)
    return time.perf_counter() - began, kept


def _step(model: Xception, x: Tensor, config: TrainingConfig) -> int:
    """Forward and backward; bytes that are kept between them."""
    storages: dict[int, int] = {}

    def pack(kept: Tensor) -> Tensor:
        storage = kept.untyped_storage()
        storages[storage.data_ptr()] = storage.nbytes()
        return kept

    half = config.precision in ("bfloat16", "float16")
    dtype = torch.float16 if config.precision == "float16" else torch.bfloat16
    with saved_tensors_hooks(pack, lambda kept: kept):
        with torch.autocast(x.device.type, dtype, enabled=half):
            logits = model(x)
        y = torch.zeros(len(x), dtype=torch.long, device=x.device)
        loss = functional.cross_entropy(logits.float(), y)
    loss.backward()  # type: ignore[no-untyped-call]
    if x.device.type == "cuda":
        torch.cuda.synchronize(x.device)
    model.zero_grad()
    return sum(storages.values())


def _share_of_size(config: TrainingConfig, size: int) -> float:
    """What growing inputs cost on average, beside the final size all the time."""
    if not config.growth:
        return 1.0
    starts = [start for start, _ in config.growth] + [1.0]
    parts = zip(config.growth, starts[1:], strict=True)
    return sum((end - start) * (side / size) ** 2 for (start, side), end in parts)
