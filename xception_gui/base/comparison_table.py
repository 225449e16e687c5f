"""Two architectures as rows to keep: CSV and JSON, one form for window and command line."""

from __future__ import annotations

from xception_gui.base.architectures import Architecture
from xception_gui.base.comparison import ComparedRow
from xception_gui.base.results import ModuleInfo
from xception_gui.base.tables import as_json, csv_table

_SIDES = ("left", "right")
_COLUMNS = ("type", "output_shape", "params", "macs")


def comparison_rows(whole: ComparedRow) -> list[dict[str, object]]:
    """Every module but the networks themselves, in their order."""
    return [_row(row) for row in whole.walk()[1:]]


def comparison(left: Architecture, right: Architecture, whole: ComparedRow) -> dict[str, object]:
    """Both totals, where a forward pass fails, and every row."""
    return {
        "left": _side(left),
        "right": _side(right),
        "params_difference": right.tree.params - left.tree.params,
        "macs_difference": right.tree.macs - left.tree.macs,
        "modules": comparison_rows(whole),
    }


def comparison_file(
    left: Architecture, right: Architecture, whole: ComparedRow, suffix: str
) -> bytes:
    """The whole file for ``.csv``, or anything else: JSON."""
    if suffix != ".csv":
        return as_json(comparison(left, right, whole)).encode() + b"\n"
    names = ("path", "state", *(f"{side}_{name}" for side in _SIDES for name in _COLUMNS))
    return csv_table(names, comparison_rows(whole))


def _side(one: Architecture) -> dict[str, object]:
    stop = one.stop
    return {
        "network": one.name,
        "input_shape": one.tree.input_shape,
        "params": one.tree.params,
        "macs": one.tree.macs,
        "stops_at": stop.path if stop else None,
        "reason": stop.said if stop else None,
    }


def _row(row: ComparedRow) -> dict[str, object]:
    made: dict[str, object] = {"path": row.path, "state": row.state}
    for side, info in zip(_SIDES, (row.left, row.right), strict=True):
        made |= {f"{side}_{name}": _value(info, name) for name in _COLUMNS}
    return made


def _value(info: ModuleInfo | None, name: str) -> object:
    return getattr(info, name) if info is not None else None
