"""``xception-gui weights compare A B``: how far two sets of weights are apart."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from dataclasses import asdict

from xception_gui.base import numbers
from xception_gui.base.weight_difference import (
    Unmatched,
    WeightsDifference,
    difference_document,
)
from xception_gui.cli.output import put_json, write_csv

_BAR = 24
NOTHING_IN_COMMON = 1


def run(options: argparse.Namespace) -> int:
    """Print every layer, the most different first; 1 if no tensor is in both."""
    from xception_gui.inspection import weight_difference
    from xception_gui.weights import load_weights

    left, right = load_weights(options.left), load_weights(options.right)
    names = (left.weights.name, right.weights.name)
    found = weight_difference(left.model, right.model, names)
    write_csv(options.csv, [asdict(row) for row in found.tensors])
    if options.json:
        put_json(difference_document(found))
    else:
        print("\n".join(_lines(found)))
    return 0 if found.tensors else NOTHING_IN_COMMON


def _lines(found: WeightsDifference) -> Iterator[str]:
    yield f"{found.left} → {found.right}: relative difference ‖b − a‖ / ‖a‖"
    layers = found.layers
    most = max((row.relative for row in layers if row.relative < float("inf")), default=0) or 1.0
    for row in layers:
        bar = "█" * round(_BAR * min(1.0, row.relative / most))
        yield f"{row.path:<36}{numbers.real(row.relative):>10}  {bar}".rstrip()
    if found.relative is None:
        yield "no tensor of the same name and shape is in both"
    else:
        same, total = sum(not row.largest for row in found.tensors), len(found.tensors)
        words = f"{total} tensors in both, {same} equal"
        yield f"{'all':<36}{numbers.real(found.relative):>10}  {words}"
    if found.unmatched:
        yield f"{len(found.unmatched)} tensors are not compared:"
        yield from map(_unmatched, found.unmatched)


def _unmatched(row: Unmatched) -> str:
    if row.right is None:
        return f"  {row.name}: only in the first, {numbers.shape(row.left or ())}"
    if row.left is None:
        return f"  {row.name}: only in the second, {numbers.shape(row.right)}"
    return f"  {row.name}: {numbers.shape(row.left)} against {numbers.shape(row.right)}"
