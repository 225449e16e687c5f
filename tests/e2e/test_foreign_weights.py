"""Files of others, dropped on the window, answer with their own size, scaling and names."""

from __future__ import annotations

from pathlib import Path

from pytestqt.qtbot import QtBot

from tests.gui.workbench import Heard, drop, files, load, paint, show, wait_idle
from tests.weights import made_files
from xception_gui.gui.main_window import MainWindow
from xception_gui.weights import load_weights


def dropped(qtbot: QtBot, window: MainWindow, path: Path) -> None:
    drop(window, files(path))
    qtbot.wait(20)
    wait_idle(qtbot, window.lanes)


def hint(window: MainWindow) -> str:
    return str(window.status_bar.buttons["weights"].toolTip())


def test_that_dropped_files_of_others_are_in_force_with_all_that_belongs_to_them(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    load(qtbot, window)
    show(qtbot, window, paint(tmp_path / "photo.png"))
    heard = Heard(window.workspace)
    for name, line in {
        "deepfakebench": "DeepfakeBench: 256 × 256, ε 1e-05, pooling symmetric",
        "keras 3": "Keras: 299 × 299, ε 0.001, pooling as TensorFlow",
    }.items():
        path = tmp_path / "theirs"
        path.write_bytes(made_files.DIALECTS[name][1](tmp_path))
        dropped(qtbot, window, path)
        network = window.workspace.network
        assert network is not None
        assert network.weights == load_weights(path).weights
        assert line in hint(window)
        prediction = window.workspace.prediction
        assert prediction is not None
        assert prediction.weights_sha256 == network.weights.sha256
    assert heard.failures == []


def test_that_a_file_without_classes_shows_maps_and_says_why_it_answers_nothing(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    path = tmp_path / "encoder.safetensors"
    path.write_bytes(made_files.DIALECTS["encoder alone"][1](tmp_path))
    load(qtbot, window, str(path))
    heard = Heard(window.workspace)
    show(qtbot, window, paint(tmp_path / "photo.png"))
    assert [f.problem and f.problem.code for f in heard.failures] == ["classes-none"]
    assert "padded stem" in hint(window)
    assert "no classes" in window.status_bar.buttons["weights"].text()
