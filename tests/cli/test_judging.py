"""``evaluate``: every picture counted, labels from folders and files, what was published."""

from __future__ import annotations

import hashlib
import json
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from tests.cli.commands import run
from xception_gui.base import atomic, published
from xception_gui.base.problem import Problem


def test_that_evaluate_counts_every_picture(
    weights: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    generator = np.random.default_rng(0)
    for name in ("dog", "owl"):
        (tmp_path / "data" / name).mkdir(parents=True)
        for number in range(3):
            pixels = generator.integers(0, 255, (80, 80, 3), dtype=np.uint8)
            Image.fromarray(pixels).save(tmp_path / "data" / name / f"{number}.png")
    words = ("evaluate", tmp_path / "data", "--weights", weights, "--json")
    code, out, err = run(capsys, *words)
    assert (code, err) == (0, "")
    said = json.loads(out)
    confusion = np.array(said["confusion"])
    assert said["count"] == confusion.sum() == 6
    assert said["top1"] == pytest.approx(np.trace(confusion) / 6)
    assert len(said["worst"]) == 6 - np.trace(confusion)
    assert sum(one["count"] for one in said["calibration"]) == 6
    code, out, err = run(capsys, *words[:-1], "--svg", tmp_path / "drawn.svg")
    assert (code, err.count("\n")) == (0, 1)
    assert "drawn.svg" in err
    assert "owl" in (tmp_path / "drawn.svg").read_text("utf-8")
    for word in ("precision", "recall", "F1", "calibration error", "worst errors"):
        assert word in out
    (tmp_path / "data" / "owl" / "bad.png").write_bytes(b"nothing")
    code, out, _ = run(capsys, *words)
    assert code == 1
    assert [entry["path"] for entry in json.loads(out)["unreadable"]] == ["owl/bad.png"]


def test_that_evaluate_reads_labels_from_a_file_and_says_how_sure_its_figures_are(
    weights: str, photo: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "labels.csv").write_text(f"{photo.name},owl\n")
    words = ("evaluate", tmp_path, "--labels", tmp_path / "labels.csv", "--weights", weights)
    code, out, _ = run(capsys, *words, "--json")
    found = json.loads(out)
    assert (code, found["count"], found["published"]) == (0, 1, None)
    assert found["top1_interval"][0] <= found["top1"] <= found["top1_interval"][1]
    assert "top-5 100.00 % (always: there are no more than five classes)" in run(capsys, *words)[1]
    (tmp_path / "labels.csv").write_text("another.png,owl\n")
    code, _, err = run(capsys, *words)
    assert (code, err.count("\n")) == (2, 1)
    assert "none of the pictures is named in it" in err


@pytest.mark.usefixtures("data")
def test_that_what_a_file_of_labels_leaves_out_is_told(
    weights: str, photo: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    labels = tmp_path / "labels.csv"
    labels.write_text(f"{photo.name},owl\nlost.png,cat\n")
    words = ("evaluate", tmp_path, "--labels", labels, "--weights", weights, "--json")
    code, out, err = run(capsys, *words)
    found = json.loads(out)
    assert (code, found["unnamed"], found["missing"]) == (0, 12, 1)
    told = "pictures without a line, left out: 12; lines without a picture: 1\n"
    assert err == f"xception-gui: {labels}: {told}"
    labels.write_text(f"{photo.name},owl\n")
    assert json.loads(run(capsys, *words)[1])["missing"] == 0


def test_that_evaluate_says_what_was_published_of_known_weights(
    weights: str,
    photo: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    sha256 = hashlib.sha256(Path(weights).read_bytes()).hexdigest()
    row = replace(published.PUBLISHED[0], sha256=sha256)
    monkeypatch.setattr(published, "PUBLISHED", (row,))
    (tmp_path / "labels.txt").write_text("owl")
    words = ("evaluate", tmp_path, "--labels", tmp_path / "labels.txt", "--weights", weights)
    assert json.loads(run(capsys, *words, "--json")[1])["published"]["top1"] == 0.79006
    assert "; published: 79.006 %)" in run(capsys, *words)[1]


def painted(folder: Path, *names: str) -> Path:
    """Class folders ``dog`` and ``owl`` of noise, each with these files."""
    generator = np.random.default_rng(0)
    for path in [folder / kind / name for kind in ("dog", "owl") for name in names]:
        path.parent.mkdir(parents=True, exist_ok=True)
        Image.fromarray(generator.integers(0, 255, (80, 80, 3), dtype=np.uint8)).save(path)
    return folder


@pytest.mark.parametrize("option", ["--csv", "--svg"])
def test_that_a_result_whose_file_cannot_be_written_is_told_all_the_same(
    weights: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    option: str,
) -> None:
    """Fifty thousand pictures take an hour."""

    def full(path: str, _data: bytes) -> None:
        raise Problem("folder-missing", file=path, folder="gone")

    monkeypatch.setattr(atomic, "write_bytes", full)
    words = ("evaluate", painted(tmp_path / "data", "1.png"), "--weights", weights, "--json")
    code, out, err = run(capsys, *words, option, tmp_path / "out.txt")
    assert (code, json.loads(out)["count"]) == (2, 2)
    assert err.count("\n") == 1


@pytest.mark.skipif(sys.platform != "linux", reason="no such file names there")
def test_that_names_of_pictures_do_not_steer_the_terminal(
    weights: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    names = [f"{number}\x1b[31m\n.png" for number in range(3)]
    data = painted(tmp_path / "data", *names)
    (data / "owl" / "bad\x1b[2J\n.png").write_bytes(b"nothing")
    _, out, err = run(capsys, "evaluate", data, "--weights", weights)
    assert "\x1b" not in out + err
    assert "\\x1b[31m\\n.png: " in out, "a worst error"
    assert err.count("\n") == 1
