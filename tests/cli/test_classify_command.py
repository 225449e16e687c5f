"""``classify``: JSON, JSON lines and CSV with the same answers, and what cannot be answered."""

from __future__ import annotations

import csv
import json
import os
from pathlib import Path
from typing import Any

import pytest

from tests.cli.commands import CLASSES, run
from xception_gui.cli import classify


def test_that_classify_gives_the_json_of_the_contract(
    weights: str, photo: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, err = run(capsys, "classify", photo, "--weights", weights, "--json", "--top", 3)
    assert (code, err) == (0, "")
    (row,) = json.loads(out)
    contract = {"path", "weights", "weights_sha256", "device", "precision", "top", "ms"}
    assert contract <= set(row)
    assert row["path"] == str(photo)
    assert (row["device"], row["precision"], row["trained"]) == ("cpu", "float32", True)
    assert len(row["weights_sha256"]) == 64
    assert len(row["top"]) == 3
    assert set(row["top"][0]) == {"index", "label", "probability"}
    probabilities = [entry["probability"] for entry in row["top"]]
    assert probabilities == sorted(probabilities, reverse=True)
    assert CLASSES[row["top"][0]["index"]] == row["top"][0]["label"]


def test_that_a_bad_file_does_not_stop_the_others(
    weights: str, photo: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bad = tmp_path / "cut.png"
    bad.write_bytes(photo.read_bytes()[:900])
    paths = (bad, tmp_path / "absent.jpg", photo)
    code, out, _ = run(capsys, "classify", *paths, "--weights", weights, "--json")
    rows = json.loads(out)
    assert code == 1
    assert [set(row) for row in rows[:2]] == [{"path", "error"}] * 2
    assert "top" in rows[2]
    assert all("\n" not in row["error"] for row in rows[:2])
    assert "cut.png" in rows[0]["error"]


def test_that_a_name_that_is_no_utf8_is_classified(
    weights: str, photo: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    odd = os.fsencode(tmp_path) + b"/\xff\xfe.png"
    Path(os.fsdecode(odd)).write_bytes(photo.read_bytes())
    code, out, err = run(capsys, "classify", os.fsdecode(odd), "--weights", weights, "--json")
    assert (code, err) == (0, "")
    assert json.loads(out)[0]["path"].endswith("\\xff\\xfe.png")


def test_that_jsonl_and_csv_hold_the_same_answers(
    weights: str, photo: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lines, table = tmp_path / "a.jsonl", tmp_path / "a.csv"
    absent = tmp_path / "absent.png"
    options = (photo, absent, "--weights", weights, "--top", 2)
    assert run(capsys, "classify", *options, "--jsonl", lines)[0] == 1
    assert run(capsys, "classify", *options, "--csv", table)[0] == 1
    first, second = [json.loads(line) for line in lines.read_text().splitlines()]
    with open(table, newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["label"] for row in rows[:2]] == [entry["label"] for entry in first["top"]]
    assert rows[2]["error"] == second["error"]


def test_that_lines_come_one_by_one_and_stay_when_the_rest_is_given_up(
    weights: str,
    photo: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    lines = tmp_path / "a.jsonl"
    answer = classify._answer
    had = list[int]()

    def second_is_stopped(engine: Any, path: str, top: int) -> dict[str, Any]:
        had.append(len(lines.read_text().splitlines()))
        if len(had) == 2:
            raise KeyboardInterrupt
        return answer(engine, path, top)

    monkeypatch.setattr(classify, "_answer", second_is_stopped)
    code, _, _ = run(capsys, "classify", photo, photo, "--weights", weights, "--jsonl", lines)
    assert code == 130
    assert had == [0, 1]
    assert json.loads(lines.read_text())["path"] == str(photo)


def test_that_a_json_of_nothing_but_errors_is_still_json(
    weights: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, _ = run(capsys, "classify", tmp_path / "no.png", "--weights", weights, "--json")
    assert code == 1
    assert "no.png" in json.loads(out)[0]["error"]


def test_that_untrained_weights_say_so_on_stderr(
    photo: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, err = run(capsys, "classify", photo, "--weights", "none", "--json")
    assert code == 0
    assert "untrained" in err
    assert json.loads(out)[0]["trained"] is False


def test_that_files_of_others_classify_with_their_own_size_and_names(
    photo: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from tests.weights import made_files as made

    path = tmp_path / "detector.pth"
    path.write_bytes(made.DIALECTS["deepfakebench"][1](tmp_path))
    code, out, _ = run(capsys, "classify", photo, "--weights", path, "--json")
    assert code == 0
    assert {row["label"] for row in json.loads(out)[0]["top"]} == {"real", "fake"}
    code, out, _ = run(capsys, "summary", "--weights", path, "--json")
    assert json.loads(out)["input_size"] == 256
    (tmp_path / "detector.pth.json").write_text('{"bn_eps": 0.002}')
    _, _, err = run(capsys, "classify", photo, "--weights", path)
    assert "replaced by the file beside the weights: bn_eps" in err
