"""Who writes a run directory is known, however the writer ends."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from xception_gui.base.problem import Problem
from xception_gui.base.run_lock import LOCK, alone_in, is_written

_HOLD = """
import sys, time
from xception_gui.base.run_lock import alone_in
with alone_in(sys.argv[1]):
    print("held", flush=True)
    time.sleep(600)
"""


def test_that_a_run_directory_has_one_writer_at_a_time(tmp_path: Path) -> None:
    assert is_written(tmp_path) is None, "no run of this version has been here"
    with alone_in(tmp_path):
        assert is_written(tmp_path) is True
        with pytest.raises(Problem) as told, alone_in(tmp_path):
            pass
        assert told.value.code == "run-busy"
        assert str(tmp_path) in str(told.value)
    assert is_written(tmp_path) is False
    with alone_in(tmp_path):
        pass


def test_that_a_writer_that_is_killed_writes_no_longer(tmp_path: Path) -> None:
    child = subprocess.Popen(
        [sys.executable, "-c", _HOLD, str(tmp_path)], stdout=subprocess.PIPE, text=True
    )
    assert child.stdout is not None
    assert child.stdout.readline() == "held\n"
    assert is_written(tmp_path) is True
    child.kill()
    child.communicate()
    assert is_written(tmp_path) is False


def test_that_a_directory_without_locks_is_written_in_trust(tmp_path: Path) -> None:
    (tmp_path / LOCK).mkdir()  # opening it fails, as where a file system has no locks
    with alone_in(tmp_path):
        assert is_written(tmp_path) is None
