"""``weights``: inspected, converted, compared under every convention."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
import torch

from tests.cli.commands import run
from tests.weights.made_files import in_safetensors, state
from xception_gui.base.numbers import percent


def test_that_weights_are_inspected_and_converted(
    weights: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "theirs.pth"
    code, out, err = run(capsys, "weights", "convert", weights, "-o", target)
    assert (code, out) == (0, f"{target}\n")
    assert "the answers there will differ: pool_padding: same here, symmetric there" in err
    assert "the network there cannot take it: width: 0.05 here, 1.0 there" in err
    code, out, _ = run(capsys, "weights", "inspect", target, "--json")
    report = json.loads(out)
    assert (code, report["dialect"], report["loads"]) == (0, "timm", True)
    assert report["verdicts"][0] == "It can be used: timm, 4 classes, 299 × 299 pixels."
    assert {row["how"] for row in report["tensors"]} == {"renamed", "ignored"}
    code, out, _ = run(capsys, "weights", "inspect", target)
    assert (code, "epsilon 1e-05" in out) == (0, True)


def test_that_an_onnx_file_is_written_without_a_word_of_difference(
    weights: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "theirs.onnx"
    assert run(capsys, "weights", "convert", weights, "-o", target) == (0, f"{target}\n", "")
    code, _, err = run(capsys, "classify", target, "--weights", target)
    assert code == 2
    assert "it is an ONNX file: written here, but not read" in err


def test_that_inspecting_what_does_not_load_exits_with_1_and_names_the_cause(
    weights: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    cut = tmp_path / "cut"
    cut.write_bytes(Path(weights).read_bytes()[:-100])
    code, out, _ = run(capsys, "weights", "inspect", cut)
    assert code == 1
    assert "It cannot be used: the file ends early (" in out
    assert run(capsys, "weights", "inspect", tmp_path / "absent")[0] == 2


def test_that_names_in_a_file_do_not_steer_the_terminal(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "w"
    path.write_bytes(in_safetensors({**state(), "\x1b[2Jred\nforged": torch.zeros(2)}))
    code, out, _ = run(capsys, "weights", "inspect", path)
    assert (code, "\x1b" in out, "\nforged" in out) == (1, False, False)
    assert "unknown   \\x1b[2Jred\\nforged" in out


def test_that_weights_are_inspected_by_their_name_too(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "weights", "inspect", "demo")
    assert (code, "It can be used: xception-gui, 10 classes" in out) == (0, True)
    code, _, err = run(capsys, "weights", "inspect", "none")
    assert (code, err.endswith("one of: demo, keras, timm.\n")) == (2, True)


def test_that_named_weights_that_are_not_here_say_how_to_get_them(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    code, out, err = run(capsys, "weights", "inspect", "keras")
    assert (code, out) == (2, "")
    assert "xception-gui weights download keras" in err


def test_that_parity_answers_one_picture_under_every_convention(
    weights: str, photo: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, err = run(capsys, "weights", "parity", photo, "--weights", weights, "--json")
    assert (code, err) == (0, "")
    found = json.loads(out)
    assert len(found["answers"]) == 4 * 6  # these weights crop as timm does
    assert [row["own"] for row in found["answers"]].count(True) == 1
    assert found["answers"][0]["feature_difference"] == 0
    assert found["answers"][0]["heatmap_difference"] == 0
    assert max(row["heatmap_difference"] for row in found["answers"]) > 0
    assert [row["top1"] for row in found["published"]] == [79.006, 79.058, 78.892, 77.963]
    kept = tmp_path / "table.csv"
    code, out, _ = run(capsys, "weights", "parity", photo, "--weights", weights, "--csv", kept)
    assert code == 0
    table = list(csv.DictReader(kept.read_text("utf-8").splitlines()))
    off = [row["heatmap_difference"] for row in found["answers"]]
    assert [float(row["heatmap_difference"]) for row in table] == pytest.approx(off)
    rows = [line for line in out.splitlines() if line.startswith(("same", "symm"))]
    assert len(rows) == 24
    for row, line in zip(found["answers"], rows, strict=True):
        assert all(f"{one['label']} {percent(one['probability'])}" in line for one in row["top"])
    assert "heat map off by" in out
