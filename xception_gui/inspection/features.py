"""Feature maps: what modules gave for one picture, in one pass."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import torch
from torch import Tensor, nn

from xception_gui.base.feature_maps import FeatureMaps, ModuleMaps, describe_maps
from xception_gui.base.problem import Problem
from xception_gui.base.results import FloatArray, Origin, Prepared
from xception_gui.inspection.capture import Captured, capture
from xception_gui.inspection.memory_need import memory_for, strips_that_fit
from xception_gui.inspection.parts import Part, parts
from xception_gui.inspection.paths import resolve_path
from xception_gui.model.strips import in_strips


def feature_maps(
    model: nn.Module, prepared: Prepared, paths: Sequence[str], state_id: str
) -> list[ModuleMaps]:
    """The maps of the modules at `paths` for one picture; the pass ends behind the last of them.

    Parameters
    ----------
    model : Module
        In eval mode and float32, as its author wrote it: not folded, so that every module's
        output is what a forward hook gives.
    paths : sequence of str
        Modules, or unambiguous endings of their paths.
    state_id : str
        Of the network, for the results' origin.

    Raises
    ------
    Problem
        ``module-unknown``, ``module-ambiguous``, ``features-not-finite``, ``memory-need``,
        ``out-of-memory``.
    """
    origin = Origin(prepared.image_id, state_id, prepared.preprocessing_id)
    full = [resolve_path(model, path) for path in paths]
    wanted = {path: parts(model, path) for path in full}
    kept = {part.path for found in wanted.values() for part in found}
    size = prepared.values.shape[-1]
    strips = strips_that_fit(model, size, kept)
    with in_strips(model, strips), memory_for(model, size):
        seen = _run(model, prepared.values, [part for found in wanted.values() for part in found])
    return [
        ModuleMaps(
            origin, path, tuple(_maps(origin, path, part, seen) for part in wanted[path]), strips
        )
        for path in full
    ]


def _run(model: nn.Module, values: FloatArray, wanted: Sequence[Part]) -> Captured:
    like = next(model.parameters())
    outputs = dict.fromkeys(part.path for part in wanted)
    inputs = dict.fromkeys(part.path for part in wanted if part.side == "input")
    picture = torch.tensor(values, device=like.device, dtype=like.dtype)[None]
    with torch.inference_mode(), capture(model, outputs, inputs=inputs, stop=True) as seen:
        model(picture)
    return seen


def _maps(origin: Origin, path: str, part: Part, seen: Captured) -> FeatureMaps:
    found = seen.inputs if part.side == "input" else seen.activations
    values = _array(found[part.path])
    if not np.isfinite(values).all():
        raise Problem("features-not-finite", layer=part.path or "xception")
    values.setflags(write=False)
    return describe_maps(origin, path, part.name, values)


def _array(tensor: Tensor) -> FloatArray:
    """(1, C, H, W) or (1, C) → a float32 copy (C, H, W) or (C, 1, 1)."""
    values = tensor[0].float().cpu().numpy()
    return np.array(values.reshape(*values.shape, *(1,) * (3 - values.ndim)), np.float32, order="C")
