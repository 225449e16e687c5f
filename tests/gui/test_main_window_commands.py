"""What the window's menus and status buttons do."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog
from pytestqt.qtbot import QtBot

from tests.gui.workbench import choose, load, paint, show, wait_idle, weights_file
from xception_gui.gui.about_page import AboutPage
from xception_gui.gui.main_window import MainWindow


def test_that_the_overlay_is_saved_and_copied(
    qtbot: QtBot, ready_window: MainWindow, tmp_path: Path
) -> None:
    show(qtbot, ready_window, paint(tmp_path / "a.png"))
    target = tmp_path / "out.png"
    ready_window.menu_actions.action("save").trigger()
    choose(ready_window, target)
    ready_window.menu_actions.action("copy").trigger()
    wait_idle(qtbot, ready_window.lanes)
    saved = QImage(str(target))
    copied = QGuiApplication.clipboard().image()
    assert (saved.width(), saved.height()) == (120, 90)
    same = QImage.Format.Format_RGB888
    assert saved.convertToFormat(same) == copied.convertToFormat(same)
    original = QImage(str(tmp_path / "a.png")).convertToFormat(same)
    assert saved.convertToFormat(same) != original
    QGuiApplication.clipboard().clear()


def test_that_an_overlay_that_cannot_be_written_is_one_line(
    qtbot: QtBot, ready_window: MainWindow, tmp_path: Path
) -> None:
    show(qtbot, ready_window, paint(tmp_path / "a.png"))
    for name in ("nowhere/out.png", "out.txt"):
        ready_window.menu_actions.action("save").trigger()
        choose(ready_window, tmp_path / name)
        wait_idle(qtbot, ready_window.lanes)
        assert name.rpartition("/")[2] in ready_window.banner.text()
        assert not (tmp_path / name).exists()


def test_that_pasting_opens_the_clipboard_or_says_that_it_is_empty(
    qtbot: QtBot, ready_window: MainWindow, tmp_path: Path
) -> None:
    clipboard = QGuiApplication.clipboard()
    clipboard.setImage(QImage(paint(tmp_path / "a.png")))
    ready_window.menu_actions.action("paste").trigger()
    wait_idle(qtbot, ready_window.lanes)
    assert ready_window.workspace.picture.path == ""  # type: ignore[union-attr]
    assert ready_window.windowTitle().startswith("pasted picture")
    clipboard.setText("words")
    ready_window.menu_actions.action("paste").trigger()
    assert "clipboard" in ready_window.banner.text()
    clipboard.clear()


def test_that_another_device_or_precision_answers_anew(
    qtbot: QtBot, ready_window: MainWindow, tmp_path: Path
) -> None:
    show(qtbot, ready_window, paint(tmp_path / "a.png"))
    before = ready_window.workspace.prediction
    ready_window.commands.set_precision("bfloat16")
    wait_idle(qtbot, ready_window.lanes)
    after = ready_window.workspace.prediction
    assert after is not before
    assert not ready_window.workspace.is_stale
    assert ready_window.status_bar.buttons["precision"].text() == after.precision  # type: ignore[union-attr]
    assert ready_window.settings.values.precision == "bfloat16"


@pytest.mark.parametrize(
    ("action", "kind"),
    [
        ("open", QFileDialog),
        ("open-folder", QFileDialog),
        ("load", QFileDialog),
        ("save", QFileDialog),
        ("shortcuts", QDialog),
        ("about", AboutPage),
    ],
)
def test_that_dialogs_open_without_blocking_and_go(
    qtbot: QtBot, ready_window: MainWindow, tmp_path: Path, action: str, kind: type[QDialog]
) -> None:
    show(qtbot, ready_window, paint(tmp_path / "a.png"))
    ready_window.menu_actions.action(action).trigger()
    (dialog,) = [d for d in ready_window.findChildren(QDialog) if d.isVisible()]
    assert isinstance(dialog, kind)
    assert dialog.windowTitle()
    dialog.reject()


def test_that_chosen_weights_are_loaded_and_chosen_files_opened(
    qtbot: QtBot, ready_window: MainWindow, tmp_path: Path
) -> None:
    ready_window.commands._load_chosen([weights_file(2)])
    ready_window.commands.open_chosen([paint(tmp_path / "a.png")])
    wait_idle(qtbot, ready_window.lanes)
    assert ready_window.workspace.network.weights.source == weights_file(2)  # type: ignore[union-attr]
    assert ready_window.workspace.picture is not None
    assert ready_window.settings.values.last_folder == str(tmp_path)


def test_that_every_status_button_opens_a_chooser(
    qtbot: QtBot, ready_window: MainWindow, tmp_path: Path
) -> None:
    from PySide6.QtWidgets import QMenu

    show(qtbot, ready_window, paint(tmp_path / "a.png"))
    for button in ready_window.status_bar.buttons.values():
        button.click()
        menu = QApplication.activePopupWidget()
        assert isinstance(menu, QMenu)
        assert menu.actions()
        menu.close()


def test_that_what_needs_a_network_can_be_used_as_soon_as_there_is_one(
    qtbot: QtBot, window: MainWindow
) -> None:
    enabled: list[bool] = []
    profile = window.menu_actions.action("profile")
    assert not profile.isEnabled()
    window.workspace.network_changed.connect(lambda _network: enabled.append(profile.isEnabled()))
    load(qtbot, window)
    assert enabled == [True]


def test_that_the_layer_of_the_heat_map_is_selected_in_every_view(
    qtbot: QtBot, ready_window: MainWindow, tmp_path: Path
) -> None:
    show(qtbot, ready_window, paint(tmp_path / "a.png"))
    ready_window.classify.layer_chosen.emit("entry.block2")
    wait_idle(qtbot, ready_window.lanes)
    heatmap, module = ready_window.workspace.heatmap, ready_window.inspector.module
    assert heatmap is not None
    assert module is not None
    assert heatmap.layer == module.path == ready_window.workspace.module == "entry.block2"
