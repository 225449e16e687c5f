"""What cannot be meant is refused in one line before anything is written."""

from __future__ import annotations

import csv
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.commands import CLASSES, run
from xception_gui.base.config import XceptionConfig
from xception_gui.base.preprocessing import CenterCrop, Normalize, ResizeShort
from xception_gui.base.results import Weights
from xception_gui.cli.mute import _COLUMNS
from xception_gui.model.initialise import calibrated
from xception_gui.weights import save_weights


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--against", "narrow", "--svg", "a.svg", "--check"), "--against with --check, --svg"),
        (("--against", "narrow", "--profile"), "--against with --profile"),
        (("--tutorial", "A", "--html", "a.html"), "--tutorial with --html"),
        (("--tutorial", "A", "--against", "narrow"), "--tutorial with --against"),
        (("--tutorial", "A", "--weights", "demo"), "--tutorial with --weights"),
        (("--check", "--profile"), "--check with --profile"),
        (("--input-size", "0"), "--input-size 0"),
        (("--depth", "0"), "--depth 0"),
        (("--depth", "-1"), "--depth -1"),
        (("--against", "narrow", "--depth", "0"), "--depth 0"),
        (("--tutorial", "A", "--input-size", "-1"), "--input-size -1"),
    ],
)
def test_that_of_two_answers_none_is_left_out_without_a_word(
    words: tuple[str, ...],
    told: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    code, out, err = run(capsys, "summary", *words)
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert f"{told} is not possible" in err
    assert not list(tmp_path.iterdir())


_NOT_OVER_WHAT_IS_READ = [
    "explain PHOTO -o PHOTO",
    "features PHOTO --layer exit.act4 -o DOTTED",
    "field PHOTO --layer exit.act4 -o LINK",
    "compare PHOTO --against demo -o PHOTO",
    "classify PHOTO --csv PHOTO",
    "classify PHOTO --jsonl LINK",
    "classify PHOTO --csv OTHER",  # as a pattern after --csv gives it
    "mute PHOTO --csv DOTTED",
    "summary --weights WEIGHTS --csv WEIGHTS",
    "weights convert WEIGHTS -o WEIGHTS",
    "field PHOTO --layer exit.act4 -o NEW --csv NEW",
]


@pytest.mark.parametrize("words", _NOT_OVER_WHAT_IS_READ)
def test_that_no_result_is_written_over_what_is_read(
    words: str, photo: Path, tmp_path: Path, weights: str, capsys: pytest.CaptureFixture[str]
) -> None:
    other, new, link = (tmp_path / f"{name}.png" for name in ("other", "new", "link"))
    dotted = tmp_path / ".." / tmp_path.name / photo.name
    other.write_bytes(b"a picture")
    link.symlink_to(photo)
    places = {"PHOTO": photo, "OTHER": other, "WEIGHTS": weights, "NEW": new, "LINK": link}
    places["DOTTED"] = dotted
    before = [Path(path).read_bytes() for path in (photo, other, weights)]
    code, out, err = run(capsys, *(places.get(word, word) for word in words.split()))
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert "is not possible. Use a" in err
    assert [Path(path).read_bytes() for path in (photo, other, weights)] == before
    assert not new.exists()


def test_that_a_table_without_rows_has_its_columns(
    photo: Path, tmp_path: Path, weights: str, capsys: pytest.CaptureFixture[str]
) -> None:
    config = XceptionConfig(num_classes=4, width=0.05, middle_blocks=1, residual=False)
    path, target = tmp_path / "plain.safetensors", tmp_path / "a.csv"
    steps = (ResizeShort(80), CenterCrop(72), Normalize())
    record = Weights("plain", "own", str(path), "", CLASSES, config, steps, True)
    save_weights(path, calibrated(config, 0, 72), record)
    assert run(capsys, "mute", photo, "--weights", path, "--csv", target)[0] == 0
    assert target.read_text("utf-8") == ",".join(_COLUMNS) + "\n"
    run(capsys, "mute", photo, "--weights", weights, "--csv", target)
    with open(target, encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert rows
    assert all(tuple(row) == _COLUMNS for row in rows)


@pytest.mark.parametrize("count", ["0", "-3"])
def test_that_no_classes_cannot_be_asked_for(
    weights: str, photo: Path, capsys: pytest.CaptureFixture[str], count: str
) -> None:
    code, out, err = run(capsys, "mute", photo, "--weights", weights, "--top", count)
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert f"--top {count}" in err


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_that_an_output_that_is_full_is_one_line() -> None:
    with open("/dev/full", "wb") as full:
        words = [sys.executable, "-m", "xception_gui", "cost", "3", "4"]
        left = subprocess.run(words, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert (left.returncode, left.stderr.count("\n")) == (1, 1)
    assert left.stderr.startswith("xception-gui: cannot print: ")


@pytest.mark.skipif(os.name != "posix", reason="needs a shell that closes files")
def test_that_a_closed_output_is_no_error() -> None:
    assert in_a_shell("cost 3 4 >&-") == (0, "", "")


@pytest.mark.skipif(os.name != "posix", reason="needs a shell that closes files")
def test_that_messages_do_not_go_where_the_results_go() -> None:
    assert in_a_shell("mute no.jpg --top 0 2>&-") == (2, "", "")


def in_a_shell(words: str) -> tuple[int, str, str]:
    line = ["sh", "-c", f'"$0" -m xception_gui {words}', sys.executable]
    left = subprocess.run(line, capture_output=True, text=True, check=False)
    return left.returncode, left.stdout, left.stderr
