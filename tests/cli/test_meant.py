"""Slips that are told before anything is imported or computed: words, folders, no display."""

from __future__ import annotations

import argparse
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.commands import run
from xception_gui.cli import meant
from xception_gui.cli.parser import command_parser, window_parser
from xception_gui.weights.listing import demo_path

NO_FILES = {"path", "name"}  # of a module, of published weights


@pytest.mark.parametrize(("word", "meant"), [("clasify", "classify"), ("evalaute", "evaluate")])
def test_that_a_command_misspelt_is_named_and_opens_no_window(
    capsys: pytest.CaptureFixture[str], word: str, meant: str
) -> None:
    code, out, err = run(capsys, word, "photo.jpg")
    assert (code, out) == (2, "")
    assert err.count("\n") == 1
    assert f"“{word}”" in err
    assert f": {meant};" in err


def test_that_a_word_like_no_command_is_answered_with_all_of_them(
    capsys: pytest.CaptureFixture[str],
) -> None:
    code, _, err = run(capsys, "qqqq")
    assert code == 2
    assert "summary, cost, classify" in err


@pytest.mark.parametrize("given", ["./clasify", "absent.jpg", "made", "--"])
def test_that_what_can_be_a_file_is_left_to_the_window(
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    given: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("made").mkdir()
    _without_display(monkeypatch)
    words = [given, "clasify"] if given == "--" else [given]
    code, _, err = run(capsys, *words)
    assert code == 2
    assert "WAYLAND_DISPLAY" in err


def test_that_without_a_display_the_window_says_so_in_one_line(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    _without_display(monkeypatch)
    code, out, err = run(capsys)
    assert (code, out) == (2, "")
    assert err.count("\n") == 1
    assert "there is no display here" in err


@pytest.mark.parametrize(
    "words",
    [
        ("explain", "absent.jpg", "-o"),
        ("summary", "--svg"),
        ("summary", "--html"),
        ("classify", "absent.jpg", "--csv"),
        ("classify", "absent.jpg", "--jsonl"),
    ],
)
def test_that_a_result_without_a_folder_is_refused_before_the_work(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, words: tuple[str, ...]
) -> None:
    code, out, err = run(capsys, *words, tmp_path / "absent" / "out.png")
    assert (code, out) == (2, "")
    assert err.count("\n") == 1
    assert f"there is no folder {tmp_path / 'absent'}." in err


@pytest.mark.parametrize(
    "words",
    [
        ("explain", "absent.jpg", "-o"),
        ("summary", "--svg"),
        ("classify", "absent.jpg", "--csv"),
        ("classify", "absent.jpg", "--jsonl"),
    ],
)
def test_that_a_result_is_no_folder_and_it_is_told_before_the_work(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, words: tuple[str, ...]
) -> None:
    code, out, err = run(capsys, *words, tmp_path)
    assert (code, out) == (2, "")
    assert err.count("\n") == 1
    assert f"{words[-1]} {tmp_path} is not possible. Use a file: this is a folder." in err


def _without_display(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)


def test_that_every_file_a_command_is_given_is_known_to_be_read() -> None:
    """Else a result of that command may replace what it was made of."""
    named = {*positionals(command_parser()), *positionals(window_parser())}
    assert {"file", "left", "right", "image"} < named
    assert named - NO_FILES <= set(meant._READ)


def positionals(parser: argparse.ArgumentParser) -> Iterator[str]:
    """Names of the arguments that are words without an option, of the subcommands too."""
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for inner in action.choices.values():
                yield from positionals(inner)
        elif not action.option_strings and action.type is None:
            yield action.dest


@pytest.mark.parametrize("words", [("inspect",), ("compare",), ("compare", "demo")])
@pytest.mark.parametrize("given", ["run", "run/weights.safetensors"])
def test_that_a_table_never_replaces_the_weights_it_is_of(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, words: tuple[str, ...], given: str
) -> None:
    """Be they named themselves, or by the run that they lie in."""
    (tmp_path / "run").mkdir()
    weights = tmp_path / "run" / "weights.safetensors"
    shutil.copy(demo_path(), weights)
    before = weights.read_bytes()
    others = ("demo",) if words == ("compare",) else ()
    code, _, err = run(capsys, "weights", *words, tmp_path / given, *others, "--csv", weights)
    assert code == 2
    assert "this one is read" in err
    assert weights.read_bytes() == before
