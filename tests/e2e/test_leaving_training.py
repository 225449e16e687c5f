"""A sample of `tests.soak.leaving`: the window is left while it trains."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.soak.leaving import faults, leave_once, prepare, runs
from xception_gui.base.events import RunEnded, RunStarted, to_line


@pytest.mark.skipif(os.name != "posix", reason="there is no SIGTERM elsewhere")
@pytest.mark.parametrize(("how", "after"), [("quit", 0.7), ("term", 0.2)])
def test_that_a_window_that_trains_is_left_well(how: str, after: float, tmp_path: Path) -> None:
    prepare(tmp_path)
    ended, wrong = leave_once(how, after, tmp_path, tmp_path / "home")
    assert (ended.code, ended.orphans, ended.said, wrong) == (0, 0, "", []), ended


def test_that_whatever_is_left_badly_is_named(tmp_path: Path) -> None:
    run = tmp_path / "DATA" / "xception-gui" / "runs" / "demo"
    for folder in (run, tmp_path / "tmp"):
        folder.mkdir(parents=True)
    assert runs(tmp_path) == [run]
    (run / ".checkpoint-00000001.pt.x").touch()
    (tmp_path / "tmp" / "x").touch()
    begun = RunStarted(str(run), ("a", "b"), 1, 1, 0, 1, 1, "cpu", "float32")
    (run / "events.jsonl").write_text(to_line(begun) + "\n")
    said = list(faults(tmp_path))
    assert [line.split(":")[0] for line in said[:3]] == [
        "left behind",
        "left behind",
        "its last word",
    ]
    assert "it holds no checkpoint" in said[3]
    (run / "events.jsonl").write_text(to_line(RunEnded("failed", 1, "", None)) + "\n")
    assert any("'failed'" in line for line in faults(tmp_path))
