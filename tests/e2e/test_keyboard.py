"""The whole way without a mouse: open, classify, another class, a module, its maps, save."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractItemView, QApplication, QFileDialog, QLineEdit, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from tests.gui.workbench import load, paint, wait_idle
from xception_gui.gui.main_window import MainWindow

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def window(qtbot: QtBot, window: MainWindow) -> MainWindow:
    load(qtbot, window)
    return window


def press(key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    """To whatever has the keyboard."""
    window = QApplication.focusWidget() or QApplication.activeWindow()
    assert window is not None
    QTest.keyClick(window, key, modifier)


def type_path(qtbot: QtBot, window: MainWindow, path: str) -> None:
    """Into the file dialog that has come up, and Enter."""
    qtbot.waitUntil(lambda: bool(window.findChildren(QFileDialog)), timeout=30_000)
    (dialog,) = (d for d in window.findChildren(QFileDialog) if d.isVisible())
    (line,) = dialog.findChildren(QLineEdit, "fileNameEdit")  # type: ignore[call-overload]
    line.setCompleter(None)  # its list would take the Enter
    qtbot.wait(500)  # until the folder is read, the dialog changes what is typed
    QTest.keyClicks(line, path)
    QTest.keyClick(line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not (isValid(dialog) and dialog.isVisible()), timeout=10_000)
    window.activateWindow()  # a desktop does this by itself
    qtbot.waitUntil(window.isActiveWindow, timeout=10_000)


def test_that_everything_can_be_done_without_a_mouse(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    work = window.workspace
    QTest.keyClick(window, Qt.Key.Key_O, CTRL)
    type_path(qtbot, window, paint(tmp_path / "a.png"))
    qtbot.waitUntil(lambda: work.heatmap is not None, timeout=30_000)
    wait_idle(qtbot, window.lanes)

    window.show_tab("classify")
    press(Qt.Key.Key_2)
    wait_idle(qtbot, window.lanes)
    assert work.prediction is not None
    assert work.heatmap is not None
    assert work.heatmap.class_index == work.prediction.top(2)[1].index

    QTest.keyClick(window, Qt.Key.Key_F, CTRL)
    line = QApplication.focusWidget()
    assert isinstance(line, QLineEdit)
    QTest.keyClicks(line, "block4")
    press(Qt.Key.Key_Down)
    assert isinstance(QApplication.focusWidget(), QAbstractItemView)
    for _ in range(20):
        if work.module == "middle.block4":
            break
        press(Qt.Key.Key_Down)
    assert work.module == "middle.block4"

    press(Qt.Key.Key_Return)
    wait_idle(qtbot, window.lanes)
    assert window.page is window.maps
    press(Qt.Key.Key_Right)
    press(Qt.Key.Key_Return)
    detail = window.inspector.findChild(QWidget, "map-detail")
    assert detail is not None
    assert detail.isVisible()

    target = tmp_path / "out.png"
    QTest.keyClick(window, Qt.Key.Key_S, CTRL)
    type_path(qtbot, window, str(target))
    qtbot.waitUntil(target.exists, timeout=30_000)
    wait_idle(qtbot, window.lanes)


def test_that_every_widget_that_takes_the_keyboard_has_a_name(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    window.workspace.open_paths([paint(tmp_path / f"{n}.png", n) for n in range(3)])
    wait_idle(qtbot, window.lanes)
    window.workspace.select_module("middle.block4.sepconv1")
    for tab in ("classify", "maps"):
        window.show_tab(tab)
        wait_idle(qtbot, window.lanes)
        nameless = [
            f"{type(widget).__name__} in {type(widget.parent()).__name__}"
            for widget in window.findChildren(QWidget)
            if widget.focusPolicy() & Qt.FocusPolicy.TabFocus
            and widget.isVisible()
            and not (widget.accessibleName() or getattr(widget, "text", str)())
        ]
        assert nameless == []
