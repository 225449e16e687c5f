"""What the tests of the command line share."""

from __future__ import annotations

from pathlib import Path

import pytest

from xception_gui.cli import main

CLASSES = ("cat", "dog", "owl", "fox")
SMALL = (
    "--model", "width=0.05", "--model", "middle_blocks=0", "--model", "strides=[1, 2, 2, 1, 1]",
    "--batch-size", "4", "--learning-rate", "0.01", "--precision", "float32",
)  # fmt: skip


def run(capsys: pytest.CaptureFixture[str], *words: str | Path) -> tuple[int, str, str]:
    """Exit code, stdout, stderr of one call."""
    try:
        code = main([str(word) for word in words])
    except SystemExit as left:
        code = int(left.code or 0)
    out, err = capsys.readouterr()
    return code, out, err
