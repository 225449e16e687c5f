"""How the real window is driven, offscreen and with folders of its own, to be looked at."""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks._common import own_homes

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
HOME = tempfile.mkdtemp(prefix="xception-gui-pictures-")
os.environ.update(own_homes(HOME))  # else the pictures were those of who makes them

import numpy as np  # noqa: E402
from PIL import Image, ImageDraw  # noqa: E402
from PySide6.QtCore import QMimeData, QPoint, QRect, Qt, QUrl  # noqa: E402
from PySide6.QtGui import QDragEnterEvent, QPainter, QPixmap  # noqa: E402
from PySide6.QtWidgets import QApplication, QDialog  # noqa: E402

from xception_gui.base.assets import asset  # noqa: E402
from xception_gui.gui import style  # noqa: E402
from xception_gui.gui.main_window import MainWindow  # noqa: E402

EXAMPLES = [str(asset("examples", f"{name}.jpg")) for name in ("airplane", "ship", "truck")]
_TITLE = 32  # pixels, the title bar of a page
WAIT = 240.0  # seconds, on a slow machine


def until(true: Callable[[], bool], what: str) -> None:
    """Let the window work until something is so."""
    end = time.monotonic() + WAIT
    while not true():
        QApplication.processEvents()
        time.sleep(0.01)
        if time.monotonic() > end:
            raise SystemExit(f"{what} did not happen in {WAIT:.0f} s")


def settle(milliseconds: int = 400) -> None:
    """Let animations end and late signals arrive."""
    end = time.monotonic() + milliseconds / 1000
    while time.monotonic() < end:
        QApplication.processEvents()
        time.sleep(0.01)


def ready(window: MainWindow) -> None:
    """The network is in force."""
    until(lambda: window.workspace.network is not None, "loading the network")
    settle()


def classify(window: MainWindow, paths: list[str] | None = None) -> None:
    """Three pictures, the first explained, a module selected."""
    ready(window)
    window.workspace.open_paths(paths or EXAMPLES)
    until(lambda: window.workspace.prediction is not None, "an answer")
    until(lambda: window.workspace.heatmap is not None, "a heat map")
    window.workspace.select_module("middle.block4.sepconv2")
    until(lambda: not window.lanes.busy, "the answers and the module")
    settle(900)


def feature_maps(window: MainWindow) -> None:
    """All maps of one module, one of them enlarged."""
    classify(window)
    window.show_tab("maps")
    until(lambda: not window.lanes.busy, "the maps")
    window.maps.select_map("pointwise", 3)
    settle()


def page(action: str) -> Callable[[MainWindow], None]:
    """A page over the window."""

    def state(window: MainWindow) -> None:
        classify(window)
        window.menu_actions.action(action).trigger()
        until(lambda: not window.lanes.busy, f"the page {action}")
        settle(700)

    return state


def shapes(folder: Path) -> str:
    """Class folders of drawn discs and squares, with grain."""
    draw = np.random.default_rng(0)
    for name in ("disc", "square"):
        (folder / name).mkdir(parents=True, exist_ok=True)
        for number in range(120):
            image = Image.fromarray(draw.integers(0, 120, (32, 32, 3), dtype=np.uint8))
            left, top, side = draw.integers(2, 12, 3)
            box = (int(left), int(top), int(left + 6 + side), int(top + 6 + side))
            pen = ImageDraw.Draw(image)
            shape = pen.ellipse if name == "disc" else pen.rectangle
            shape(box, fill=tuple(draw.integers(90, 220, 3).tolist()))
            image.save(folder / name / f"{number}.png")
    return str(folder)


def crops(folder: Path) -> str:
    """Class folders of pieces of the example pictures, with grain, so that there are errors."""
    draw = np.random.default_rng(0)
    for path in map(Path, EXAMPLES):
        (folder / path.stem).mkdir(parents=True, exist_ok=True)
        image = Image.open(path).convert("RGB").resize((96, 96))
        for number in range(60):
            left, top = (int(at) for at in draw.integers(0, 48, 2))
            piece = np.asarray(image.crop((left, top, left + 48, top + 48)), np.float64)
            piece = np.clip(piece + draw.normal(0, 30, piece.shape), 0, 255).astype(np.uint8)
            Image.fromarray(piece).save(folder / path.stem / f"{number}.png")
    return str(folder)


def data(window: MainWindow) -> None:
    """Class folders before the first run."""
    ready(window)
    window.train_tab.choose_recipe("demo")
    window.train_tab.offer(shapes(Path(HOME, "shapes")))
    until(lambda: window.train_tab.startable, "reading the data")
    until(lambda: not window.lanes.busy, "the estimate")
    settle()


def hold(window: MainWindow, paths: list[str]) -> None:
    """Files above the window, not yet let go."""
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(path) for path in paths])
    copy, none = Qt.DropAction.CopyAction, Qt.KeyboardModifier.NoModifier
    left = Qt.MouseButton.LeftButton
    QApplication.sendEvent(window, QDragEnterEvent(QPoint(400, 300), copy, mime, left, none))
    settle()


def grabbed(window: MainWindow) -> QPixmap:
    """The window, with the page that is open in its middle as a desktop shows it."""
    pixmap = window.grab()
    painter = QPainter(pixmap)
    for dialog in window.findChildren(QDialog):
        if dialog.isVisible():
            room = QRect(0, _TITLE, window.width(), window.height() - _TITLE)
            place = QRect(QPoint(), dialog.size())
            place.moveCenter(room.center())
            _frame(painter, place, dialog.windowTitle())
            painter.drawPixmap(place, dialog.grab())
    painter.end()
    return pixmap


def _frame(painter: QPainter, place: QRect, title: str) -> None:
    """Offscreen nobody draws a page's title bar and edge; a desktop does."""
    whole = place.adjusted(-1, -_TITLE, 0, 0)
    painter.setPen(style.colour("strong"))
    painter.setBrush(style.colour("window"))
    painter.drawRect(whole)
    painter.setPen(style.colour("text"))
    painter.setFont(style.font("bold"))
    painter.drawText(whole.adjusted(0, 0, 0, -place.height()), Qt.AlignmentFlag.AlignCenter, title)
