"""The contract of the command line: JSON on stdout alone, one line per problem, exit codes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.commands import run
from xception_gui.cli.parser import COMMANDS, window_parser


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (("--class", "wolf"), "wolf"),
        (("--class", "99"), "99"),
        (("--layer", "exit.act9"), "exit.act9"),
        (("--layer", "classifier.fc"), "classifier.fc"),
        (("--layer", "middle.block4", "--method", "cam"), "cam"),
        (("--colours", "rainbow"), "rainbow"),
        (("--opacity", "7"), "7"),
        (("--device", "warp"), "warp"),
        (("--precision", "int3"), "int3"),
    ],
)
def test_that_a_wrong_option_is_one_line_and_exit_2(
    weights: str,
    photo: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    words: tuple[str, ...],
    expected: str,
) -> None:
    target = tmp_path / "overlay.png"
    code, out, err = run(capsys, "explain", photo, "-o", target, "--weights", weights, *words)
    assert (code, out) == (2, "")
    assert err.count("\n") == 1
    assert expected in err
    assert not target.exists()


def test_that_a_folder_that_cannot_be_written_is_one_line(
    weights: str, photo: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "absent" / "overlay.png"
    code, _, err = run(capsys, "explain", photo, "-o", target, "--weights", weights)
    assert code == 2
    assert err.count("\n") == 1
    assert str(target) in err


def test_that_damaged_weights_are_one_line_and_exit_2(
    weights: str, photo: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    damaged = tmp_path / "damaged.safetensors"
    damaged.write_bytes(Path(weights).read_bytes()[:-100])
    code, out, err = run(capsys, "classify", photo, "--weights", damaged, "--json")
    assert (code, out) == (2, "")
    assert err.count("\n") == 1
    assert "damaged.safetensors" in err


def test_that_summary_prints_the_papers_numbers(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "summary", "--json")
    assert code == 0
    said = json.loads(out)
    assert said["params_trainable"] == 22_855_952
    assert said["params_total_with_buffers"] == 22_910_480
    assert said["macs"] == 8_357_403_496
    assert said["input_size"] == 299
    row = next(row for row in said["modules"] if row["path"] == "middle.block4.sepconv2")
    assert (row["params"], row["macs"]) == (536_536, 193_689_496)
    assert row["output_shape"] == [728, 19, 19]
    code, out, _ = run(capsys, "summary")
    assert "22,855,952" in out
    assert "8,357,403,496" in out
    assert "FLOPs = 2 × MACs" in out
    heads, first = out.splitlines()[1:3]
    assert heads.split() == ["module", "kind", "output", "parameters", "MACs"]
    assert len(heads) == len(first), "each head ends where its column does"


def test_that_too_small_an_input_names_the_smallest(capsys: pytest.CaptureFixture[str]) -> None:
    code, _, err = run(capsys, "summary", "--input-size", "40")
    assert code == 2
    assert "71" in err


def test_that_doctor_and_weights_list_answer(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "doctor", "--json")
    assert code == 0
    assert json.loads(out)["packages"]["torch"]
    code, out, _ = run(capsys, "weights", "list", "--json")
    assert code == 0
    assert {"demo", "none"} <= {entry["name"] for entry in json.loads(out)}
    assert "pictures: resize-short-333-bicubic|" in run(capsys, "weights", "list")[1]


def test_that_an_unknown_option_is_wrong_use(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(capsys, "classify", "--frobnicate")[0] == 2
    assert run(capsys, "classify")[0] == 2


@pytest.mark.parametrize("command", COMMANDS)
def test_that_the_help_of_a_command_writes_names_as_they_are_written(
    command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, _ = run(capsys, command, "--help")
    text = COMMANDS[command]
    assert code == 0
    assert f"{text[0].upper()}{text[1:]}." in " ".join(out.split())


def test_that_the_help_names_every_option_of_the_window(
    capsys: pytest.CaptureFixture[str],
) -> None:
    _, out, _ = run(capsys, "--help")
    for option in window_parser()._option_string_actions:
        assert option in out
