"""Scripts that open the window have homes of their own, all four, from one helper."""

from __future__ import annotations

from pathlib import Path

import platformdirs
import pytest

from benchmarks._common import own_homes

ROOT = Path(__file__).resolve().parents[1]
HELPER = ROOT / "benchmarks" / "_common.py"


def test_that_every_folder_of_the_program_lies_in_that_home(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in own_homes(tmp_path).items():
        monkeypatch.setenv(name, value)
    asked = ("config", "cache", "data", "state")
    found = {getattr(platformdirs, f"user_{kind}_path")("xception-gui") for kind in asked}
    assert len(found) == 4
    assert all(path.is_relative_to(tmp_path) for path in found)


def test_that_no_script_makes_homes_by_itself() -> None:
    folders = (ROOT / "benchmarks", ROOT / "packaging", ROOT / "tests" / "soak")
    scripts = {script for folder in folders for script in folder.glob("*.py")} - {HELPER}
    assert [script.name for script in scripts if "XDG_" in script.read_text("utf-8")] == []
