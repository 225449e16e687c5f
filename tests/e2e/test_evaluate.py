"""Class folders are dropped, "Evaluate" is pressed, the dialog shows what the library finds."""

from __future__ import annotations

import csv
import json
import shutil
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests.gui.workbench import (
    CLASSES,
    PATIENCE,
    choose,
    drop,
    files,
    load,
    open_window,
    paint,
    wait_idle,
    weights_file,
)
from xception_gui.base.evaluation import to_plain
from xception_gui.base.numbers import percent
from xception_gui.base.results import Evaluation
from xception_gui.gui.main_window import MainWindow
from xception_gui.gui.views.evaluation import EvaluationDialog
from xception_gui.images import ClassFolders
from xception_gui.inference import Engine, evaluate
from xception_gui.weights import load_weights


@pytest.fixture
def ready_window(qtbot: QtBot, window: MainWindow) -> MainWindow:
    """With the narrow network in force."""
    load(qtbot, window)
    return window


def painted(folder: Path, count: int = 5, names: tuple[str, ...] = CLASSES) -> Path:
    for seed, name in enumerate(names * count):
        paint(folder / name / f"{seed}.png", seed)
    return folder


def press(qtbot: QtBot, window: MainWindow, path: Path) -> None:
    drop(window, files(path))
    qtbot.waitUntil(window.class_bar.isVisible, timeout=PATIENCE)
    window.class_bar.evaluate.click()
    assert not window.class_bar.isVisible()


def judged(qtbot: QtBot, window: MainWindow, path: Path) -> EvaluationDialog:
    press(qtbot, window, path)
    wait_idle(qtbot, window.lanes)
    dialog = window.evaluation.dialog
    assert dialog is not None
    assert dialog.isVisible()
    return dialog


def expected(path: Path) -> Evaluation:
    *_, found = evaluate(Engine(load_weights(weights_file()), "cpu"), ClassFolders(path), 4)
    assert isinstance(found, Evaluation)
    return found


def test_that_the_dialog_shows_and_exports_what_the_library_finds(
    qtbot: QtBot, ready_window: MainWindow, tmp_path: Path
) -> None:
    path = painted(tmp_path / "set")
    dialog, found = judged(qtbot, ready_window, path), expected(path)
    assert dialog.figures.top1.text() == percent(found.top1)
    assert dialog.figures.loss.text() == f"{found.loss:.3f}"
    rows = dialog.classes.model()
    shown = [rows.index(row, 1).data() for row in range(rows.rowCount())]
    assert shown == [str(row.count) for row in found.rows]
    dialog.export_requested.emit()
    choose(ready_window, tmp_path / "out.json")
    dialog.export_requested.emit()
    choose(ready_window, tmp_path / "out.csv")
    for name in ("out.svg", "out.png"):
        dialog.export_requested.emit()
        choose(ready_window, tmp_path / name)
    wait_idle(qtbot, ready_window.lanes)
    written = json.loads((tmp_path / "out.json").read_text("utf-8"))
    assert written["data"] == str(path)
    assert {key: written[key] for key in to_plain(found)} == json.loads(json.dumps(to_plain(found)))
    with (tmp_path / "out.csv").open(encoding="utf-8", newline="") as file:
        table = list(csv.DictReader(file))
    assert [row["name"] for row in table] == [row.name for row in found.rows]
    assert [row["recall"] for row in table] == [str(row.recall) for row in found.rows]
    drawn = (tmp_path / "out.svg").read_text("utf-8")
    assert f"top-1 {percent(found.top1)}" in drawn
    pixels = np.asarray(Image.open(tmp_path / "out.png"))
    assert len(np.unique(pixels.reshape(-1, 3), axis=0)) > 10


def test_that_progress_is_told_and_escape_leaves_no_dialog(
    qtbot: QtBot, ready_window: MainWindow, tmp_path: Path
) -> None:
    told: list[str] = []
    ready_window.workspace.evaluating.changed.connect(
        lambda: told.append(ready_window.status_bar.message())
    )
    press(qtbot, ready_window, painted(tmp_path / "set", 20))
    qtbot.waitUntil(lambda: any("of 100 pictures judged" in words for words in told))
    QTest.keyClick(ready_window, Qt.Key.Key_Escape)
    wait_idle(qtbot, ready_window.lanes)
    assert ready_window.evaluation.dialog is None
    assert "judged" not in ready_window.status_bar.message()
    assert not ready_window.banner.isVisible()


def test_that_classes_which_differ_give_one_line(
    qtbot: QtBot, ready_window: MainWindow, tmp_path: Path
) -> None:
    press(qtbot, ready_window, painted(tmp_path / "trees", 1, ("oak", "pine")))
    wait_idle(qtbot, ready_window.lanes)
    assert ready_window.banner.text().startswith("trees cannot be evaluated")
    assert "\n" not in ready_window.banner.text()
    assert ready_window.evaluation.dialog is None


@pytest.mark.parametrize("kind", ["folder", "zip"])
def test_that_a_worst_error_opens_its_picture(
    qtbot: QtBot, ready_window: MainWindow, tmp_path: Path, kind: str
) -> None:
    path = painted(tmp_path / "set")
    if kind == "zip":
        path = Path(shutil.make_archive(str(tmp_path / "set"), "zip", path))
    dialog, found = judged(qtbot, ready_window, path), expected(path)
    ready_window.show_tab("maps")
    dialog.errors.activated.emit(dialog.errors.model().index(1, 0))
    wait_idle(qtbot, ready_window.lanes)
    error, picture = found.worst[1], ready_window.workspace.picture
    assert ready_window.page is ready_window.classify
    assert picture is not None
    assert picture.path == str(path / error.name)
    prediction = ready_window.workspace.prediction
    assert prediction is not None
    assert prediction.top(1)[0].label == error.answer
    assert prediction.top(1)[0].probability == pytest.approx(error.probability, rel=1e-4)


def test_that_another_network_ends_it_and_says_so(
    qtbot: QtBot, ready_window: MainWindow, tmp_path: Path
) -> None:
    said: list[str] = []
    ready_window.workspace.evaluating.given_up.connect(lambda: said.append("given up"))
    press(qtbot, ready_window, painted(tmp_path / "set", 20))
    qtbot.waitUntil(lambda: ready_window.workspace.evaluating.progress is not None)
    load(qtbot, ready_window, weights_file(2))
    assert said == ["given up"]
    assert ready_window.evaluation.dialog is None


def test_that_a_window_can_be_closed_meanwhile(qtbot: QtBot, tmp_path: Path) -> None:
    window = open_window(tmp_path / "settings.toml")
    load(qtbot, window)
    press(qtbot, window, painted(tmp_path / "set", 20))
    qtbot.waitUntil(lambda: window.workspace.evaluating.progress is not None)
    window.close()
    assert not window.isVisible()
    assert window.lanes.close(60)
    window.deleteLater()
