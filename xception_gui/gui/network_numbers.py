"""What an architecture costs and which shapes it has: counted in a lane, told in lines."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from xception_gui.base.config import XceptionConfig
from xception_gui.base.numbers import exact, shape, size
from xception_gui.gui.item_models.fact_row import FactRow
from xception_gui.gui.language import mark, tr

if TYPE_CHECKING:
    from xception_gui.base.results import ModuleInfo

FLOWS = {
    "entry": mark("After the entry flow"),
    "middle": mark("After the middle flow"),
    "exit": mark("After the exit flow"),
}


@dataclass(frozen=True)
class FlowShape:
    """What a flow gives.

    Parameters
    ----------
    after : tuple of int
        Channels, height and width.
    sides : tuple of int
        Of the maps on the way, the flow's input first, each once.
    """

    after: tuple[int, ...]
    sides: tuple[int, ...]


@dataclass(frozen=True)
class NetworkNumbers:
    """What a config costs; bytes for one picture in float32, as torchinfo adds them up."""

    params: int
    macs: int
    flows: dict[str, FlowShape]
    total_bytes: float
    differ: int


def numbers_of(config: XceptionConfig, pixels: int) -> NetworkNumbers:
    """All numbers, on `meta`; for the `model` lane."""
    from xception_gui.inspection import footer, module_tree, paper_check

    tree = module_tree(config, pixels)
    flows = {flow.path: _shape_of(flow) for flow in tree.children if flow.path in FLOWS}
    differ = sum(fact.state == "bad" for fact in paper_check(tree))
    return NetworkNumbers(tree.params, tree.macs, flows, 1e6 * footer(tree).total_mb, differ)


def fact_rows(found: NetworkNumbers | None) -> list[FactRow]:
    """The numbers in words; dashes while there are none, so that nothing moves."""
    memory, differ = tr("Memory, one picture"), tr("Published numbers that differ")
    if found is None:
        flows = [tr(text) for text in FLOWS.values()]
        names = (tr("Parameters"), tr("MACs"), *flows, memory, differ)
        return [FactRow(name, "–") for name in names]
    return [
        FactRow(tr("Parameters"), exact(found.params)),
        FactRow(tr("MACs"), exact(found.macs), tr("FLOPs = 2 × MACs")),
        *[_flow_row(tr(text), found.flows[path]) for path, text in FLOWS.items()],
        FactRow(memory, size(found.total_bytes), tr("forward and backward")),
        FactRow(differ, str(found.differ), tr("see Paper check")),
    ]


def _flow_row(name: str, flow: FlowShape) -> FactRow:
    """``728×19×19``, and the sides on the way there where they change."""
    way = " → ".join(map(str, flow.sides))
    note = tr("{way} pixels", way=way) if len(flow.sides) > 1 else ""
    return FactRow(name, shape(flow.after), note)


def _shape_of(flow: ModuleInfo) -> FlowShape:
    way = [flow.input_shape, *(part.output_shape for part in flow.children)]
    sides = tuple(side for side, _ in groupby(shape[-1] for shape in way))
    return FlowShape(flow.output_shape, sides)
