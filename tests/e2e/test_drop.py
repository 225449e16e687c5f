"""Real drops on the real window: a photograph is answered, everything else is one line."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent, QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.gui.workbench import (
    close_window,
    load,
    open_window,
    paint,
    wait_idle,
    weights_file,
)
from xception_gui.base.assets import asset
from xception_gui.gui.drop import url_of
from xception_gui.gui.main_window import MainWindow

COPY, LEFT, NONE = (
    Qt.DropAction.CopyAction,
    Qt.MouseButton.LeftButton,
    Qt.KeyboardModifier.NoModifier,
)
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path) -> Iterator[MainWindow]:
    made = open_window(tmp_path / "settings.toml")
    yield made
    close_window(made)


def drop(window: MainWindow, mime: QMimeData) -> str:
    """Enter, look at what the overlay says, let go; what it said."""
    at = QPointF(640, 400)
    enter = QDragEnterEvent(at.toPoint(), COPY, mime, LEFT, NONE)
    QApplication.sendEvent(window, enter)
    assert enter.isAccepted()
    assert window.drops.overlay.isVisible()
    QApplication.sendEvent(window, QDropEvent(at, COPY, mime, LEFT, NONE))
    assert not window.drops.overlay.isVisible()
    return window.drops.overlay.title()


def files(*paths: str | os.PathLike[str]) -> QMimeData:
    mime = QMimeData()
    mime.setUrls([url_of(os.fspath(path)) for path in paths])
    return mime


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


def _truncated(folder: Path) -> QMimeData:
    whole = Path(paint(folder / "whole.png")).read_bytes()
    (folder / "truncated.png").write_bytes(whole[: len(whole) // 2])
    return files(folder / "truncated.png")


def _text(folder: Path) -> QMimeData:
    (folder / "note.jpg").write_text("not a picture")
    return files(folder / "note.jpg")


def _empty(folder: Path) -> QMimeData:
    (folder / "empty.jpg").touch()
    return files(folder / "empty.jpg")


def _fifo(folder: Path) -> QMimeData:
    os.mkfifo(folder / "pipe.jpg")
    return files(folder / "pipe.jpg")


def _loop(folder: Path) -> QMimeData:
    (folder / "loop.jpg").symlink_to(folder / "loop.jpg")
    return files(folder / "loop.jpg")


def _hollow(folder: Path) -> QMimeData:
    (folder / "hollow").mkdir()
    return files(folder / "hollow")


def _bomb(folder: Path) -> QMimeData:
    """200 megapixels in a few hundred bytes."""
    import struct
    import zlib

    def chunk(kind: bytes, data: bytes) -> bytes:
        body = kind + data
        return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))

    head = struct.pack(">IIBBBBB", 20_000, 10_000, 8, 2, 0, 0, 0)
    data = chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")
    (folder / "bomb.png").write_bytes(b"\x89PNG\r\n\x1a\n" + data)
    return files(folder / "bomb.png")


def _weights(folder: Path) -> QMimeData:
    (folder / "cut.safetensors").write_bytes(Path(weights_file()).read_bytes()[:3000])
    return files(folder / "cut.safetensors")


def _web(_folder: Path) -> QMimeData:
    mime = QMimeData()
    mime.setUrls([QUrl("https://example.org/cat.jpg")])
    return mime


def _words(_folder: Path) -> QMimeData:
    mime = QMimeData()
    mime.setText("a cat")
    return mime


BAD: list[tuple[str, Callable[[Path], QMimeData], str]] = [
    ("text with a picture's name", _text, "note.jpg"),
    ("cut in the middle", _truncated, "truncated.png"),
    ("zero bytes", _empty, "empty.jpg"),
    ("missing", lambda f: files(f / "gone.jpg"), "gone.jpg"),
    ("named pipe", _fifo, "pipe.jpg"),
    ("device", lambda _: files("/dev/zero"), "zero"),
    ("symlink loop", _loop, "loop.jpg"),
    ("folder without pictures", _hollow, "hollow"),
    ("very long path", lambda f: files(f / ("x" * 300 + ".jpg")), "x" * 40),
    ("decompression bomb", _bomb, "bomb.png"),
    ("damaged weights", _weights, "cut.safetensors"),
    ("web address", _web, "https://example.org/cat.jpg"),
    ("plain words", _words, "What was dropped"),
]


@pytest.mark.skipif(os.name != "posix", reason="pipes and devices")
@pytest.mark.parametrize(("make", "name"), [row[1:] for row in BAD], ids=[row[0] for row in BAD])
def test_that_a_bad_drop_is_one_line_and_the_previous_picture_stays(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, make: Callable[[Path], QMimeData], name: str
) -> None:
    load(qtbot, window)
    drop(window, files(paint(tmp_path / "before.png")))
    wait_idle(qtbot, window.lanes)
    before = window.workspace.prediction
    drop(window, make(tmp_path))
    wait_idle(qtbot, window.lanes)
    text = window.banner.text()
    assert window.banner.isVisible()
    assert name in text
    assert "\n" not in text
    assert "Traceback" not in text
    assert window.workspace.prediction is before
    assert not window.workspace.is_stale
    drop(window, files(paint(tmp_path / "after.png", 3)))
    wait_idle(qtbot, window.lanes)
    assert window.workspace.picture.name == "after.png"  # type: ignore[union-attr]
    assert not window.workspace.is_stale


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may read everything")
def test_that_a_forbidden_file_is_one_line(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    path = Path(paint(tmp_path / "secret.png"))
    path.chmod(0)
    drop(window, files(path))
    wait_idle(qtbot, window.lanes)
    assert "secret.png" in window.banner.text()


@pytest.mark.skipif(sys.platform != "linux", reason="file systems elsewhere refuse such names")
@pytest.mark.parametrize("name", [b"not-utf8-\xff\xfe.png", "图片 #1%.png".encode(), b"no suffix"])
def test_that_any_name_can_be_dropped(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, name: bytes
) -> None:
    load(qtbot, window)
    path = os.path.join(os.fsencode(tmp_path), name)
    shutil.copy(paint(tmp_path / "plain.png"), path)
    drop(window, files(os.fsdecode(path)))
    wait_idle(qtbot, window.lanes)
    assert not window.banner.isVisible()
    assert window.workspace.picture is not None
    assert window.workspace.picture.name.isprintable()
    assert not window.workspace.is_stale


def test_that_good_files_are_answered_among_bad_ones(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    load(qtbot, window)
    (tmp_path / "bad.jpg").write_text("x")
    good = [paint(tmp_path / f"{n}.png", n) for n in range(3)]
    mime = files(good[0], tmp_path / "bad.jpg", *good[1:], tmp_path / "gone.png")
    assert drop(window, mime) == "Drop to classify 5 pictures"
    wait_idle(qtbot, window.lanes)
    assert "And 1 more." in window.banner.text()
    qtbot.waitUntil(lambda: window.classify.filmstrip.count() == 3)
    assert [window.classify.filmstrip.item(n).name for n in range(3)] == ["0.png", "1.png", "2.png"]


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
    assert bar.classify.isEnabled()
    for later in (bar.evaluate, bar.train):
        assert not later.isEnabled()
        assert "xception-gui" in later.toolTip()
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
    mime = files(tmp_path / "a.png")
    enter = QDragEnterEvent(QPointF(5, 5).toPoint(), COPY, mime, LEFT, NONE)
    QApplication.sendEvent(window, enter)
    QApplication.sendEvent(window, QDragLeaveEvent())
    assert not window.drops.overlay.isVisible()
    assert window.workspace.picture is None


QUIT = """
import sys
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from xception_gui.gui import app

