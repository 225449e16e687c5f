"""What the boxes of the diagram can be coloured by, and the values."""

from __future__ import annotations

from collections.abc import Mapping

from xception_gui.base.diagram import Box, Diagram
from xception_gui.base.numbers import duration, percent, real, short, size
from xception_gui.base.results import ModuleInfo
from xception_gui.gui.language import mark

METRICS = {
    "flow": mark("Flow"),
    "params": mark("Parameters"),
    "macs": mark("MACs"),
    "memory": mark("Activation memory"),
    "ms": mark("Milliseconds, measured"),
    "zeros": mark("Zeros"),
    "strength": mark("Mean activation"),
}
MEASURED = ("ms", "zeros", "strength")
HINTS = {
    "flow": mark("Entry, middle and exit flow in their colours"),
    "params": mark("Trainable numbers"),
    "macs": mark("Multiply–accumulates for one picture; FLOPs = 2 × MACs"),
    "memory": mark("What it puts out for one picture, in float32"),
    "ms": mark("On this device, the median of five warm runs"),
    "zeros": mark("Share of its output that is exactly zero for this picture"),
    "strength": mark("Mean absolute value of its output for this picture"),
}
WORDS = frozenset(
    {
        mark("Conv"),
        mark("Separable"),
        mark("Depthwise"),
        mark("Pointwise"),
        mark("Max pool"),
        mark("Mean pool"),
        mark("Linear"),
        mark("Dropout"),
        mark("more like it"),
        mark("fold"),
        mark("Concat"),
        mark("Input"),
    }
)
"""What ``inspection.diagram`` writes in words; everything else is names and numbers."""


def values(
    tree: ModuleInfo,
    diagram: Diagram,
    metric: str,
    measured: Mapping[str, Mapping[str, float]] | None = None,
) -> dict[str, float]:
    """Of each box that has one, by path: open frames leave it to what they contain.

    Parameters
    ----------
    measured : mapping
        For each of `MEASURED` that is known, the values by path.
    """
    if metric in MEASURED:
        known = (measured or {}).get(metric, {})
        return {
            box.path: known[box.path]
            for box in diagram.boxes
            if is_coloured(box) and box.path in known
        }
    rows = {row.path: row for row in tree.walk()}
    return {
        box.path: sum(_value(rows[path], metric) for path in (box.path, *box.also))
        for box in diagram.boxes
        if is_coloured(box) and metric != "flow"
    }


def is_coloured(box: Box) -> bool:
    """Whether a box can show a value."""
    return box.kind not in ("sum", "more") and box.fold != "open"


def value_text(value: float, metric: str) -> str:
    """A value with its unit."""
    if metric == "ms":
        return duration(value)
    if metric == "zeros":
        return percent(value)
    if metric == "strength":
        return real(value)
    return size(value) if metric == "memory" else short(value, "0")


def _value(row: ModuleInfo, metric: str) -> int:
    if metric == "memory":
        leaves = [inner for inner in row.walk() if not inner.children]
        return sum(inner.activation_bytes for inner in leaves)
    return row.params if metric == "params" else row.macs
