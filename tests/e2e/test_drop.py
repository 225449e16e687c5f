"""Real drops on the real window: a photograph is answered, everything else finds its place."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import numpy as np
from PIL import Image
from PySide6.QtCore import QMimeData
from PySide6.QtGui import QDragLeaveEvent, QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.gui.workbench import drag, drop, files, load, paint, wait_idle, weights_file
from xception_gui.base.assets import asset
from xception_gui.gui.main_window import MainWindow


def test_that_a_dropped_photograph_is_answered_with_its_heat_map(
    qtbot: QtBot, window: MainWindow, shared_data: Path, tmp_path: Path
) -> None:
    """The photograph is copied first: what was dropped is what was read."""
    demo = asset("weights", "demo.safetensors")
    load(qtbot, window, "demo" if demo.is_file() else "")
    copy = shutil.copy(shared_data / "photos" / "dog_2.jpg", tmp_path / "dog.jpg")
    assert drop(window, files(copy)) == "Drop to classify this picture"
    wait_idle(qtbot, window.lanes)
    work, view = window.workspace, window.classify
    assert work.picture is not None
    assert work.prediction is not None
    assert work.heatmap is not None
    assert work.prediction.origin == work.heatmap.origin
    assert work.heatmap.class_index == work.prediction.top(1)[0].index
    assert float(work.heatmap.values.max()) == 1.0
    best = work.prediction.top(1)[0].label
    assert view.answer.headline.accessibleName().startswith(best)
    assert window.status_bar.message().startswith(f"dog.jpg: {best}, ")
    if demo.is_file():
        assert best == "dog"


def test_that_the_heat_map_is_painted_on_the_picture(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    load(qtbot, window)
    drop(window, files(paint(tmp_path / "a.png")))
    wait_idle(qtbot, window.lanes)
    qtbot.wait(200)  # the overlay fades in
    canvas = window.classify.canvas
    shown = canvas.grab().toImage()
    canvas.set_overlay_shown(False)
    assert canvas.grab().toImage() != shown


def test_that_what_is_dropped_before_the_network_is_answered_by_it(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    weights_file()
    window.workspace.load_weights(weights_file())
    drop(window, files(paint(tmp_path / "a.png"), paint(tmp_path / "b.png", 1)))
    wait_idle(qtbot, window.lanes)
    assert not window.workspace.is_stale
    qtbot.waitUntil(lambda: window.classify.filmstrip.count() == 2)
    film = window.classify.filmstrip  # it is told at most 25 times a second
    qtbot.waitUntil(lambda: {film.item(n).state for n in (0, 1)} == {"answered"})


def test_that_a_thousand_files_at_once_can_be_cancelled(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    load(qtbot, window)
    path = paint(tmp_path / "a.png")
    for number in range(1000):
        os.link(path, tmp_path / f"{number:04}.png")
    drop(window, files(*sorted(tmp_path.glob("0*.png"))))
    qtbot.waitUntil(lambda: window.workspace.prediction is not None, timeout=60_000)
    window.workspace.cancel()
    wait_idle(qtbot, window.lanes)
    assert not window.workspace.is_stale
    states = {item.state for item in window.workspace._queue.items}
    assert states == {"answered", "stopped"}


def test_that_class_folders_are_asked_about_in_place(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    load(qtbot, window)
    for name in ("cat", "dog"):
        paint(tmp_path / "set" / name / "1.png", len(name))
    assert drop(window, files(tmp_path / "set")) == "Drop to open this folder"
    wait_idle(qtbot, window.lanes)
    bar = window.class_bar
    assert bar.isVisible()
    assert all(button.isEnabled() for button in (bar.classify, bar.evaluate, bar.train))
    bar.classify.click()
    wait_idle(qtbot, window.lanes)
    assert not bar.isVisible()
    assert len(window.workspace._queue.items) == 2


def test_that_dropped_weights_are_loaded_and_answer(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    load(qtbot, window)
    drop(window, files(paint(tmp_path / "a.png")))
    wait_idle(qtbot, window.lanes)
    assert drop(window, files(weights_file(2))) == "Drop to load weights"
    wait_idle(qtbot, window.lanes)
    network, prediction = window.workspace.network, window.workspace.prediction
    assert network.weights.source == weights_file(2)  # type: ignore[union-attr]
    assert prediction.weights_sha256 == network.weights.sha256  # type: ignore[union-attr]


def test_that_picture_data_from_another_program_is_answered(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    load(qtbot, window)
    path = paint(tmp_path / "a.png")
    mime = QMimeData()
    mime.setImageData(QImage(path))
    assert drop(window, mime) == "Drop to classify this picture"
    wait_idle(qtbot, window.lanes)
    shown = window.workspace.picture
    assert shown is not None
    np.testing.assert_array_equal(shown.display, np.asarray(Image.open(path).convert("RGB")))


def test_that_leaving_takes_the_overlay_away(window: MainWindow, tmp_path: Path) -> None:
    drag(window, files(tmp_path / "a.png"))
    QApplication.sendEvent(window, QDragLeaveEvent())
    assert not window.drops.overlay.isVisible()
    assert window.workspace.picture is None
