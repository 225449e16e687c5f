"""Answers as rows: every form holds the same, and is what its name says."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace

import numpy as np
import pytest

from xception_gui.base.results import Origin, Prediction
from xception_gui.base.tables import answer_row, as_json, table

LOGITS = np.array([0.5, 2.0, 1.0], np.float32)
PREDICTION = Prediction(
    Origin("image", "state", "steps"), "narrow", "f" * 64, True, ("猫", 'a "dog", wet', "owl"),
    LOGITS, np.exp(LOGITS) / np.exp(LOGITS).sum(), 12.3456, "cpu", "float32",
)  # fmt: skip
ROWS = [answer_row("a,b.png", PREDICTION, 2), {"path": "c.png", "error": "c.png is empty."}]


def test_that_a_row_names_the_likeliest_classes_first() -> None:
    assert [entry["label"] for entry in ROWS[0]["top"]] == ['a "dog", wet', "owl"]
    assert ROWS[0]["ms"] == 12.346


def test_that_a_row_says_in_how_many_strips_it_was_computed_where_memory_was_short() -> None:
    assert "strips" not in ROWS[0]
    assert answer_row("a.png", replace(PREDICTION, strips=4), 1)["strips"] == 4


def test_that_json_lines_and_json_hold_the_same() -> None:
    lines = table(ROWS, ".jsonl").decode().splitlines()
    assert [json.loads(line) for line in lines] == json.loads(table(ROWS, ".json")) == ROWS


def test_that_csv_keeps_commas_quotes_and_other_scripts() -> None:
    rows = list(csv.DictReader(io.StringIO(table(ROWS, ".csv").decode())))
    assert [(row["path"], row["label"]) for row in rows[:2]] == [
        ("a,b.png", 'a "dog", wet'),
        ("a,b.png", "owl"),
    ]
    assert rows[2]["error"] == "c.png is empty."


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_that_numbers_that_are_none_become_null(value: float) -> None:
    assert json.loads(as_json({"a": (1, value)})) == {"a": [1, None]}
