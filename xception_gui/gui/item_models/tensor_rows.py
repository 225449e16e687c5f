"""The tensors of an examined file as a table: what they are called, what became of them."""

from __future__ import annotations

import math

from xception_gui.base.numbers import shape
from xception_gui.base.weights_report import TensorRow
from xception_gui.gui.item_models.rows_model import RowsModel
from xception_gui.gui.language import mark, tr

HOW = {
    "kept": mark("as it is"),
    "renamed": mark("renamed"),
    "reshaped": mark("reshaped"),
    "ignored": mark("left out"),
}


class TensorModel(RowsModel[TensorRow]):
    """In the order of the file."""

    columns = (
        mark("In the file"),
        mark("In the network"),
        mark("Shape"),
        mark("What became of it"),
        mark("Least"),
        mark("Greatest"),
        mark("Deviation"),
        mark("Dead"),
    )
    numbers = range(4, 8)

    def words(self, row: TensorRow) -> tuple[str, ...]:
        """Dead channels, or how many values are no numbers."""
        faults = str(row.dead or "–")
        if row.not_finite:
            faults = tr("{count} NaN", count=row.not_finite)
        became = tr(HOW[row.how])
        figures = (row.minimum, row.maximum, row.deviation)
        return (row.key, row.name, shape(row.shape), became, *map(_figure, figures), faults)

    def order(self, row: TensorRow) -> tuple[str | float, ...]:
        """Numbers by their value, faults with the worst last."""
        faults = row.dead + 1e9 * row.not_finite
        figures = (row.minimum, row.maximum, row.deviation)
        least = (-math.inf if math.isnan(value) else value for value in figures)
        return (row.key, row.name, math.prod(row.shape), row.how, *least, faults)


def _figure(value: float) -> str:
    return "–" if math.isnan(value) else f"{value:.3g}".replace("-", "−")
