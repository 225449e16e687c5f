"""The window's keys: to whom they belong, and where they lead."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from tests.gui.workbench import paint, show, wait_idle
from xception_gui.gui.main_window import MainWindow
from xception_gui.gui.style.paint import has_keyboard_focus


def press(widget: QWidget, qtbot: QtBot, key: Qt.Key, *modifiers: Qt.KeyboardModifier) -> None:
    qtbot.keyClick(widget, key, *modifiers)


def test_that_letters_belong_to_the_text_field_that_has_the_keyboard(
    qtbot: QtBot, ready_window: MainWindow, tmp_path: Path
) -> None:
    show(qtbot, ready_window, paint(tmp_path / "a.png"))
    ready_window.activateWindow()
    ready_window.menu_actions.action("filter").trigger()
    field = QApplication.focusWidget()
    assert field is not None
    shown = ready_window.classify.heat_band.eye.isChecked()
    qtbot.keyClicks(field, "hil1[")
    assert field.property("text") == "hil1["
    assert ready_window.classify.heat_band.eye.isChecked() == shown
    assert not ready_window.menu_actions.action("input").isChecked()


def test_that_keys_reach_the_picture(
    qtbot: QtBot, ready_window: MainWindow, tmp_path: Path
) -> None:
    show(qtbot, ready_window, paint(tmp_path / "a.png"), paint(tmp_path / "b.png", 1))
    work, canvas = ready_window.workspace, ready_window.classify.canvas
    ready_window.activateWindow()
    canvas.setFocus()
    press(canvas, qtbot, Qt.Key.Key_H)
    assert not ready_window.classify.heat_band.eye.isChecked()
    press(canvas, qtbot, Qt.Key.Key_I)
    assert ready_window.menu_actions.action("input").isChecked()
    press(canvas, qtbot, Qt.Key.Key_PageDown)
    wait_idle(qtbot, ready_window.lanes)
    assert work.picture.name == "b.png"  # type: ignore[union-attr]
    work.select_module("entry.block2")
    press(canvas, qtbot, Qt.Key.Key_L)
    wait_idle(qtbot, ready_window.lanes)
    assert work.heatmap.layer == "entry.block2"  # type: ignore[union-attr]
    press(canvas, qtbot, Qt.Key.Key_2)
    wait_idle(qtbot, ready_window.lanes)
    assert work.heatmap.class_index == work.prediction.top(2)[1].index  # type: ignore[union-attr]


def test_that_keys_reach_the_picture_after_a_click_in_the_filmstrip(
    qtbot: QtBot, ready_window: MainWindow, tmp_path: Path
) -> None:
    names = [f"1 {letter}.png" for letter in "abc"]  # a digit would look for such a name
    show(qtbot, ready_window, *(paint(tmp_path / name, n) for n, name in enumerate(names)))
    work, view = ready_window.workspace, ready_window.classify
    strip = view.filmstrip.strip
    ready_window.activateWindow()
    place = strip.visualRect(strip.model().index(1, 0)).center()
    qtbot.mouseClick(strip.viewport(), Qt.MouseButton.LeftButton, pos=place)
    wait_idle(qtbot, ready_window.lanes)
    assert strip.hasFocus()
    press(strip, qtbot, Qt.Key.Key_2)
    wait_idle(qtbot, ready_window.lanes)
    assert work.heatmap.class_index == work.prediction.top(2)[1].index  # type: ignore[union-attr]
    before = view.heat_band.slider.value()
    press(strip, qtbot, Qt.Key.Key_BracketRight)
    assert view.heat_band.slider.value() > before
    qtbot.keyPress(strip, Qt.Key.Key_Space)
    assert view._held
    qtbot.keyRelease(strip, Qt.Key.Key_Space)
    assert not view._held
    for key, name in ((Qt.Key.Key_PageDown, "1 c.png"), (Qt.Key.Key_Home, "1 a.png")):
        press(strip, qtbot, key)
        wait_idle(qtbot, ready_window.lanes)
        assert work.picture.name == name  # type: ignore[union-attr]


def test_that_a_list_pages_with_its_own_keys(
    qtbot: QtBot, ready_window: MainWindow, tmp_path: Path
) -> None:
    show(qtbot, ready_window, paint(tmp_path / "a.png"), paint(tmp_path / "b.png", 1))
    ready_window.activateWindow()
    ready_window.tree._tree.setFocus()
    press(ready_window.tree._tree, qtbot, Qt.Key.Key_PageDown)
    wait_idle(qtbot, ready_window.lanes)
    assert ready_window.workspace.picture.name == "a.png"  # type: ignore[union-attr]


def test_that_f6_walks_through_the_panes_and_back(
    qtbot: QtBot, ready_window: MainWindow, tmp_path: Path
) -> None:
    show(qtbot, ready_window, paint(tmp_path / "a.png"))
    ready_window.workspace.select_module("entry.conv1")
    ready_window.activateWindow()

    def pane() -> int:
        focus = QApplication.focusWidget()
        return [p.isAncestorOf(focus) for p in ready_window.panes].index(True) if focus else -1

    ready_window.classify.canvas.setFocus()
    seen = []
    for _ in range(4):
        ready_window.menu_actions.action("next-pane").trigger()
        seen.append(pane())
    assert seen == [2, 3, 0, 1]
    ready_window.menu_actions.action("previous-pane").trigger()
    assert pane() == 0


def test_that_escape_closes_the_question_then_the_error_then_cancels(
    qtbot: QtBot, ready_window: MainWindow, tmp_path: Path
) -> None:
    show(qtbot, ready_window, str(tmp_path / "missing.png"))
    for name in ("cat", "dog"):
        paint(tmp_path / "set" / name / "1.png")
    ready_window.workspace._opening.open_paths([str(tmp_path / "set")])
    wait_idle(qtbot, ready_window.lanes)
    assert ready_window.class_bar.isVisible()
    press(ready_window, qtbot, Qt.Key.Key_Escape)
    assert not ready_window.class_bar.isVisible()
    assert ready_window.banner.isVisible()
    press(ready_window, qtbot, Qt.Key.Key_Escape)
    assert not ready_window.banner.isVisible()
    press(ready_window, qtbot, Qt.Key.Key_Escape)


def test_that_the_pane_that_f6_leads_to_shows_its_focus(ready_window: MainWindow) -> None:
    ready_window.activateWindow()
    QApplication.processEvents()
    for _ in range(4):
        ready_window.menu_actions.action("next-pane").trigger()
        part = QApplication.focusWidget()
        assert part is not None
        assert has_keyboard_focus(part)
