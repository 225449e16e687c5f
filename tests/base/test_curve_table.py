"""The exported table says the same as the curves."""

from __future__ import annotations

import csv

from xception_gui.base.curve_table import curves_csv
from xception_gui.base.curves import Curves
from xception_gui.base.events import EpochDone, RunStarted, StepDone


def test_that_every_step_and_epoch_is_a_row_and_gaps_stay_empty() -> None:
    curves = Curves()
    curves.add(RunStarted("run", ("a", "b"), 64, 8, 0, 4, 2, "cpu", "float32"))
    curves.add(StepDone(1, 0, 0.7, 0.5, 0.01, 64.0, {"exit": 2.0}))
    curves.add(StepDone(2, 0, 0.6, 0.75, 0.01, 64.0, {"exit": 1.0, "entry": 3.0}))
    curves.add(EpochDone(0, 2, 0.65, 0.6, None, None, None, 1.0))
    rows = list(csv.DictReader(curves_csv(curves).decode().splitlines()))
    assert [(row["row"], row["step"]) for row in rows] == [
        ("step", "1"), ("step", "2"), ("epoch", "2"),
    ]  # fmt: skip
    assert [row["norm.entry"] for row in rows] == ["", "3", ""]
    assert [row["loss"] for row in rows] == ["0.7", "0.6", ""]
    assert [row["epoch"] for row in rows] == ["0.5", "1", "1"]
