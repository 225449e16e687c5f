"""The window: room, keys, words, and that it keeps and forgets what it should."""

from __future__ import annotations

import sys
import tomllib
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QAccessibleEvent,
    QGuiApplication,
    QImage,
)
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from tests.gui.workbench import (
    choose,
    close_window,
    load,
    open_window,
    paint,
    show,
    wait_idle,
    weights_file,
)
from xception_gui.base import Problem
from xception_gui.gui.about_page import AboutPage
from xception_gui.gui.answers import LAST_ACTIVATION
from xception_gui.gui.app import _report_exceptions
from xception_gui.gui.lanes import Failure, Job
from xception_gui.gui.main_window import MainWindow
from xception_gui.gui.style import is_dark
from xception_gui.gui.views import status_bar

# Room


@pytest.mark.parametrize(
    ("width", "inspector", "precision", "output"),
    [
        (1600, True, True, True),
        (1280, True, True, True),
        (1180, True, True, True),
        (1179, False, True, True),
        (1079, False, False, True),
        (999, False, False, False),
        (900, False, False, False),
    ],
)
def test_that_a_narrow_window_gives_up_one_thing_after_the_other(
    qtbot: QtBot,
    ready_window: MainWindow,
    width: int,
    inspector: bool,
    precision: bool,
    output: bool,
) -> None:
    ready_window.resize(width, 800)
    assert ready_window.inspector.isVisible() == inspector
    assert ready_window.status_bar.buttons["precision"].isVisible() == precision
    assert ready_window.status_bar.buttons["weights"].isVisible()
    assert ready_window.tree.isVisible()
    assert ready_window.width() == width, "something widened the window"
    assert ready_window.header.inspector.isVisible() != inspector, "the way back"


def test_that_the_widths_are_those_of_the_table(window: MainWindow) -> None:
    for width, tree, inspector in ((1280, 340, 248), (1920, 384, 304), (1280, 340, 248)):
        window.resize(width, 900)
        assert (window.tree.width(), window.inspector.width()) == (tree, inspector)


def test_that_a_pane_hidden_by_hand_stays_hidden(window: MainWindow) -> None:
    window.menu_actions.action("inspector").trigger()
    window.menu_actions.action("tree").trigger()
    window.resize(1000, 700)
    window.resize(1700, 900)
    assert not window.inspector.isVisible()
    assert not window.tree.isVisible()
    window.header.tree.click()
    window.header.inspector.click()
    assert window.inspector.isVisible()
    assert window.tree.isVisible()


def test_that_asking_for_the_inspector_in_a_narrow_window_makes_room(window: MainWindow) -> None:
    window.resize(1000, 700)
    window.header.inspector.click()
    assert window.inspector.isVisible()


def test_that_nothing_is_smaller_than_it_may_be(window: MainWindow) -> None:
    assert (window.minimumWidth(), window.minimumHeight()) == (900, 600)
    window.resize(100, 100)
    assert (window.width(), window.height()) == (900, 600)


# What it remembers


def test_that_the_window_comes_back_as_it_was_left(qtbot: QtBot, tmp_path: Path) -> None:
    settings = tmp_path / "settings.toml"
    first = open_window(settings)
    first.resize(1400, 820)
    first.menu_actions.action("inspector").trigger()
    first.menu_actions.action("theme.dark").trigger()
    first.classify.heat_band.slider.setValue(35)
    close_window(first)
    second = open_window(settings, 1280, 800)
    assert not second.inspector.isVisible()
    assert second.settings.values.window[2:] == (1400, 820)
    assert second.classify.heat_band.slider.value() == 35
    assert is_dark()
    assert second.menu_actions.action("theme.dark").isChecked()
    second.menu_actions.action("theme.light").trigger()
    assert not is_dark()
    close_window(second)


def test_that_settings_are_written_while_the_window_is_open(
    qtbot: QtBot, window: MainWindow
) -> None:
    window.change_settings(colours="viridis")
    window._keeper.save()
    wait_idle(qtbot, window.lanes)
    assert (
        tomllib.loads(window.settings.paths["settings"].read_text("utf-8"))["colours"] == "viridis"
    )


