"""The modules of a network as rows to keep: CSV and JSON, one form for all."""

from __future__ import annotations

from xception_gui.base.results import ModuleInfo
from xception_gui.base.tables import as_json, csv_table

COLUMNS = ("path", "type", "flow", "output_shape", "params", "buffers", "macs")


def module_rows(tree: ModuleInfo) -> list[dict[str, object]]:
    """Every module but the network itself, in its order."""
    return [{name: getattr(row, name) for name in COLUMNS} for row in tree.walk()[1:]]


def module_table(tree: ModuleInfo, suffix: str) -> bytes:
    """The whole file for ``.csv``, or anything else: JSON."""
    rows = module_rows(tree)
    if suffix != ".csv":
        return as_json(rows).encode() + b"\n"
    return csv_table(COLUMNS, rows)
