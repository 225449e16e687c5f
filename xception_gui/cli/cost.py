"""``xception-gui cost IN OUT``: what one layer costs, in three forms."""

from __future__ import annotations

import argparse
from dataclasses import asdict
from functools import partial

from xception_gui.base.figures import all_figures
from xception_gui.base.layer_cost import LayerCost, layer_costs
from xception_gui.base.numbers import exact, percent
from xception_gui.cli.output import put_json, write_csv, write_drawing

_NAMES = {
    "dense": "{k}×{k} convolution",
    "inception": "Inception module (Figure 2)",
    "separable": "separable convolution",
}


def run(options: argparse.Namespace) -> int:
    """Print the three costs."""
    inside, outside = options.inside, options.outside
    costs = layer_costs(inside, outside, options.kernel, options.size)
    drawn = partial(all_figures, inside, outside, options.kernel, options.size)
    write_drawing(options, drawn, "From Inception to Xception")
    write_csv(options.csv, [asdict(cost) for cost in costs])
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


def _line(cost: LayerCost, kernel: int) -> str:
    name = _NAMES[cost.layer].format(k=kernel)
    return f"{name:<30}{exact(cost.params):>18}{exact(cost.macs):>24}{percent(cost.share):>14}"