def test_that_closing_survives_settings_that_cannot_be_written(
    qtbot: QtBot, tmp_path: Path
) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("not a folder")
    made = open_window(blocked / "settings.toml")
    close_window(made)
    assert not made.isVisible()


def test_that_opened_files_are_offered_again(
    qtbot: QtBot, ready_window: MainWindow, tmp_path: Path
) -> None:
    path = paint(tmp_path / "a.png")
    show(qtbot, ready_window, path)
    rows = ready_window.commands.recent_files()
    assert [row.text for row in rows] == [path]
    ready_window.workspace.close_picture()
    rows[0].call()  # type: ignore[misc]
    wait_idle(qtbot, ready_window.lanes)
    assert ready_window.workspace.picture is not None


# Words


def test_that_title_and_status_bar_name_the_network(
    qtbot: QtBot, ready_window: MainWindow, tmp_path: Path
) -> None:
    show(qtbot, ready_window, paint(tmp_path / "a.png"))
    best = ready_window.workspace.prediction.top(1)[0]  # type: ignore[union-attr]
    name = Path(weights_file()).name
    assert ready_window.windowTitle() == f"a.png · {name}, 5 classes · Xception"
    texts = {n: b.text() for n, b in ready_window.status_bar.buttons.items()}
    assert texts["weights"] == f"{name}, 5 classes"
    assert texts["precision"] == "float32"
    assert texts["device"].startswith(("CPU", "CUDA", "MPS"))
    assert texts["ms"].endswith("ms per image")
    assert texts["memory"].endswith(("MB", "GB"))
    assert ready_window.status_bar.message().startswith(f"a.png: {best.label}, ")


