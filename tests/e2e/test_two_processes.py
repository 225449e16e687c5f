"""A run of two processes, followed in the window while it is written, and stopped from outside."""

from __future__ import annotations

import os
import signal
from dataclasses import replace
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from tests.gui.made_runs import class_folders
from tests.gui.workbench import PATIENCE
from tests.training import two_ranks
from tests.training.samples import CONFIG
from xception_gui.gui.main_window import MainWindow
from xception_gui.training.checkpoints import newest
from xception_gui.training.record import write_config


@pytest.mark.skipif(not hasattr(os, "fork"), reason="the harness forks")
def test_that_a_run_of_two_processes_is_followed_until_one_of_them_is_asked_to_stop(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    data, run = class_folders(tmp_path / "data"), tmp_path / "run"
    write_config(tmp_path / "long.toml", replace(CONFIG, epochs=1000, checkpoint_steps=2))
    child = two_ranks.start(data, "--out", str(run), "--config", str(tmp_path / "long.toml"))
    other, tab = two_ranks.second(child), window.train_tab
    window.show_tab("train")
    states = list[str]()
    tab.shelf.runs_changed.connect(lambda runs: states.extend(one.state for one in runs))
    qtbot.waitUntil((run / "events.jsonl").is_file, timeout=PATIENCE)
    tab._follow_chosen([str(run)])

    def steps() -> int:
        return len(tab.shelf.curves[str(run)].steps)

    qtbot.waitUntil(lambda: steps() > 0, timeout=PATIENCE)
    seen = steps()
    qtbot.waitUntil(lambda: steps() > seen, timeout=PATIENCE)
    assert window.train.band.pill.text() == "Running"
    os.kill(other, signal.SIGINT)
    said, errors = child.communicate(timeout=PATIENCE / 1000)
    assert child.returncode == 0, errors
    assert "stopped at step" in said
    qtbot.waitUntil(lambda: tab.shelf.curves[str(run)].state == "stopped", timeout=PATIENCE)
    qtbot.waitUntil(lambda: states[-1:] == ["stopped"], timeout=PATIENCE)
    assert newest(run).content["step"] == tab.shelf.curves[str(run)].steps.last("step")
