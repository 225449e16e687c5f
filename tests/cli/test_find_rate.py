"""``xception-gui train --find-rate``: one answer, of what was asked, and nothing written."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.commands import SMALL, run


def test_that_a_rate_is_found_and_nothing_written(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    code, out, _ = run(capsys, "train", data, "--recipe", "demo", "--find-rate", *SMALL)
    assert code == 0
    *tried, found = out.splitlines()
    assert tried[0].startswith("rate 1.00e-06: loss ")
    assert found.startswith("learning rate to try: ")
    assert [path.name for path in tmp_path.iterdir()] == ["data"]


@pytest.mark.parametrize("words", [("--ablate", "residual=false"), ("--resume", "RUN")])
def test_that_what_has_no_part_in_finding_a_rate_is_refused(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], words: tuple[str, ...]
) -> None:
    code, out, err = run(capsys, "train", data, "--find-rate", *words, *SMALL)
    assert (code, out, err.count("\n")) == (2, "", 1)
    told = f"--find-rate with {words[0]} is not possible. Use one without the other."
    assert told in err
    assert [path.name for path in tmp_path.iterdir()] == ["data"]
