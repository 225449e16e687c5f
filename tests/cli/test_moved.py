"""``xception-gui train --resume`` where the pictures to judge on lie elsewhere by now."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.cli.commands import SMALL, run
from xception_gui.training import read_config


@pytest.mark.parametrize("beside", [(), ("--ablate", "residual=false")])
def test_that_a_run_is_told_where_the_pictures_to_judge_on_have_moved(
    beside: tuple[str, ...], data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    held, moved, out = tmp_path / "held", tmp_path / "moved", tmp_path / "run"
    shutil.copytree(data, held)
    words = ("train", data, "--recipe", "demo", "--epochs", "1", *SMALL, *beside)
    assert run(capsys, *words, "--validation-data", held, "--out", out)[0] == 0
    held.rename(moved)
    again = ("train", data, "--resume", out, *beside)
    code, _, err = run(capsys, *again)
    assert code == 2
    assert str(held) in err.splitlines()[-1]
    code, _, err = run(capsys, *again, "--validation-data", moved)
    assert code == 0, err
    assert "its own values" not in err
    places = ("unchanged", "residual=false") if beside else ("",)
    kept = [read_config(out / place / "config.toml").validation_data for place in places]
    assert set(kept) == {str(moved)}
    assert run(capsys, *again)[0] == 0


def test_that_a_folder_to_judge_on_is_ignored_by_a_run_that_holds_pictures_back(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "run"
    words = ("train", data, "--recipe", "demo", "--epochs", "1", "--validation", "0.2", *SMALL)
    assert run(capsys, *words, "--out", out)[0] == 0
    _, _, err = run(capsys, "train", data, "--resume", out, "--validation-data", data)
    assert 'a run goes on with its own values: validation_data = "".' in err
