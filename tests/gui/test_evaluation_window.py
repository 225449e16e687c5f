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
