"""A file of weights examined in the window: what it is, what is wrong, and that it can be used."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from tests.gui.workbench import choose, wait_idle
from tests.weights import made_files
from xception_gui.gui.inspect_page import InspectPage
from xception_gui.gui.language import set_language
from xception_gui.gui.main_window import MainWindow
from xception_gui.gui.views.export_button import ExportButton
from xception_gui.gui.views.pill import Pill


def examined(qtbot: QtBot, window: MainWindow, path: Path) -> InspectPage:
    window.menu_actions.action("inspect").trigger()
    choose(window, path)
    wait_idle(qtbot, window.lanes)
    (page,) = window.findChildren(InspectPage)
    return page


def texts(page: InspectPage) -> list[str]:
    from PySide6.QtWidgets import QLabel

    return [label.text() for label in page.page.findChildren(QLabel)]


def test_that_a_sound_file_is_described_and_then_used(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    path = tmp_path / "theirs.safetensors"
    path.write_bytes(made_files.DIALECTS["timm"][1](tmp_path))
    page = examined(qtbot, window, path)
    assert page.report is not None
    assert page.report.loads
    assert "It can be used: timm, 2 classes, 299 × 299 pixels." in texts(page)
    assert page.table.model().rowCount() == len(made_files.state())
    qtbot.waitUntil(lambda: page.page.height() > page.table.height() + 150)  # nothing is cut off
    button = page.findChild(ExportButton)
    assert isinstance(button, ExportButton)
    button.wanted.emit("csv")
    choose(window, tmp_path / "tensors.csv")
    wait_idle(qtbot, window.lanes)
    assert (tmp_path / "tensors.csv").read_text().count("\n") == len(page.report.tensors) + 1
    qtbot.mouseClick(page.use, Qt.MouseButton.LeftButton)
    wait_idle(qtbot, window.lanes)
    assert window.workspace.network is not None
    assert window.workspace.network.weights.dialect == "timm"


def test_that_a_broken_file_says_why_in_both_languages_and_cannot_be_used(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    path = tmp_path / "cut.safetensors"
    path.write_bytes(made_files.DIALECTS["timm"][1](tmp_path)[:-50])
    page = examined(qtbot, window, path)
    assert not page.use.isEnabled()
    assert any(text.startswith("It cannot be used: the file ends early") for text in texts(page))
    (pill,) = page.page.findChildren(Pill)
    assert pill.text() == "Cannot be used"
    set_language("zh_CN")
    page.retranslate()
    assert any(text.startswith("不能使用：文件不完整") for text in texts(page))
