"""What a drop or a paste holds, as plain data."""

from __future__ import annotations

import io
import os
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import QMimeData, QUrl
from PySide6.QtGui import QColor, QImage
from pytestqt.qtbot import QtBot

from tests.gui.workbench import drag, files
from xception_gui.gui.drop import PICTURES, foresee, local_path, png_of, read_mime
from xception_gui.gui.drop_words import drop_words
from xception_gui.gui.main_window import MainWindow
from xception_gui.images.datasets import EXTENSIONS


@pytest.mark.parametrize(
    "name", [b"plain.jpg", b"sp ace%20#?.png", "图片.jpg".encode(), b"not-utf8-\xff\xfe.jpg"]
)
@pytest.mark.skipif(os.name == "nt", reason="names are Unicode there")
def test_that_a_file_name_arrives_byte_for_byte(tmp_path: Path, name: bytes) -> None:
    path = os.path.join(os.fsencode(tmp_path), name)
    Path(os.fsdecode(path)).write_bytes(b"x")
    (arrived,) = read_mime(files(os.fsdecode(path))).paths
    assert os.fsencode(arrived) == path
    assert os.path.exists(arrived)


def test_that_a_url_survives_the_text_form_that_a_file_manager_sends() -> None:
    mime = QMimeData()
    mime.setData("text/uri-list", b"file:///tmp/a%FF%20b.jpg\r\nfile:///tmp/c.jpg\r\n")
    assert [os.fsencode(p) for p in read_mime(mime).paths] == [b"/tmp/a\xff b.jpg", b"/tmp/c.jpg"]
    assert local_path(QUrl("file:///tmp/x.jpg")) == "/tmp/x.jpg"


@pytest.mark.skipif(os.name == "nt", reason="paths begin with a drive there")
@pytest.mark.parametrize(
    ("url", "path"),
    [("file:///tmp/cf/", "/tmp/cf"), ("file:///tmp/cf//", "/tmp/cf"), ("file:///", "/")],
)
def test_that_a_folder_has_its_name_though_its_url_ends_in_a_slash(url: str, path: str) -> None:
    assert local_path(QUrl(url)) == path


def test_that_a_web_address_is_refused_with_the_reason() -> None:
    mime = QMimeData()
    mime.setUrls([QUrl("https://example.org/" + "a" * 200 + ".jpg")])
    dropped = read_mime(mime)
    assert dropped.paths == ()
    (problem,) = dropped.refused
    assert "https://example.org/" in str(problem)
    assert "never goes on the network" in str(problem)
    assert len(str(problem)) < 300
    assert foresee(mime) == ("refused", 1)


def test_that_picture_data_wins_over_the_web_address_it_came_with(qtbot: QtBot) -> None:
    mime = QMimeData()
    mime.setUrls([QUrl("https://example.org/a.jpg")])
    mime.setImageData(painted())
    dropped = read_mime(mime)
    assert dropped.refused == ()
    assert dropped.pixels is not None
    assert foresee(mime) == ("pasted", 1)


def painted() -> QImage:
    image = QImage(7, 5, QImage.Format.Format_RGB888)  # rows that are not a multiple of 4 bytes
    image.fill(QColor(10, 200, 30))
    image.setPixelColor(6, 4, QColor(255, 0, 1))
    return image


def test_that_pasted_pixels_become_the_same_picture(qtbot: QtBot) -> None:
    mime = QMimeData()
    mime.setImageData(painted())
    pixels = read_mime(mime).pixels
    assert pixels is not None
    decoded = Image.open(io.BytesIO(png_of(pixels))).convert("RGB")
    assert decoded.size == (7, 5)
    assert decoded.getpixel((0, 0)) == (10, 200, 30)
    assert decoded.getpixel((6, 4)) == (255, 0, 1)


def test_that_an_encoded_picture_is_taken_as_it_is(qtbot: QtBot) -> None:
    file = io.BytesIO()
    Image.new("RGB", (3, 2), "red").save(file, "PNG")
    mime = QMimeData()
    mime.setData("image/png", file.getvalue())
    mime.setImageData(painted())
    pixels = read_mime(mime).pixels
    assert pixels is not None
    assert png_of(pixels) == file.getvalue()


@pytest.mark.parametrize(
    ("names", "outcome"),
    [
        (["a.jpg"], "pictures"),
        (["a.jpg", "b.PNG"], "pictures"),
        (["a.jpg", "c"], "items"),
        (["a.jpg", "Model.SafeTensors"], "items"),
        (["one.safetensors", "two.pt"], "items"),
        (["set", "cifar.v2"], "items"),
        (["cifar.v2"], "items"),
        (["notes.txt"], "items"),
        (["one.zip", "two.zip"], "items"),
        (["Model.SafeTensors"], "weights"),
        (["run/checkpoint.pt"], "weights"),
        (["data.zip"], "zip"),
        (["holiday"], "folder"),
    ],
)
def test_that_the_outcome_is_foreseen_from_names(names: list[str], outcome: str) -> None:
    assert foresee(files(*names)) == (outcome, len(names))


def test_that_a_picture_is_foreseen_by_the_endings_that_the_library_knows() -> None:
    assert frozenset(PICTURES) == EXTENSIONS


@pytest.mark.parametrize(
    ("names", "tab", "title"),
    [
        (["a.pt"], "classify", "Drop to load weights"),
        (["a.pt"], "compare", "Drop to compare with these weights"),
        (["a.pt", "b.pt"], "compare", "Drop to open 2 items"),
        (["a.jpg"], "compare", "Drop to classify this picture"),
        (["notes.txt"], "classify", "Drop to open this"),
    ],
)
def test_that_the_outcome_is_named_and_promises_nothing_else(
    names: list[str], tab: str, title: str
) -> None:
    words = drop_words(files(*names), tab)
    assert (words[0], words[2]) == (title, True)
    replaced = words[1] == "They replace the ones in use."
    assert replaced == (title == "Drop to load weights")


def test_that_the_overlay_knows_the_tab_on_view(window: MainWindow) -> None:
    window.show_tab("compare")
    drag(window, files("a.safetensors"))
    assert window.drops.overlay.title() == "Drop to compare with these weights"


def test_that_text_is_nothing_to_open() -> None:
    mime = QMimeData()
    mime.setText("hello")
    assert foresee(mime) == ("refused", 0)
    dropped = read_mime(mime)
    assert (dropped.paths, dropped.pixels, dropped.refused) == ((), None, ())
