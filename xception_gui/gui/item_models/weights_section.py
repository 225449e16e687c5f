"""What the inspector says of a module's weights."""

from __future__ import annotations

from xception_gui.base.numbers import NARROW, exact, percent, real
from xception_gui.base.results import ModuleInfo, ModuleWeights
from xception_gui.gui.item_models.module_sections import Row, Section
from xception_gui.gui.language import mark, tr

_COUNTED = {
    "convolution": mark("of convolutions"),
    "linear": mark("of linear layers"),
    "both": mark("of convolutions and linear layers"),
    "scale": mark("scale (γ)"),
}
_TICK = 2  # digits below the histogram


def weights_section(weights: ModuleWeights) -> Section:
    """Count, range, mean, deviation and zeros; the note says which weights these are."""
    values = (
        exact(weights.count),
        f"{real(weights.minimum)} … {real(weights.maximum)}",
        real(weights.mean),
        real(weights.deviation),
        _zeros(weights),
    )
    return _section(values, tr(_COUNTED[weights.of]))


def awaited_section() -> Section:
    """The same without numbers, while they are being counted: nothing moves when they come."""
    return _section(("",) * 5, "")


def absent_section() -> Section:
    """Of a network that is only described, not in memory."""
    return Section(tr("Weights"), (), tr("none in memory"))


def expected_kernels(info: ModuleInfo) -> int:
    """How many depthwise kernels a module will have once its weights are counted."""
    groups = dict(info.details).get("Groups", "")
    ends = (info.input_shape[0], info.output_shape[0])
    return next((channels for channels in ends if groups == str(channels) and channels > 1), 0)


def ticks(weights: ModuleWeights) -> tuple[tuple[float, str], ...]:
    """Places from 0 to 1 along the histogram, and what is written there: smallest, 0, largest."""
    low, high = float(weights.edges[0]), float(weights.edges[-1])
    if weights.minimum == weights.maximum:
        return ((0.5, real(weights.minimum, _TICK)),)
    ends = ((0.0, real(low, _TICK)), (1.0, real(high, _TICK)))
    if not low < 0 < high:
        return ends
    return (ends[0], (-low / (high - low), "0"), ends[1])


def _zeros(weights: ModuleWeights) -> str:
    share = f"{NARROW}({percent(weights.zeros / weights.count)})" if weights.zeros else ""
    return f"{exact(weights.zeros)}{share}"


def _section(values: tuple[str, ...], note: str) -> Section:
    keys = (tr("Count"), tr("Range"), tr("Mean"), tr("Deviation"), tr("Zeros"))
    rows = tuple(Row(key, value) for key, value in zip(keys, values, strict=True))
    return Section(tr("Weights"), rows, note)
