"""``xception-gui summary --against NAME``: two architectures side by side."""

from __future__ import annotations

import argparse

from xception_gui.base import numbers
from xception_gui.base.architectures import Architecture
from xception_gui.base.comparison import ComparedRow, compare
from xception_gui.base.comparison_table import comparison, comparison_rows
from xception_gui.base.config import XceptionConfig
from xception_gui.base.results import ModuleInfo
from xception_gui.cli.output import put_json, write_csv

_MARKS = {"same": " ", "changed": "≠", "left": "−", "right": "+"}
_SIDE = 38


def show(name: str, config: XceptionConfig, size: int, options: argparse.Namespace) -> int:
    """Print both trees, aligned by path."""
    from xception_gui.inspection import architecture, of_config

    left, right = of_config(config, name, size), architecture(options.against, size)
    whole = compare(left.tree, right.tree)
    write_csv(options.csv, comparison_rows(whole))
    if options.json:
        put_json(comparison(left, right, whole))
        return 0
    print("\n".join(_lines(left, right, whole, options.depth)))
    return 0


def _lines(left: Architecture, right: Architecture, whole: ComparedRow, depth: int) -> list[str]:
    rows = [row for row in whole.walk()[1:] if row.path.count(".") < depth]
    size = "×".join(map(str, left.tree.input_shape[1:]))
    return [
        f"{size} pixels; ≠ another type, shape or cost, − only left, + only right, ~ inside",
        f"{'':<26}{left.name:^{_SIDE}} │{right.name:^{_SIDE}}",
        *(_line(row) for row in rows),
        "",
        *_totals(left.tree, right.tree),
        *_stops(left, right),
    ]


def _line(row: ComparedRow) -> str:
    mark = "~" if row.state == "same" and row.inside else _MARKS[row.state]
    name = f"{mark} {'  ' * row.path.count('.')}{row.info.name}"
    return f"{name:<26}{_cells(row.left)} │{_cells(row.right)}".rstrip()


def _cells(info: ModuleInfo | None) -> str:
    if info is None:
        return " " * _SIDE
    shape, params = numbers.shape(info.output_shape), numbers.short(info.params)
    return f"{shape:>14}{params:>11}{numbers.short(info.macs):>13}"


def _totals(left: ModuleInfo, right: ModuleInfo) -> list[str]:
    return [
        f"{name}: {numbers.exact(ours)}, {numbers.exact(theirs)}: {numbers.change(ours, theirs)}"
        for name, ours, theirs in (
            ("Parameters", left.params, right.params),
            ("MACs (FLOPs = 2 × MACs)", left.macs, right.macs),
        )
    ]


def _stops(*both: Architecture) -> list[str]:
    return [
        f"{one.name} does not run: it stops at {one.stop.path}: {one.stop.said}"
        for one in both
        if one.stop is not None
    ]
