"""The window's words: title, status bar, errors, two languages."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QAccessibleEvent
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from tests.gui.workbench import load, paint, show, wait_idle, weights_file
from xception_gui.base import Problem
from xception_gui.gui.app import _report_exceptions
from xception_gui.gui.lanes import Failure, Job
from xception_gui.gui.language import set_language
from xception_gui.gui.main_window import MainWindow
from xception_gui.gui.views import status_bar


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

    from xception_gui.weights import safely as room

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


def test_that_a_file_dialog_of_qt_speaks_one_language(window: MainWindow) -> None:
    set_language("zh_CN")
    window.menu_actions.action("open").trigger()
    (dialog,) = window.findChildren(QFileDialog)
    labels = (QFileDialog.DialogLabel.LookIn, QFileDialog.DialogLabel.FileType)
    assert [dialog.labelText(label) for label in labels] == ["位置：", "文件类型："]
    dialog.reject()
