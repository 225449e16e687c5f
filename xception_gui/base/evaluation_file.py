"""An evaluation as a file to take away: everything as JSON, or the table of classes as CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import asdict, fields
from typing import Any

from xception_gui.base.evaluation import ClassRow, to_plain
from xception_gui.base.published import known
from xception_gui.base.results import Evaluation, Weights
from xception_gui.base.tables import as_json


def judged_what(data: str, weights: Weights, device: str, precision: str) -> dict[str, Any]:
    """What was judged on what and how, beside what was published of such weights: JSON values."""
    row = known(weights.sha256)
    return {
        "data": data,
        "weights": weights.name,
        "weights_sha256": weights.sha256,
        "trained": weights.trained,
        "device": device,
        "precision": precision,
        "published": {"top1": row.top1, "top5": row.top5} if row and row.top1 else None,
    }


def evaluation_file(evaluation: Evaluation, which: Mapping[str, Any], suffix: str) -> bytes:
    """The whole file for ``.csv``, or anything else: JSON, as ``evaluate --json`` prints it.

    Parameters
    ----------
    which : mapping
        `judged_what`; it leads the JSON.
    """
    if suffix == ".csv":
        return _class_table(evaluation.rows)
    return as_json({**which, **to_plain(evaluation)}).encode() + b"\n"


def _class_table(rows: Sequence[ClassRow]) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(field.name for field in fields(ClassRow))
    writer.writerows(asdict(row).values() for row in rows)
    return text.getvalue().encode("utf-8", "backslashreplace")