delay = int(sys.argv[1])
def ending():
    if delay < 0:
        print("ready", flush=True)
    else:
        for window in QApplication.topLevelWidgets():
            window.close()
QTimer.singleShot(max(delay, 0), app.make_application(), ending)
sys.exit(app.main(sys.argv[3:], sys.argv[2]))
"""


def _start(tmp_path: Path, delay: int) -> subprocess.Popen[str]:
    paths = [paint(tmp_path / f"{n}.png", n, (900, 700)) for n in range(12)]
    return subprocess.Popen(
        [sys.executable, "-c", QUIT, str(delay), weights_file(), *paths],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


@pytest.mark.parametrize("delay", [0, 1500])
def test_that_quitting_in_the_middle_of_everything_is_clean(tmp_path: Path, delay: int) -> None:
    """While torch is imported, weights are loaded, pictures are decoded and answered."""
    process = _start(tmp_path, delay)
    out, errors = process.communicate(timeout=240)
    assert process.returncode == 0, errors
    assert "Traceback" not in errors
    assert "QThread" not in errors
    assert out == ""


@pytest.mark.skipif(os.name != "posix", reason="there is no SIGTERM elsewhere")
def test_that_sigterm_is_a_clean_end(tmp_path: Path) -> None:
    process = _start(tmp_path, -1)
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    time.sleep(0.3)
    process.send_signal(signal.SIGTERM)
    _, errors = process.communicate(timeout=240)
    assert process.returncode == 0, errors
    assert "Traceback" not in errors


STUCK = """
import sys, time
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from xception_gui.gui import app
from xception_gui.gui.lanes import Job

def ending():
    (window,) = [w for w in QApplication.topLevelWidgets() if hasattr(w, "lanes")]
    window.lanes.submit("model", Job("Sleep", lambda: time.sleep(600), print))
    window.change_settings(theme="dark")
    QTimer.singleShot(300, window.close)
QTimer.singleShot(0, app.make_application(), ending)
sys.exit(app.main([], sys.argv[1]))
"""


def test_that_a_job_that_never_ends_does_not_keep_the_program(own_home: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", STUCK, weights_file()],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "did not end" in done.stderr
    (settings,) = own_home.rglob("settings.toml")
    assert 'theme = "dark"' in settings.read_text("utf-8")
