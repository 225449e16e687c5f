"""What the tests of the command line share."""

from __future__ import annotations

from pathlib import Path

import pytest

from xception_gui.cli import main

CLASSES = ("cat", "dog", "owl", "fox")


def run(capsys: pytest.CaptureFixture[str], *words: str | Path) -> tuple[int, str, str]:
    """Exit code, stdout, stderr of one call."""
    try:
        code = main([str(word) for word in words])
    except SystemExit as left:
        code = int(left.code or 0)
    out, err = capsys.readouterr()
    return code, out, err
