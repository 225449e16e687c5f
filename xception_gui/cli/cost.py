"""``xception-gui cost IN OUT``: what one layer costs, in three forms."""

from __future__ import annotations

import argparse
from dataclasses import asdict

from xception_gui.base.layer_cost import LayerCost, layer_costs
from xception_gui.base.numbers import exact, percent
from xception_gui.cli.output import put_json, say, shown

_NAMES = {
    "dense": "{k}×{k} convolution",
    "inception": "Inception module (Figure 2)",
    "separable": "separable convolution",
}


def run(options: argparse.Namespace) -> int:
    """Print the three costs."""
    inside, outside = options.inside, options.outside
    costs = layer_costs(inside, outside, options.kernel, options.size)
    if options.svg:
        _write(options)
    if options.json:
        which = {"in": inside, "out": outside, "kernel": options.kernel, "size": options.size}
        put_json({**which, "layers": [asdict(cost) for cost in costs]})
        return 0
    size = options.size
    print(f"{inside} → {outside} channels, {size}×{size} output, stride 1, without biases")
    print(f"{'':<30}{'Parameters':>18}{'MACs':>24}{'of the first':>14}")
    for cost in costs:
        print(_line(cost, options.kernel))
    return 0


def _write(options: argparse.Namespace) -> None:
    from xception_gui.base.atomic import write_bytes
    from xception_gui.base.figures import all_figures
    from xception_gui.inspection.diagram_svg import as_svg

    drawn = all_figures(options.inside, options.outside, options.kernel, options.size)
    write_bytes(options.svg, as_svg(drawn, "From Inception to Xception").encode())
    say(f"{shown(options.svg)} is written")


def _line(cost: LayerCost, kernel: int) -> str:
    name = _NAMES[cost.layer].format(k=kernel)
    return f"{name:<30}{exact(cost.params):>18}{exact(cost.macs):>24}{percent(cost.share):>14}"
