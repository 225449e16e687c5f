"""Model ▸ Save weights…: the file's kind says who can read it, and what will differ is told."""

from __future__ import annotations

import os
from pathlib import Path

import onnx
import pytest
import torch
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from tests.gui.workbench import choose, wait_idle, weights_file
from xception_gui.base.config import XceptionConfig
from xception_gui.gui import dialogs
from xception_gui.gui.main_window import MainWindow
from xception_gui.gui.views.toast import Toast
from xception_gui.weights import load_weights
from xception_gui.weights.convert import differences


def export(qtbot: QtBot, window: MainWindow, path: Path) -> None:
    window.menu_actions.action("save-weights").trigger()
    choose(window, path)
    wait_idle(qtbot, window.lanes)


def told(window: MainWindow) -> str:
    (toast,) = window.findChildren(Toast)
    return toast.text()


def test_that_the_network_in_force_is_written_as_onnx_and_as_our_own(
    qtbot: QtBot, ready_window: MainWindow, tmp_path: Path
) -> None:
    export(qtbot, ready_window, tmp_path / "w.onnx")
    onnx.checker.check_model(onnx.load(tmp_path / "w.onnx"))
    assert told(ready_window) == "Saved w.onnx"
    export(qtbot, ready_window, tmp_path / "w.safetensors")
    ours, written = load_weights(weights_file()), load_weights(tmp_path / "w.safetensors")
    assert written.weights.classes == ours.weights.classes
    for name, tensor in ours.model.state_dict().items():
        assert torch.equal(written.model.state_dict()[name], tensor), name


def test_that_what_differs_there_is_told(
    qtbot: QtBot, ready_window: MainWindow, tmp_path: Path
) -> None:
    export(qtbot, ready_window, tmp_path / "w.pth")
    expected = "(width, middle_blocks, strides, pool_padding)"
    assert told(ready_window) == f"Saved w.pth; the network there cannot take it {expected}"


@pytest.mark.parametrize("name", ["w.txt", "nowhere/w.onnx"])
def test_that_what_cannot_be_written_is_one_line(
    qtbot: QtBot, ready_window: MainWindow, tmp_path: Path, name: str
) -> None:
    export(qtbot, ready_window, tmp_path / name)
    assert os.path.basename(name) in ready_window.banner.text()
    assert not list(tmp_path.glob("**/w.*"))


def test_that_without_weights_there_is_nothing_to_save(window: MainWindow) -> None:
    assert not window.menu_actions.action("save-weights").isEnabled()


def test_that_another_kind_gives_the_name_its_ending(
    ready_window: MainWindow, tmp_path: Path
) -> None:
    ready_window.change_settings(last_folder=str(tmp_path))
    ready_window.menu_actions.action("save-weights").trigger()
    (dialog,) = ready_window.findChildren(QFileDialog)
    assert dialog.selectedFiles() == [str(tmp_path / "narrow-1-48.safetensors")]
    for kind, ending in ((dialogs.ONNX, "onnx"), (dialogs.KERAS, "h5")):
        dialog.selectNameFilter(kind)
        dialog.filterSelected.emit(kind)
        assert dialog.selectedFiles() == [str(tmp_path / f"narrow-1-48.{ending}")]
    dialog.reject()


def test_that_only_other_shapes_keep_a_network_from_being_taken() -> None:
    fitting = differences(XceptionConfig(strides=(1, 2, 2, 2, 2)), "timm")
    assert [(d.name, d.unfit) for d in fitting] == [("strides", False), ("pool_padding", False)]
    unfit = differences(XceptionConfig(width=0.5, middle_blocks=4), "keras")
    assert [(d.name, d.unfit) for d in unfit] == [("width", True), ("middle_blocks", True)]
