"""The evaluation in the window: its words follow the language, what is left out is counted."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.gui.test_evaluating import painted
from tests.gui.workbench import wait_idle
from xception_gui.gui import messages
from xception_gui.gui.language import set_language
from xception_gui.gui.main_window import MainWindow
from xception_gui.gui.views.elide import ElidedLabel
from xception_gui.gui.views.evaluation import EvaluationDialog


def opened(qtbot: QtBot, window: MainWindow, data: str) -> EvaluationDialog:
    window.workspace.evaluate(data)
    wait_idle(qtbot, window.lanes)
    assert window.evaluation.dialog is not None
    return window.evaluation.dialog


def test_that_the_title_follows_the_language(
    qtbot: QtBot, ready_window: MainWindow, tmp_path: Path
) -> None:
    dialog = opened(qtbot, ready_window, painted(tmp_path / "set", 1))
    network = ready_window.workspace.network
    assert network is not None
    set_language("zh_CN")
    QApplication.processEvents()
    title = f"set · {messages.weights_name(network.weights)}"
    assert title in [part.text() for part in dialog.findChildren(ElidedLabel)]


def test_that_a_class_which_the_weights_do_not_know_is_no_single_picture(
    qtbot: QtBot, ready_window: MainWindow, tmp_path: Path
) -> None:
    data = painted(tmp_path / "set", 3, ("cat", "dog", "oak", "pine"))
    dialog = opened(qtbot, ready_window, data)
    assert dialog.left_out.text() == "Classes that the weights do not have: oak/, pine/"
    for number in range(2):
        (tmp_path / "set" / "cat" / f"bad {number}.png").write_bytes(b"nothing")
    opened(qtbot, ready_window, data)
    told = "Left out: 2 (cat/bad 0.png, cat/bad 1.png)"
    assert dialog.left_out.text() == f"Classes that the weights do not have: oak/, pine/ · {told}"


def test_that_what_a_labels_file_leaves_out_is_told(
    qtbot: QtBot, ready_window: MainWindow, tmp_path: Path
) -> None:
    pictures = Path(painted(tmp_path / "set", 2, ("cat",)), "cat")
    first = sorted(path.name for path in pictures.iterdir())[0]
    labels = tmp_path / "labels.csv"
    labels.write_text(f"{first},cat\nlost.png,dog\ngone.png,dog\n")
    window = ready_window
    window.workspace.evaluate(str(pictures), str(labels))
    wait_idle(qtbot, window.lanes)
    assert window.evaluation.dialog is not None
    told = "Pictures without a label: 1 · Labels without a picture: 2"
    assert window.evaluation.dialog.left_out.text() == told


def test_that_more_are_left_out_than_are_named_is_seen(
    qtbot: QtBot, ready_window: MainWindow, tmp_path: Path
) -> None:
    data = painted(tmp_path / "set", 1)
    for number in range(21):
        (tmp_path / "set" / "cat" / f"bad {number:02}.png").write_bytes(b"nothing")
    dialog = opened(qtbot, ready_window, data)
    assert dialog.left_out.text().startswith("Left out: 21 (cat/bad 00.png, ")
    assert dialog.left_out.text().endswith(", cat/bad 19.png, …)")
