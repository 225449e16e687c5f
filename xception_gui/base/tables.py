"""Answers as rows to keep: the JSON of the command line, JSON lines, CSV. One form for all."""

from __future__ import annotations

import csv
import io
import json
import math
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from xception_gui.base.results import Prediction
from xception_gui.base.utf8 import in_utf8

COLUMNS = ("path", "rank", "index", "label", "probability", "error")
Row = dict[str, Any]


def answer_row(path: str, prediction: Prediction, top: int) -> Row:
    """What is kept of one answer.

    Parameters
    ----------
    path : str
        As it is to be shown.
    top : int
        How many classes.

    Notes
    -----
    ``strips`` is there only where memory was too small for the first layers as a whole.
    """
    strips = {"strips": prediction.strips} if prediction.strips > 1 else {}
    return {
        "path": path,
        "weights": prediction.weights,
        "weights_sha256": prediction.weights_sha256,
        "trained": prediction.trained,
        "device": prediction.device,
        "precision": prediction.precision,
        "top": [
            {"index": row.index, "label": row.label, "probability": row.probability}
            for row in prediction.top(top)
        ],
        "ms": round(prediction.ms, 3),
        **strips,
    }


def plain(value: Any) -> Any:
    """`value` without tuples and without NaN, which JSON does not have."""
    if isinstance(value, dict):
        return {str(key): plain(entry) for key, entry in value.items()}
    if isinstance(value, list | tuple):
        return [plain(entry) for entry in value]
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value


def as_json(value: object) -> str:
    """Indented, readable in any language."""
    return in_utf8(json.dumps(plain(value), ensure_ascii=False, indent=2, allow_nan=False))


def json_line(row: Row) -> bytes:
    """One row of a JSON lines file."""
    return in_utf8(json.dumps(plain(row), ensure_ascii=False)).encode() + b"\n"


def csv_head() -> bytes:
    """The first line of a CSV file."""
    return _csv_line(COLUMNS)


def csv_lines(row: Row) -> Iterator[bytes]:
    """One line per class of an answer, or one for an error."""
    if "error" in row:
        yield _csv_line((row["path"], "", "", "", "", row["error"]))
    for rank, entry in enumerate(row.get("top", ()), 1):
        yield _csv_line((row["path"], rank, *entry.values(), ""))


def table(rows: Iterable[Row], suffix: str) -> bytes:
    """The whole file for ``.csv``, ``.jsonl``, or anything else: JSON."""
    if suffix == ".csv":
        return csv_head() + b"".join(line for row in rows for line in csv_lines(row))
    if suffix == ".jsonl":
        return b"".join(map(json_line, rows))
    return as_json(list(rows)).encode() + b"\n"


def csv_table(columns: Sequence[str], rows: Iterable[Row]) -> bytes:
    """A CSV file of some columns; shapes as ``728x19x19``, nothing for None."""
    lines = (_csv_line(map(_cell, (row[name] for name in columns))) for row in rows)
    return _csv_line(columns) + b"".join(lines)


def _cell(value: object) -> object:
    return "x".join(map(str, value)) if isinstance(value, tuple) else value


def _csv_line(values: Iterable[object]) -> bytes:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerow(values)
    return text.getvalue().encode("utf-8", "backslashreplace")
