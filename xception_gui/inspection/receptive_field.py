"""Which part of the picture a unit can see, and which part it does see."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor, nn

from xception_gui.base.problem import Problem
from xception_gui.base.results import FloatArray, Origin, Prepared
from xception_gui.base.unit_field import UnitField, extent
from xception_gui.inspection.capture import capture
from xception_gui.inspection.paths import resolve_path
from xception_gui.inspection.shapes import window
from xception_gui.model import Xception
from xception_gui.model.blocks import Block, SameConv2d, SameMaxPool2d, same_padding

_SKIP = ("skip", "skip_bn")


@dataclass(frozen=True)
class ReceptiveField:
    """What the units of a module can see of the network's input, by its kernels alone.

    Parameters
    ----------
    size : int
        Side, pixels; 0: everything.
    step : int
        Pixels from one unit to the next.
    start : int
        First pixel of the first unit's field; below zero where it lies in the padding.

    Notes
    -----
    Araujo, Norris and Sim (2019), Distill, equations 2 to 4.
    """

    size: int
    step: int
    start: int

    def of(self, row: int, column: int) -> tuple[int, int, int, int]:
        """Left, top, right, bottom (pixels, right and bottom not included) of one unit's field."""
        left, top = self.start + column * self.step, self.start + row * self.step
        return (left, top, left + self.size, top + self.size)


def receptive_field(model: Xception, path: str, pixels: int) -> ReceptiveField:
    """The field of a module's units, for an input of `pixels` × `pixels`.

    Raises
    ------
    Problem
        ``module-unknown``, ``module-ambiguous``.
    """
    return receptive_fields(model, pixels)[resolve_path(model, path)]


def receptive_fields(model: Xception, pixels: int) -> dict[str, ReceptiveField]:
    """Those of all modules, by path."""
    found: dict[str, Seen] = {}
    _walk(model, "", (ReceptiveField(1, 1, 0), pixels), found)
    return {path: seen[0] for path, seen in found.items()}


Seen = tuple[ReceptiveField, int]  # field and side of the map


def _walk(module: nn.Module, path: str, given: Seen, found: dict[str, Seen]) -> Seen:
    """The field behind `module`; its own and its children's are noted."""
    children = dict(module.named_children())
    seen = given if children else _leaf(module, given)
    for name, child in children.items():
        if name not in _SKIP:
            seen = _walk(child, f"{path}.{name}".lstrip("."), seen, found)
    around = given
    for name in _SKIP:
        if name in children:
            around = _walk(children[name], f"{path}.{name}", around, found)
    if isinstance(module, Block) and module.skips:
        seen = (_both(seen[0], around[0]), seen[1])
    found[path] = seen
    return seen


def _both(one: ReceptiveField, other: ReceptiveField) -> ReceptiveField:
    """What a sum sees: from the first pixel of either to the last of either."""
    start = min(one.start, other.start)
    end = max(one.start + one.size, other.start + other.size)
    return ReceptiveField(end - start, one.step, start)


def _leaf(module: nn.Module, given: Seen) -> Seen:
    field, side = given
    if isinstance(module, nn.AdaptiveAvgPool2d | nn.Linear) or field.size == 0:
        return ReceptiveField(0, 0, 0), 1
    if not isinstance(module, nn.Conv2d | nn.MaxPool2d):
        return given
    kernel, stride, pad = window(module)
    if isinstance(module, SameConv2d | SameMaxPool2d):
        pad, behind = same_padding(side, kernel, stride)
        out = (side + pad + behind - kernel) // stride + 1
    else:
        out = (side + 2 * pad - kernel) // stride + 1
    size = field.size + (kernel - 1) * field.step
    start = field.start - pad * field.step
    return ReceptiveField(size, field.step * stride, start), out


def unit_field(
    model: Xception,
    prepared: Prepared,
    path: str,
    channel: int,
    place: tuple[int, int] | None = None,
    state_id: str = "",
) -> UnitField:
    """Both fields of one unit for one picture.

    Parameters
    ----------
    place : tuple of int, optional
        Row and column in the module's map; None: where the channel answers most strongly.

    Raises
    ------
    Problem
        ``module-unknown``, ``module-ambiguous``, ``unit-unknown``, ``gradient-not-finite``,
        ``memory-need``, ``out-of-memory``.
    """
    # Which needs this module.
    from xception_gui.inspection.memory_need import check_gradients, memory_for

    device, size = next(model.parameters()).device, prepared.values.shape[-1]
    check_gradients(device, model.config, size)
    full = resolve_path(model, path)
    with memory_for(model, size):
        picture = torch.tensor(prepared.values, device=device)[None]
        row, column = place or strongest_unit(model, picture, full, channel)
        values = measured_field(model, picture, full, channel, row, column)
    field, peak = receptive_field(model, full, size), float(values.max())
    return UnitField(
        Origin(prepared.image_id, state_id, prepared.preprocessing_id),
        full,
        channel,
        row,
        column,
        field.of(row, column) if field.size else None,
        field.step,
        values / np.float32(peak or 1.0),
        peak,
        extent(values),
    )


def measured_field(
    model: Xception, picture: Tensor, path: str, channel: int, row: int, column: int
) -> FloatArray:
    """How strongly each pixel moves one unit: |∂ unit / ∂ pixel|, the largest over the channels.

    Parameters
    ----------
    picture : Tensor
        (1, in_chans, H, W).

    Returns
    -------
    float32 array (H, W)

    Raises
    ------
    Problem
        ``unit-unknown`` for a place that the module does not have; ``gradient-not-finite``.
    """
    full = resolve_path(model, path)
    pixels = picture.detach().clone().requires_grad_()
    with torch.enable_grad(), capture(model, [full], gradients=True, stop=True) as seen:
        model(pixels)
    output = _maps(seen.activations[full])
    if not all(0 <= at < n for at, n in zip((channel, row, column), output.shape, strict=True)):
        raise _unknown(full, f"{channel}, {row}, {column}", output)
    unit = output[channel, row, column]
    (gradient,) = torch.autograd.grad(unit, pixels)
    if not (unit.isfinite() and gradient.isfinite().all()):
        raise Problem("gradient-not-finite", layer=full or "xception")
    return np.asarray(gradient[0].abs().amax(0).cpu().numpy(), np.float32)


def strongest_unit(model: Xception, picture: Tensor, path: str, channel: int) -> tuple[int, int]:
    """Row and column where a channel of a module answers most strongly.

    Raises
    ------
    Problem
        ``unit-unknown`` for a channel that the module does not have.
    """
    full = resolve_path(model, path)
    with torch.inference_mode(), capture(model, [full], stop=True) as seen:
        model(picture)
    output = _maps(seen.activations[full])
    if not 0 <= channel < len(output):
        raise _unknown(full, f"{channel}, …", output)
    place = int(output[channel].flatten().argmax())
    return divmod(place, output.shape[2])


def _maps(output: Tensor) -> Tensor:
    """(1, C, H, W) or (1, C) → (C, H, W)."""
    return output[0].reshape(*output.shape[1:], *(1,) * (4 - output.dim()))


def _unknown(path: str, unit: str, output: Tensor) -> Problem:
    return Problem("unit-unknown", path=path, unit=unit, shape="×".join(map(str, output.shape)))
