"""The architecture as a tree of `ModuleInfo`, for any configuration and input size."""

from __future__ import annotations

import math
from functools import lru_cache

from torch import nn

from xception_gui.base.config import PAPER_SIZE, XceptionConfig
from xception_gui.base.problem import Problem
from xception_gui.base.results import ModuleInfo
from xception_gui.inspection import describe
from xception_gui.inspection.receptive_field import ReceptiveField, receptive_fields
from xception_gui.inspection.running import buffers, macs, parameters
from xception_gui.inspection.shapes import Shape, shapes
from xception_gui.model import build_meta
from xception_gui.model.xception import least_size

_FLOAT = 4  # bytes


@lru_cache(maxsize=16)
def module_tree(config: XceptionConfig, size: int) -> ModuleInfo:
    """The network of `config` for a picture of `size` × `size` pixels, with every cost.

    Computed on `meta`: no memory, nothing runs. The root's path is "", its children are the
    flows; parameters, buffers and MACs of children add up to their parent's.

    Raises
    ------
    Problem
        ``input-too-small``, naming the smallest size that runs, for smaller ones: what can be
        trained and answers can be opened too.
    """
    least = least_size(config)
    if size < least:
        raise Problem("input-too-small", size=size, minimum=least)
    model = build_meta(config)
    found = shapes(model, (config.in_chans, size, size))
    return _row("", model, found, receptive_fields(model, size))


def counterpart(config: XceptionConfig, path: str, size: int = PAPER_SIZE) -> ModuleInfo | None:
    """The module of the paper's network that stands where `path` stands in that of `config`.

    Returns
    -------
    ModuleInfo or None
        None where the paper has no such module (a ninth middle block, a hidden layer), and for
        the paper's network itself.
    """
    if config == XceptionConfig():
        return None
    return _paper_rows(size).get(path)


@lru_cache(maxsize=4)
def _paper_rows(size: int) -> dict[str, ModuleInfo]:
    return {row.path: row for row in module_tree(XceptionConfig(), size).walk()}


def _row(
    path: str,
    module: nn.Module,
    found: dict[str, tuple[Shape, Shape]],
    fields: dict[str, ReceptiveField],
) -> ModuleInfo:
    children = tuple(
        _row(f"{path}.{name}" if path else name, child, found, fields)
        for name, child in module.named_children()
    )
    inside, outside = found[path]
    return ModuleInfo(
        path=path,
        name=path.rsplit(".", 1)[-1] or type(module).__name__,
        type=type(module).__name__,
        kind=describe.kind(module),
        flow=path.split(".", 1)[0],
        paper=describe.paper(path, module),
        input_shape=inside,
        output_shape=outside,
        params=parameters(module) + sum(child.params for child in children),
        buffers=buffers(module) + sum(child.buffers for child in children),
        macs=macs(module, outside) + sum(child.macs for child in children),
        activation_bytes=_FLOAT * math.prod(outside),
        details=(*describe.details(module, inside), *_field(fields[path])),
        source=describe.source(type(module)),
        children=children,
    )


def _field(field: ReceptiveField) -> describe.Details:
    """What a unit can see: nothing is said where it sees everything."""
    if not field.size:
        return ()
    return (("Receptive field", f"{field.size}×{field.size}, step {field.step}"),)
