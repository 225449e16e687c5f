"""What goes into the clipboard: the overlay, the heat map, the network's input, the view."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from tests.gui.workbench import paint, show, wait_idle
from xception_gui.gui.main_window import MainWindow


@pytest.mark.parametrize(
    ("action", "size"),
    [("copy", (120, 90)), ("copy-heatmap", (48, 48)), ("copy-input", (48, 48)), ("copy-view", ())],
)
def test_that_a_picture_of_it_is_in_the_clipboard(
    qtbot: QtBot,
    ready_window: MainWindow,
    tmp_path: Path,
    action: str,
    size: tuple[int, ...],
) -> None:
    show(qtbot, ready_window, paint(tmp_path / "a.png"))
    QGuiApplication.clipboard().clear()
    ready_window.menu_actions.action(action).trigger()
    wait_idle(qtbot, ready_window.lanes)
    image = QGuiApplication.clipboard().image()
    view = ready_window.page
    assert (image.width(), image.height()) == (size or (view.width(), view.height()))
    assert len({image.pixel(x, image.height() // 2) for x in range(image.width())}) > 8
