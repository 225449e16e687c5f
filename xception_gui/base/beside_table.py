"""Two answers side by side as rows to keep: CSV and JSON, one form for window and command line."""

from __future__ import annotations

from xception_gui.base.beside import Beside, probability_of
from xception_gui.base.results import Prediction
from xception_gui.base.tables import as_json, csv_table

_TOP = 5
_COLUMNS = ("label", "left", "right", "change")


def beside_report(found: Beside) -> dict[str, object]:
    """What is compared, the scales of the pictures, both answers."""
    return {
        "layer": found.layer,
        "channels": list(found.channels),
        "channels_right": list(found.channels_right),
        "heat_map": {"peak": found.heat.peak, "difference": found.heat.apart},
        "maps": {"peak": found.maps.peak, "difference": found.maps.apart},
        "left": _side(found.left, found.names[0], found.label),
        "right": _side(found.right, found.names[1], found.label_right),
    }


def beside_rows(found: Beside) -> list[dict[str, object]]:
    """Probabilities of the classes likeliest at the left, then at the right; None: no class."""
    sides = (found.left, found.right)
    labels = dict.fromkeys(row.label for side in sides for row in side.top(_TOP))
    return [
        {
            "label": label,
            "left": probability_of(found.left, label),
            "right": probability_of(found.right, label),
            "change": found.change(label),
        }
        for label in labels
    ]


def beside_file(found: Beside, suffix: str) -> bytes:
    """The whole file for ``.csv``: the classes; for anything else JSON: the report."""
    if suffix == ".csv":
        return csv_table(_COLUMNS, beside_rows(found))
    return as_json(beside_report(found)).encode() + b"\n"


def _side(prediction: Prediction, name: str, label: str) -> dict[str, object]:
    top = [
        {"index": row.index, "label": row.label, "probability": row.probability}
        for row in prediction.top(_TOP)
    ]
    weights = {"weights": prediction.weights, "weights_sha256": prediction.weights_sha256}
    return {"name": name, **weights, "trained": prediction.trained, "class": label, "top": top}
