"""Names that are too long, and folders that may not be entered: a file, or one line."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from tests.cli.commands import run
from tests.weights import made_files as made
from xception_gui.base.problem import Problem
from xception_gui.weights import catalogue, listing, load_weights
from xception_gui.weights.load import named_file


def forbid(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    """Nothing in `folder` may be looked at; the tests may run as root, whom no mode stops."""

    def refusing(real: Any) -> Any:
        def look(path: Any, *words: Any, **options: Any) -> Any:
            if isinstance(path, int) or folder not in Path(os.fsdecode(path)).parents:
                return real(path, *words, **options)
            raise PermissionError(13, "Permission denied", os.fspath(path))

        return look

    for name in ("stat", "lstat"):
        monkeypatch.setattr(os, name, refusing(getattr(os, name)))


@pytest.mark.parametrize("ask", [load_weights, named_file])
def test_that_a_name_longer_than_names_can_be_is_no_file(ask: Any) -> None:
    with pytest.raises(Problem) as caught:
        ask("x" * 300)
    assert caught.value.code == "weights-missing"


@pytest.mark.parametrize("ask", [load_weights, named_file])
def test_that_weights_in_a_folder_one_may_not_enter_are_not_said_to_be_absent(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ask: Any
) -> None:
    forbid(monkeypatch, tmp_path)
    with pytest.raises(Problem, match="permission denied") as caught:
        ask(str(tmp_path / "w.pth"))
    assert caught.value.code == "file-unreadable"


def test_that_a_file_loads_whose_sidecar_could_have_no_name(tmp_path: Path) -> None:
    path = tmp_path / ("w" * 250 + ".pth")
    path.write_bytes(made.in_zip(made.state()))
    assert load_weights(path).weights.name == path.name


def test_that_published_weights_that_cannot_be_seen_are_not_here(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listing, "folder", lambda: tmp_path / "weights")
    forbid(monkeypatch, tmp_path)
    assert not any(entry.available for entry in catalogue() if entry.source)
    with pytest.raises(Problem) as caught:
        load_weights("timm")
    assert caught.value.code == "weights-absent"


@pytest.mark.parametrize("words", ["weights inspect {long}", "explain a.jpg -o {long}/o.png"])
def test_that_the_command_line_says_it_in_one_line(
    capsys: pytest.CaptureFixture[str], words: str
) -> None:
    code, _, err = run(capsys, *words.format(long="x" * 300).split())
    assert code == 2
    assert err.count("\n") == 1
