"""Everything below the window lives without Qt, and `--help` without torch too."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
ROOMS = ["base", "model", "images", "weights", "inspection", "inference", "explanation", "training"]

# Headless modules may import torch, numpy, Pillow and safetensors; the rest only inside functions.
IMPORT_ALL = """
import importlib, pkgutil, sitecustomize, sys
sitecustomize.forbid("torchvision", "msgspec", "tomli_w", "platformdirs", "rich")
sitecustomize.forbid("h5py", "filelock", "onnx", "tensorboard")
for name in sys.argv[1:]:
    room = importlib.import_module("xception_gui." + name)
    for found in pkgutil.walk_packages(room.__path__, room.__name__ + "."):
        importlib.import_module(found.name)
"""

HELP = """
import sitecustomize, sys
sitecustomize.forbid("torch")
from xception_gui.cli import main
sys.argv = ["xception-gui", *sys.argv[1:]]
sys.exit(main())
"""


def run_without_qt(code: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run `code` where PySide6 and pyqtgraph are not installed."""
    path = os.pathsep.join([str(ROOT / "tests" / "without_qt"), str(ROOT)])
    return subprocess.run(
        [sys.executable, "-c", code, *arguments],
        env={**os.environ, "PYTHONPATH": path},
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )


def test_that_qt_is_really_absent_there() -> None:
    for name in ("PySide6", "pyqtgraph"):
        done = run_without_qt(f"import {name}")
        assert f"No module named '{name}'" in done.stderr


def test_that_headless_rooms_import_with_their_few_libraries_alone() -> None:
    done = run_without_qt(IMPORT_ALL, *ROOMS, "cli")
    assert done.returncode == 0, done.stderr


def test_that_every_room_is_either_headless_or_the_window() -> None:
    packages = {file.parent.name for file in (ROOT / "xception_gui").glob("*/__init__.py")}
    assert packages == {*ROOMS, "cli", "gui"}


@pytest.mark.parametrize("words", [["--help"], ["classify", "--help"], ["train", "--help"]])
def test_that_help_needs_neither_torch_nor_qt(words: list[str]) -> None:
    done = run_without_qt(HELP, *words)
    assert done.returncode == 0, done.stderr
    assert "usage" in done.stdout.lower()
