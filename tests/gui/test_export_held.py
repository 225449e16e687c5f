"""Model ▸ Save weights…: what was asked for is written, whatever is loaded in the meantime."""

from __future__ import annotations

from pathlib import Path

import torch
from pytestqt.qtbot import QtBot

from tests.gui.workbench import choose, load, paint, show, wait_idle, weights_file
from xception_gui.gui.main_window import MainWindow
from xception_gui.weights import load_weights


def test_that_weights_loaded_while_the_dialog_is_open_are_not_written(
    qtbot: QtBot, ready_window: MainWindow, tmp_path: Path
) -> None:
    target = tmp_path / "narrow-1-48.safetensors"
    ready_window.menu_actions.action("save-weights").trigger()
    load(qtbot, ready_window, weights_file(2))
    show(qtbot, ready_window, paint(tmp_path / "a.png"))  # the network before is let go
    choose(ready_window, target)
    wait_idle(qtbot, ready_window.lanes)
    wanted = load_weights(weights_file()).model.state_dict()
    written = load_weights(target).model.state_dict()
    assert all(torch.equal(written[name], tensor) for name, tensor in wanted.items())
