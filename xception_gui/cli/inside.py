"""``xception-gui inside PATH``: the pointwise matrix of a separable convolution."""

from __future__ import annotations

import argparse

from xception_gui.base import numbers
from xception_gui.base.atomic import write_with
from xception_gui.base.pointwise import Pointwise
from xception_gui.base.results import ModuleInfo
from xception_gui.cli.output import check_output, put_json, say, say_untrained, shown, write_csv

_BAR, _BINS = 40, 12


def run(options: argparse.Namespace) -> int:
    """Print its singular values and what it would cost dense; write the matrix as a picture."""
    from xception_gui.inspection import module_tree
    from xception_gui.inspection.pointwise import pointwise
    from xception_gui.weights import load_weights

    if options.output:
        check_output(options.output)
    loaded = load_weights(options.weights)
    say_untrained(loaded.weights)
    found = pointwise(loaded.model, options.path)
    tree = module_tree(loaded.weights.config, loaded.weights.input_size)
    size = _size(tree, options.path)
    if options.output:
        _write(found, options.output)
    write_csv(options.csv, found.rows())
    if options.json:
        put_json({"trained": loaded.weights.trained, **_json(found, size)})
        return 0
    print("\n".join(_lines(found, size)))
    return 0


def _size(tree: ModuleInfo, path: str) -> int:
    """Side of the output map."""
    from xception_gui.inspection import resolve_path

    info = tree.find(resolve_path(tree, path))
    assert info is not None  # it was found in the network
    return info.output_shape[-1]


def _write(found: Pointwise, path: str) -> None:
    from PIL import Image

    image = Image.fromarray(found.picture())
    write_with(path, lambda file: image.save(file, "PNG"))
    say(f"{shown(path)} is written")


def _lines(found: Pointwise, size: int) -> list[str]:
    after, before = found.levels.shape
    count, values = len(found.singular), found.singular
    lines = [
        f"{after} × {before} matrix, largest number {numbers.real(found.largest)}",
        f"{count} singular values, {numbers.real(values[0])} … {numbers.real(values[-1])}:",
    ]
    for number in range(min(_BINS, count)):
        at = number * (count - 1) // max(1, min(_BINS, count) - 1)
        bar = "█" * round(_BAR * values[at] / (values[0] or 1.0))
        lines.append(f"{at + 1:>6}  {numbers.real(values[at]):>9}  {bar}")
    percent = f"{numbers.NARROW}%"
    energy = [f"{found.directions(held / 100)} hold {held}{percent}" for held in (50, 90, 99)]
    dense, own = found.costs(size)
    ratio = numbers.percent(own.params / dense.params)
    return [
        *lines,
        f"of the energy {', '.join(energy)}; effective rank {found.effective_rank:.1f}",
        f"parameters {numbers.exact(own.params)}, dense {numbers.exact(dense.params)}: {ratio}",
        f"MACs {numbers.exact(own.macs)}, dense {numbers.exact(dense.macs)}",
    ]


def _json(found: Pointwise, size: int) -> dict[str, object]:
    after, before = found.levels.shape
    dense, own = found.costs(size)
    return {
        "channels_before": before,
        "channels_after": after,
        "singular_values": found.singular.tolist(),
        "effective_rank": found.effective_rank,
        "directions": {str(share): found.directions(share) for share in (0.5, 0.9, 0.99)},
        "params": own.params,
        "macs": own.macs,
        "dense_params": dense.params,
        "dense_macs": dense.macs,
    }
