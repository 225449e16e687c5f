"""``--csv``: the table of every command as a file, beside what it prints."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from tests.cli.commands import run

Row = dict[str, str]
WITHOUT_PICTURE = {
    "summary": ("path", "summary"),
    "summary --check": ("name", "summary", "--check"),
    "summary --tutorial B": ("letter", "summary", "--tutorial", "B"),
    "summary --against": ("path", "summary", "--against", "narrow"),
    "cost": ("layer", "cost", "32", "64"),
    "weights list": ("name", "weights", "list"),
}


def table(path: Path) -> list[Row]:
    with open(path, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("what", WITHOUT_PICTURE)
def test_that_a_table_is_written(
    what: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    column, *words = WITHOUT_PICTURE[what]
    target = tmp_path / "table.csv"
    code, out, err = run(capsys, *words, "--csv", target)
    assert code == 0
    assert "is written" in err
    assert out
    rows = table(target)
    assert len(rows) >= 1
    assert all(row[column] for row in rows)


@pytest.mark.parametrize(
    ("words", "column"),
    [
        (("mute", "PHOTO"), "logit_change"),
        (("inside", "middle.block4.sepconv1"), "singular_value"),
        (("field", "PHOTO", "--layer", "entry.block1", "-o", "OUT"), "measured"),
        (("compare", "PHOTO", "PHOTO", "-o", "OUT"), "change"),
        (("weights", "parity", "PHOTO"), "class_1"),
        (("weights", "inspect", "WEIGHTS"), "key"),
        (("weights", "compare", "WEIGHTS", "WEIGHTS"), "relative"),
        (("summary", "--profile"), "share_of_time"),
    ],
)
def test_that_what_is_counted_for_weights_is_written_as_a_table(
    words: tuple[str, ...],
    column: str,
    weights: str,
    photo: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    named = {"PHOTO": photo, "WEIGHTS": weights, "OUT": tmp_path / "out.png"}
    target = tmp_path / "table.csv"
    own = words[1] in ("inspect", "compare")
    more = () if own else ("--weights", weights)
    run(capsys, *(named.get(word, word) for word in words), *more, "--csv", target)
    assert column in table(target)[0]
