"""What the tests of the window share: narrow real weights, painted pictures, the window."""

from __future__ import annotations

import functools
import os
import tempfile
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import quote

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QEvent, QMimeData, QObject, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from xception_gui.base.preprocessing import Steps
from xception_gui.gui import opening
from xception_gui.gui.lanes import Failure, Lanes
from xception_gui.gui.main_window import MainWindow
from xception_gui.gui.sources import OpenedSource, Source
from xception_gui.gui.workspace import Workspace

CLASSES = ("airplane", "bird", "cat", "dog", "ship")
Idle = Callable[[], None]
PATIENCE = 240_000  # ms, for machines that are busy with something else
PLACE, COPY = QPointF(640, 400), Qt.DropAction.CopyAction
LEFT, NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier


@functools.cache
def weights_file(seed: int = 1, size: int = 48) -> str:
    """A narrow network that calls itself trained; made once."""
    import torch

    from xception_gui.base import XceptionConfig
    from xception_gui.base.preprocessing import demo_steps
    from xception_gui.base.results import Weights
    from xception_gui.model import build, calibrate
    from xception_gui.weights import save_weights

    config = XceptionConfig(num_classes=5, width=0.1, middle_blocks=1, strides=(1, 2, 2, 2, 1))
    model = build(config, seed)
    calibrate(model, torch.randn(8, 3, size, size, generator=torch.Generator().manual_seed(seed)))
    steps = demo_steps(size, size)
    record = {"test_top1": 0.941, "data": "painted squares: none"}
    path = Path(_folder().name, f"narrow-{seed}-{size}.safetensors")
    weights = Weights(path.stem, "own", "", "", CLASSES, config, steps, True, record)
    save_weights(path, model, weights)
    return str(path)


@functools.cache
def _folder() -> tempfile.TemporaryDirectory[str]:
    return tempfile.TemporaryDirectory(prefix="xception-gui-weights-")


def decoding_waits(monkeypatch: pytest.MonkeyPatch) -> threading.Event:
    """No picture is decoded until the event is set."""
    free, decode = threading.Event(), opening.open_source

    def slow(source: Source, steps: Steps | None) -> OpenedSource:
        free.wait(60)
        return decode(source, steps)

    monkeypatch.setattr(opening, "open_source", slow)
    return free


def paint(path: Path, seed: int = 0, size: tuple[int, int] = (120, 90)) -> str:
    """A picture of coarse noise, without loss; its path."""
    noise = np.random.default_rng(seed).integers(0, 256, (9, 12, 3), dtype=np.uint8)
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.fromarray(noise).resize(size, Image.Resampling.BICUBIC).save(path)
    return str(path)


class Heard:
    """Everything that a workspace tells, in order, and its failures."""

    def __init__(self, workspace: Workspace) -> None:
        self.told: list[tuple[str, Any]] = []
        self.failures: list[Failure] = []
        workspace.failed.connect(self.failures.append)
        for name in ("network", "picture", "prediction", "heatmap"):
            signal = getattr(workspace, f"{name}_changed")
            signal.connect(functools.partial(self._note, name))

    def _note(self, name: str, value: Any) -> None:
        self.told.append((name, value))

    def all(self, name: str) -> list[Any]:
        return [value for told, value in self.told if told == name]


class Windows(QObject):
    """Notes every widget that is shown as a window of its own, as long as this is kept."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        application = QApplication.instance()
        assert application is not None
        application.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """One more."""
        if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            self.found.append(type(watched).__name__)
        return False


def wait_idle(qtbot: QtBot, lanes: Lanes) -> None:
    qtbot.waitUntil(lambda: not lanes.busy, timeout=PATIENCE)


def open_window(settings: Path, width: int = 1280, height: int = 800) -> MainWindow:
    """The window without its first jobs: tests load what they need themselves."""
    from xception_gui.gui import rooms, style
    from xception_gui.gui.language import set_language
    from xception_gui.gui.settings import SettingsFile

    file = SettingsFile(settings)
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    style.apply(application, file.values.theme)
    set_language("en" if file.values.language == "system" else file.values.language)
    lanes = Lanes(rooms.PREPARE)
    made = MainWindow(file, lanes, Workspace(lanes))
    lanes.setParent(made)
    made.workspace.setParent(made)
    made.resize(width, height)
    made.show()
    return made


def close_window(window: MainWindow) -> None:
    window.close()
    window.deleteLater()


def load(qtbot: QtBot, window: MainWindow, weights: str = "") -> None:
    window.workspace.load_weights(weights or weights_file())
    wait_idle(qtbot, window.lanes)
    assert window.workspace.network is not None


def show(qtbot: QtBot, window: MainWindow, *paths: str) -> None:
    window.workspace.open_paths(list(paths))
    wait_idle(qtbot, window.lanes)
    qtbot.wait(60)  # the queue is told in bundles


def choose(window: MainWindow, path: Path) -> None:
    """Answer the file dialog that is open."""
    from PySide6.QtWidgets import QFileDialog

    dialog = window.findChildren(QFileDialog)[-1]
    dialog.filesSelected.emit([str(path)])
    dialog.reject()


def drag(window: MainWindow, mime: QMimeData) -> None:
    """Enter the window with it; it is welcome."""
    enter = QDragEnterEvent(PLACE.toPoint(), COPY, mime, LEFT, NONE)
    QApplication.sendEvent(window, enter)
    assert enter.isAccepted()


def drop(window: MainWindow, mime: QMimeData) -> str:
    """Enter, look at what the overlay says, let go; what it said."""
    drag(window, mime)
    assert window.drops.overlay.isVisible()
    QApplication.sendEvent(window, QDropEvent(PLACE, COPY, mime, LEFT, NONE))
    assert not window.drops.overlay.isVisible()
    return window.drops.overlay.title()


def files(*paths: str | os.PathLike[str]) -> QMimeData:
    mime = QMimeData()
    mime.setUrls([_url(os.fspath(path)) for path in paths])
    return mime


def _url(path: str) -> QUrl:
    """The ``file:`` URL of a path, byte for byte."""
    if os.name == "nt":
        return QUrl.fromLocalFile(path)
    return QUrl.fromEncoded(b"file://" + quote(os.fsencode(os.path.abspath(path))).encode())
