"""The short form of `benchmarks/kill_resume.py`."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
RESUMED = "0 other tensors, 0 other losses or verdicts, 0 acknowledged but lost"


@pytest.mark.skipif(not hasattr(os, "fork"), reason="the harness forks")
def test_that_kills_damage_and_closes_lose_nothing() -> None:
    numbers = ("--kills", "6", "--damaged", "12", "--runs", "1", "--pairs", "1", "--closes", "1")
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.kill_resume", *numbers],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert [line.split(" (")[0] for line in done.stdout.splitlines()] == [
        "6 kills: 0 unreadable, 0 acknowledged but lost",
        "12 damaged: 0 wrong, 0 not named",
        f"1 runs: {RESUMED}",
        f"1 pairs: {RESUMED}, 0 tracebacks",
        "1 closes: 0 ended badly, 0 late, 0 orphans, 0 not loadable",
    ]
