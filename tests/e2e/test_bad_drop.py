"""What cannot be opened is one line, and the picture before it stays."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QUrl
from pytestqt.qtbot import QtBot

from tests.gui.workbench import drop, files, load, paint, wait_idle, weights_file
from xception_gui.gui.main_window import MainWindow


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
