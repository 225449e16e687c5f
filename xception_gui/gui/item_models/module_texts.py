"""Words for a module: its name, its exact numbers, how it differs from the paper's."""

from __future__ import annotations

from xception_gui.base.numbers import exact, percent, shape
from xception_gui.base.results import ModuleInfo
from xception_gui.gui.language import mark, tr

FLOWS = {
    "entry": mark("Entry flow"),
    "middle": mark("Middle flow"),
    "exit": mark("Exit flow"),
    "classifier": mark("Classifier"),
}

DETAIL_WORDS = frozenset(
    {
        mark("Kernel"),
        mark("Stride, padding"),
        mark("Groups"),
        mark("Epsilon"),
        mark("Momentum"),
        mark("Features"),
        mark("Rate"),
        mark("Skip connection"),
        mark("Receptive field"),
        mark("none"),
        mark("identity"),
    }
)
"""What ``inspection`` writes in words into a module's details; everything else is numbers."""


def is_flow(info: ModuleInfo) -> bool:
    """Whether the record is one of the network's four top rows."""
    return info.path in FLOWS


def flow_name(flow: str) -> str:
    """Such as "Entry flow", in the language in force; "Xception" for the whole network."""
    return tr(FLOWS[flow]) if flow in FLOWS else "Xception"


def display_name(info: ModuleInfo) -> str:
    """What the tree and the inspector call a module."""
    return info.name if info.path and not is_flow(info) else flow_name(info.path)


def place(info: ModuleInfo) -> str:
    """Where a module stands: "Middle flow · block4"; for a flow, how many parts it has."""
    if not info.path or is_flow(info):
        return tr("{count} parts", count=len(info.children))
    inner = ".".join(info.path.split(".")[1:-1])
    return f"{flow_name(info.flow)} · {inner}" if inner else flow_name(info.flow)


def detail(key: str, value: str) -> tuple[str, str]:
    """One of a module's details in the language in force.

    ``inspection`` writes them in English: the keys, and a few values.
    """
    first, then, second = value.partition(", then ")
    if then:
        return _word(key), tr("{first}, then {second}", first=first, second=second)
    size, step, count = value.partition(", step ")
    if step:
        return _word(key), tr("{size}, step {step}", size=size, step=count)
    return _word(key), _word(value)


def _word(text: str) -> str:
    return tr(text) if text in DETAIL_WORDS else text


def differs(info: ModuleInfo, other: ModuleInfo) -> bool:
    """Whether a module and its counterpart have another shape, or other costs."""
    return (info.output_shape, info.params, info.macs) != (
        other.output_shape,
        other.params,
        other.macs,
    )


def tooltip(info: ModuleInfo, share: float, counterpart: ModuleInfo | None) -> str:
    """Exact numbers of a row, one per line, and the paper's beside them where they differ."""
    lines = [f"{info.path} · {info.type}", tr("Output {shape}", shape=shape(info.output_shape))]
    lines.append(
        tr(
            "{params} params, {buffers} buffers",
            params=exact(info.params),
            buffers=exact(info.buffers),
        )
    )
    if info.macs:
        lines.append(tr("{macs} MACs (FLOPs = 2 × MACs)", macs=exact(info.macs)))
        lines.append(tr("{share} of the MACs of the row above it", share=percent(share)))
    if counterpart is not None and differs(info, counterpart):
        lines.append(tr("In the paper: {numbers}", numbers=brief(counterpart)))
    return "\n".join(lines)


def brief(info: ModuleInfo) -> str:
    """Shape, parameters and MACs in one line."""
    numbers = {"shape": shape(info.output_shape), "params": exact(info.params)}
    if not info.macs:
        return tr("{shape}, {params} params", **numbers)
    return tr("{shape}, {params} params, {macs} MACs", macs=exact(info.macs), **numbers)
