"""What leaves the window of an evaluation says the same as the command, and what was judged."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from tests.cli.commands import run
from tests.gui.test_evaluating import painted
from tests.gui.workbench import choose, paint, wait_idle, weights_file
from xception_gui.base.config import XceptionConfig
from xception_gui.gui.language import set_language, tr
from xception_gui.gui.main_window import MainWindow


def exported(qtbot: QtBot, window: MainWindow, data: str, file: Path) -> Path:
    """The evaluation of `data`, as the window writes it to `file`."""
    window.workspace.evaluate(data)
    wait_idle(qtbot, window.lanes)
    assert window.evaluation.dialog is not None
    window.evaluation.dialog.export_requested.emit()
    choose(window, file)
    wait_idle(qtbot, window.lanes)
    return file


@pytest.mark.skipif(sys.platform != "linux", reason="no such file names there")
def test_that_the_file_says_what_the_command_says(
    qtbot: QtBot, ready_window: MainWindow, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = painted(tmp_path / "set", 2)
    paint(tmp_path / "set" / "cat" / os.fsdecode(b"caf\xe9.png"), 90)
    paint(tmp_path / "set" / "oak" / "1.png", 91)
    (tmp_path / "set" / "dog" / os.fsdecode(b"bad\xe9.png")).write_bytes(b"nothing")
    file = exported(qtbot, ready_window, data, tmp_path / "out.json")
    said = json.loads(file.read_text("utf-8"))
    words = ("evaluate", data, "--weights", weights_file(), "--json", "--device", "cpu")
    told = json.loads(run(capsys, *words)[1])
    assert said.keys() == told.keys()
    assert {"trained", "device", "precision"} <= told.keys()
    for numbers in ("loss", "calibration_error"):
        assert said.pop(numbers) == pytest.approx(told.pop(numbers), rel=1e-4)
    for name in ("calibration", "worst"):
        assert len(said[name]) == len(told[name])
    assert {one["name"] for one in said.pop("worst")} == {one["name"] for one in told.pop("worst")}
    del said["calibration"], told["calibration"]
    assert said == told


@pytest.mark.parametrize("suffix", ["json", "svg"])
def test_that_what_untrained_weights_were_worth_says_that_they_are_untrained(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, suffix: str
) -> None:
    config = XceptionConfig(num_classes=5, width=0.1, middle_blocks=1)
    window.workspace.build_network(config, 48, "cpu", "float32")
    wait_idle(qtbot, window.lanes)
    data = painted(tmp_path / "set", 1, ("0", "1"))
    set_language("zh_CN")
    file = exported(qtbot, window, data, tmp_path / f"out.{suffix}")
    if suffix == "svg":
        assert tr("Untrained weights: these numbers are random") in file.read_text("utf-8")
    else:
        assert json.loads(file.read_text("utf-8"))["trained"] is False


@pytest.mark.parametrize("end", ["", "/"])
def test_that_the_drawing_and_its_file_are_called_like_the_folder(
    qtbot: QtBot, ready_window: MainWindow, tmp_path: Path, end: str
) -> None:
    data = painted(tmp_path / "set.v2", 1) + end
    file = exported(qtbot, ready_window, data, tmp_path / "out.svg")
    assert "<title>set.v2 · " in file.read_text("utf-8")
