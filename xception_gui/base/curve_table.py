"""The numbers of a run's curves as a table to take away."""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Iterator

from xception_gui.base.curves import Curves
from xception_gui.base.growing import Growing

_KIND = "row"


def curves_csv(curves: Curves) -> bytes:
    """One CSV file: a row per step, then one per epoch; nothing where nothing was measured.

    The first column says which ("step" or "epoch"); the others are those of `Curves`.
    """
    names = list(dict.fromkeys((*curves.steps.names(), *curves.epochs.names())))
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow((_KIND, *names))
    writer.writerows(_rows("step", curves.steps, names))
    writer.writerows(_rows("epoch", curves.epochs, names))
    return text.getvalue().encode()


def _rows(kind: str, table: Growing, names: list[str]) -> Iterator[tuple[str, ...]]:
    columns = [table.column(name).tolist() for name in names]
    for row in zip(*columns, strict=True):
        yield (kind, *("" if math.isnan(value) else f"{value:.8g}" for value in row))