def test_that_untrained_weights_are_said_everywhere(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import dataclasses

    from xception_gui import weights as room

    real = room.load_weights

    def untrained(name: str) -> object:
        loaded = real(name)
        record = dataclasses.replace(loaded.weights, trained=False, name="none")
        return dataclasses.replace(loaded, weights=record)

    monkeypatch.setattr(room, "load_weights", untrained)
    load(qtbot, window)
    show(qtbot, window, paint(tmp_path / "a.png"))
    button = window.status_bar.buttons["weights"]
    assert button.text() == "Untrained"
    assert button._icon == "warning"
    assert "untrained" in window.status_bar.message()
    assert "Untrained" in window.windowTitle()
    assert not window.classify.heat_band.eye.isChecked()
    assert not window.menu_actions.action("heatmap").isChecked()


def test_that_an_answer_is_announced_to_a_screen_reader(
    qtbot: QtBot, ready_window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []

    class Heard(QAccessible):
        @staticmethod
        def updateAccessibility(event: QAccessibleEvent) -> None:
            assert isinstance(event, QAccessibleAnnouncementEvent)
            said.append(event.message())

    monkeypatch.setattr(status_bar, "QAccessible", Heard)
    show(qtbot, ready_window, paint(tmp_path / "a.png"))
    prediction = ready_window.workspace.prediction
    assert prediction is not None
    assert any("a.png" in words and prediction.top(1)[0].label in words for words in said)


def test_that_an_error_says_file_cause_and_what_stays(
    qtbot: QtBot, ready_window: MainWindow, tmp_path: Path
) -> None:
    good, bad = paint(tmp_path / "good.png"), tmp_path / "holiday.png"
    bad.write_bytes(Path(good).read_bytes()[:150])
    show(qtbot, ready_window, good)
    show(qtbot, ready_window, str(bad))
    banner = ready_window.banner
    assert banner.isVisible()
    assert banner.text().startswith("holiday.png")
    assert "The previous picture stays." in banner.text()
    assert banner.button.text() == "Show in folder"
    assert ready_window.workspace.picture.name == "good.png"  # type: ignore[union-attr]
    show(qtbot, ready_window, good)
    assert not banner.isVisible(), "what is opened next takes the old error away"


def test_that_many_errors_are_one_banner_that_counts(
    qtbot: QtBot, ready_window: MainWindow, tmp_path: Path
) -> None:
    show(qtbot, ready_window, *(str(tmp_path / f"missing{n}.png") for n in range(4)))
    assert "And 3 more." in ready_window.banner.text()
    ready_window.banner.cross.click()
    show(qtbot, ready_window, str(tmp_path / "missing.png"))
    assert "more" not in ready_window.banner.text()


def test_that_a_mistake_of_ours_names_the_action_and_the_window_lives(
    qtbot: QtBot, ready_window: MainWindow, tmp_path: Path
) -> None:
    ready_window.lanes.submit("model", Job("Heat map", lambda: 1 // 0, print))
    wait_idle(qtbot, ready_window.lanes)
    assert ready_window.banner.text().startswith("Heat map failed: ZeroDivisionError")
    show(qtbot, ready_window, paint(tmp_path / "a.png"))
    assert not ready_window.workspace.is_stale


def test_that_an_exception_in_a_slot_is_logged_and_told(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    _report_exceptions(window)
    sys.excepthook(ValueError, ValueError("a slot"), None)
    assert "ValueError: a slot" in window.banner.text()
    assert "ValueError" in caplog.text
    assert window.isVisible()


def test_that_a_language_is_spoken_at_once_and_everywhere(
    qtbot: QtBot, ready_window: MainWindow, tmp_path: Path
) -> None:
    show(qtbot, ready_window, paint(tmp_path / "a.png"))
    ready_window.workspace.failed.emit(Failure("Open", Problem("drop-empty"), ""))
    ready_window.menu_actions.action("language.zh_CN").trigger()
    qtbot.waitUntil(lambda: ready_window.menu_actions.action("open").text() == "打开…")
    assert ready_window.header.tabs.tabText(0) == "分类"
    assert "类" in ready_window.status_bar.buttons["weights"].text()
    assert ready_window.banner.text().startswith("拖入的内容")
    assert ready_window.menuBar().actions()[0].text() == "文件"
    ready_window.menu_actions.action("language.en").trigger()
    qtbot.waitUntil(lambda: ready_window.menu_actions.action("open").text() == "Open…")


# Keys


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


# Jobs of the menus


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


# Modules


def test_that_a_selected_module_is_shown_in_tree_and_inspector(
    qtbot: QtBot, ready_window: MainWindow
) -> None:
    ready_window.workspace.select_module("exit.block12")
    assert ready_window.tree._tree.path() == "exit.block12"
    assert ready_window.inspector._info.path == "exit.block12"  # type: ignore[union-attr]
    assert ready_window.tree._paper is not None, "the paper's network has been measured too"
    ready_window.tree._switch.setFocus()
    ready_window.tree._switch._choose(1)
    assert ready_window.inspector._info.output_shape == (1024, 10, 10)  # type: ignore[union-attr]
    ready_window.tree._switch._choose(0)
    assert ready_window.inspector._counterpart.params > ready_window.inspector._info.params  # type: ignore[union-attr]


def test_that_only_layers_with_a_map_are_offered(ready_window: MainWindow) -> None:
    layers = ready_window.classify.heat_band._layers
    assert LAST_ACTIVATION in layers
    assert "classifier.fc" not in layers
    ready_window.workspace.select_module("classifier.fc")
    assert not ready_window.menu_actions.action("layer").isEnabled()


def test_that_examples_can_be_tried(qtbot: QtBot, ready_window: MainWindow) -> None:
    ready_window.offer_examples()
    wait_idle(qtbot, ready_window.lanes)
    examples = ready_window.classify.empty.examples
    assert len(examples) == 3
    examples[1].click()
    wait_idle(qtbot, ready_window.lanes)
    assert ready_window.workspace.picture.name == "ship.jpg"  # type: ignore[union-attr]
    assert not ready_window.workspace.is_stale


def test_that_no_child_takes_a_drop_from_the_window(window: MainWindow) -> None:
    assert [w for w in window.findChildren(QWidget) if w.acceptDrops()] == []
    assert window.acceptDrops()


def test_that_a_theme_change_reaches_every_widget(qtbot: QtBot, window: MainWindow) -> None:
    changed: list[str] = []

    class Witness(QWidget):
        def changeEvent(self, event: QEvent) -> None:
            if event.type() == QEvent.Type.PaletteChange:
                changed.append("palette")

    witness = Witness(window)
    window.menu_actions.action("theme.dark").trigger()
    qtbot.waitUntil(lambda: bool(changed))
    window.menu_actions.action("theme.light").trigger()
    witness.deleteLater()
