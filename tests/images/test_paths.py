"""Whatever is dropped: what it is, or one line that says why not, and never a wait."""

from __future__ import annotations

import contextlib
import os
import socket
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.images import samples
from xception_gui.base import Problem
from xception_gui.images.datasets import list_pictures
from xception_gui.images.decode import open_picture
from xception_gui.images.files import shown
from xception_gui.images.recognise import recognise

Place = Callable[[Path], str | bytes | Path]
JPEG = samples.encoded(samples.photo(), "JPEG")
PNG = samples.encoded(samples.photo(), "PNG")
posix = pytest.mark.skipif(os.name != "posix", reason="pipes and devices are POSIX files")


def written(name: str | bytes, data: bytes) -> Place:
    def make(folder: Path) -> bytes:
        path = os.path.join(os.fsencode(folder), os.fsencode(name))
        Path(os.fsdecode(path)).write_bytes(data)
        return path

    return make


def deep(folder: Path) -> Path:
    """A path of more than 2,000 bytes."""
    for _ in range(10):
        folder = folder / ("d" * 200)
        folder.mkdir()
    return Path(os.fsdecode(written("a.jpg", JPEG)(folder)))


def linked(folder: Path, steps: int = 1) -> Path:
    target = Path(os.fsdecode(written("a.jpg", JPEG)(folder)))
    for step in range(steps):
        link = folder / f"link {step}.jpg"
        link.symlink_to(target)
        target = link
    return target


def hard_linked(folder: Path) -> Path:
    linked(folder, 0)
    (folder / "b.jpg").hardlink_to(folder / "a.jpg")
    return folder / "b.jpg"


def relative(folder: Path) -> str:
    linked(folder, 0)
    (folder / "below").mkdir()
    return os.path.relpath(folder / "below" / ".." / "a.jpg")


GOOD: dict[str, Place] = {
    "JPEG": written("a.jpg", JPEG),
    "PNG": written("a.png", PNG),
    "WebP": written("a.webp", samples.encoded(samples.photo(), "WEBP")),
    "BMP": written("a.bmp", samples.encoded(samples.photo(), "BMP")),
    "GIF": written("a.gif", samples.encoded(samples.photo().quantize(8), "GIF")),
    "TIFF": written("a.tif", samples.encoded(samples.photo(), "TIFF")),
    "AVIF": written("a.avif", samples.encoded(samples.photo(), "AVIF")),
    "PNG called .jpg": written("a.jpg", PNG),
    "JPEG called .txt": written("a.txt", JPEG),
    "JPEG called .pth": written("a.pth", JPEG),
    "JPEG called .zip": written("a.zip", JPEG),
    "no extension": written("a", JPEG),
    "hidden": written(".a.jpg", JPEG),
    "junk behind the end": written("a.jpg", JPEG + b"junk" * 1000),
    "not UTF-8": written(b"caf\xe9 \xff.jpg", JPEG),
    "a newline": written("a\nb.jpg", JPEG),
    "a right-to-left override": written("a\u202egpj.exe", JPEG),
    "Chinese and emoji": written("猫🐱.jpg", JPEG),
    "quotes, percent, hash": written("a 'b' \"c\" %20 #1?.jpg", JPEG),
    "a leading dash": written("-rf.jpg", JPEG),
    "looks like an address": written("http.jpg", JPEG),
    "255 bytes": written("n" * 251 + ".jpg", JPEG),
    "a path of 2,000 bytes": deep,
    "a symlink": linked,
    "a chain of symlinks": lambda folder: linked(folder, 5),
    "a hard link": hard_linked,
    "a relative path": relative,
}


@pytest.mark.parametrize("name", GOOD)
def test_that_a_picture_is_known_by_its_content(name: str, tmp_path: Path) -> None:
    path = GOOD[name](tmp_path)
    assert recognise(path) == "picture"
    opened = open_picture(path)
    assert opened.image.size == (90, 60)
    assert opened.picture.path.isprintable()
    assert opened.picture.name.isprintable()


def test_that_bytes_that_are_no_utf8_are_shown_escaped(tmp_path: Path) -> None:
    picture = open_picture(GOOD["not UTF-8"](tmp_path)).picture
    assert picture.name == r"caf\xe9 \xff.jpg"


def test_that_a_long_path_is_shown_with_its_ends() -> None:
    text = shown("/start/" + "x" * 5000 + "/end.jpg")
    assert len(text) == 300
    assert text.startswith("/start/x")
    assert text.endswith("/end.jpg")


def pipe(folder: Path) -> Path:
    os.mkfifo(folder / "a.jpg")
    return folder / "a.jpg"


def unix_socket(folder: Path) -> Path:
    before = Path.cwd()
    os.chdir(folder)  # a socket's path may have only 100 bytes
    try:
        with socket.socket(socket.AF_UNIX) as server:
            server.bind("a.jpg")
    finally:
        os.chdir(before)
    return folder / "a.jpg"


def link_to(target: str) -> Place:
    def make(folder: Path) -> Path:
        (folder / "link.jpg").symlink_to(target)
        return folder / "link.jpg"

    return make


def huge(folder: Path) -> Path:
    """300 MB that occupy one block."""
    with (folder / "a.jpg").open("wb") as file:
        file.write(JPEG)
        file.truncate(300_000_000)
    return folder / "a.jpg"


def below_a_file(folder: Path) -> Path:
    return linked(folder, 0) / "b.jpg"


def fixed(text: str) -> Place:
    return lambda folder: text


REFUSED: dict[str, tuple[Place, str, str]] = {
    # what is there; the code and words of the answer
    "missing": (lambda folder: folder / "a.jpg", "file-unreadable", "no such file"),
    "missing folder": (lambda folder: folder / "b" / "a.jpg", "file-unreadable", "no such file"),
    "below a file": (below_a_file, "file-unreadable", "not a directory"),
    "an empty string": (fixed(""), "file-unreadable", "no such file"),
    "a zero byte": (fixed("a\0b.jpg"), "file-unreadable", "null"),
    "a name of 300 bytes": (fixed("n" * 300), "file-unreadable", "too long"),
    "a path of 5,000 bytes": (fixed("/tmp/" + "n/" * 2500), "file-unreadable", "too long"),
    "empty": (written("a.jpg", b""), "file-empty", "0 bytes"),
    "blank": (written("a.jpg", b" \n" * 9), "not-a-picture", "text file"),
    "text": (written("a.jpg", b"hello"), "not-a-picture", "text file"),
    "a web page": (written("a.jpg", b"<!doctype html>"), "not-a-picture", "web page"),
    "a drawing": (written("a.svg", b"<svg/>"), "not-a-picture", "SVG"),
    "a document": (written("a.jpg", b"%PDF-1.4"), "not-a-picture", "PDF"),
    "a program": (written("a.jpg", b"\x7fELF\2\1"), "not-a-picture", "program"),
    "gzip": (written("a.jpg", b"\x1f\x8b\x08\0"), "not-a-picture", "gzip"),
    "HEIC": (written("a.heic", b"\0\0\0 ftypheic" + b"\0" * 20), "not-a-picture", "HEIC"),
    "noise": (written("a.jpg", b"\xf0\x0f\xaa" * 99), "not-a-picture", "no known format"),
    "zeros": (written("a.jpg", b"\0" * 4096), "not-a-picture", "no known format"),
    "a pipe": (pipe, "file-unreadable", "named pipe"),
    "a socket": (unix_socket, "file-unreadable", "socket"),
    "the null device": (fixed("/dev/null"), "file-unreadable", "device"),
    "an endless device": (fixed("/dev/zero"), "file-unreadable", "device"),
    "a link to a device": (link_to("/dev/zero"), "file-unreadable", "device"),
    "a link to nothing": (link_to("gone.jpg"), "file-unreadable", "no such file"),
    "a link to itself": (link_to("link.jpg"), "file-unreadable", "symbolic links"),
    "http": (fixed("http://example.org/cat.jpg"), "url-refused", "example.org"),
    "https": (fixed("HTTPS://example.org/cat.jpg"), "url-refused", "HTTPS"),
    "https, one slash lost": (fixed("https:/example.org/c.jpg"), "url-refused", "example.org"),
    "ftp": (fixed("ftp://example.org/cat.jpg"), "url-refused", "ftp"),
}


@posix
@pytest.mark.parametrize("name", REFUSED)
def test_that_anything_else_is_one_line(name: str, tmp_path: Path) -> None:
    make, code, words = REFUSED[name]
    path = make(tmp_path)
    with pytest.raises(Problem) as caught:
        recognise(path)
    assert caught.value.code == code
    assert words.lower() in str(caught.value).lower()
    assert str(caught.value).isprintable() or "\u202f" in str(caught.value)
    with pytest.raises(Problem):
        open_picture(path)


OPENED: dict[str, tuple[Place, str]] = {
    # known as pictures by their first bytes, refused when opened
    "a cut JPEG": (written("a.jpg", JPEG[:600]), "picture-damaged"),
    "a cut PNG": (written("a.png", PNG[:600]), "picture-damaged"),
    "a signature alone": (written("a.jpg", b"\xff\xd8\xff"), "picture-damaged"),
    "300 MB": (huge, "file-too-large"),
}


@pytest.mark.parametrize("name", OPENED)
def test_that_a_damaged_picture_is_one_line_when_opened(name: str, tmp_path: Path) -> None:
    make, code = OPENED[name]
    path = make(tmp_path)
    assert recognise(path) == "picture"
    with pytest.raises(Problem) as caught:
        open_picture(path)
    assert caught.value.code == code


@contextlib.contextmanager
def without_rights(*paths: Path) -> Iterator[None]:
    """`paths` closed to everybody; the administrator becomes somebody else for a while."""
    modes = [path.stat().st_mode for path in paths]
    for path in paths:
        path.chmod(0)
    somebody = 65534 if os.geteuid() == 0 else os.geteuid()
    before = os.geteuid()
    os.seteuid(somebody)
    try:
        yield
    finally:
        os.seteuid(before)
        for path, mode in zip(paths, modes, strict=True):
            path.chmod(mode)


@posix
@pytest.mark.parametrize("closed", ["file", "folder"])
def test_that_what_may_not_be_read_is_one_line(closed: str) -> None:
    with tempfile.TemporaryDirectory() as name:
        Path(name).chmod(0o755)
        folder = samples.filled(Path(name), {"album/a.jpg": JPEG}) / "album"
        with without_rights(folder if closed == "folder" else folder / "a.jpg"):
            for asked in (folder / "a.jpg", *([folder] if closed == "folder" else [])):
                with pytest.raises(Problem) as caught:
                    recognise(asked)
                assert caught.value.code == "file-unreadable"
                assert "permission denied" in str(caught.value)


def test_that_a_symlink_loop_is_entered_once(tmp_path: Path) -> None:
    samples.filled(tmp_path, {"cat/a.jpg": JPEG, "dog/b.jpg": JPEG})
    (tmp_path / "cat" / "again").symlink_to(tmp_path)
    (tmp_path / "cat" / "self").symlink_to("self")
    assert recognise(tmp_path) == "class-folders"
    assert len(list_pictures(tmp_path)) == 2


def test_that_a_symlink_to_itself_is_no_second_class(tmp_path: Path) -> None:
    samples.filled(tmp_path, {"cat/a.jpg": JPEG})
    (tmp_path / "again").symlink_to(tmp_path)
    assert recognise(tmp_path) == "folder"


def test_that_a_vanished_picture_is_one_line(tmp_path: Path) -> None:
    path = tmp_path / "a.jpg"
    path.write_bytes(JPEG)
    assert recognise(path) == "picture"
    path.unlink()
    with pytest.raises(Problem, match="no such file"):
        open_picture(path)


def test_that_a_growing_picture_opens_or_is_one_line(tmp_path: Path) -> None:
    path = tmp_path / "a.jpg"
    path.write_bytes(JPEG[:30])
    stop = threading.Event()
    writer = threading.Thread(target=grow, args=(path, stop))
    writer.start()
    outcomes = {outcome(path) for _ in range(50)}
    stop.set()
    writer.join()
    assert open_picture(path).image.size == (90, 60)
    assert outcomes


def grow(path: Path, stop: threading.Event) -> None:
    with path.open("ab", buffering=0) as file:
        for start in range(30, len(JPEG), 10):
            file.write(JPEG[start : start + 10])
        while not stop.wait(0.001):
            file.write(b"junk" * 1000)


def outcome(path: Path) -> str:
    try:
        return open_picture(path).picture.format
    except Problem as problem:
        return str(problem)


def test_that_a_thousand_files_are_listed_in_order_with_the_damaged_ones(tmp_path: Path) -> None:
    names = [f"{number // 100}/{number:04}.jpg" for number in range(1000)]
    samples.filled(tmp_path, dict.fromkeys(reversed(names), JPEG[:50]) | {"0/notes.txt": b"-"})
    found = list_pictures(tmp_path)
    assert [path.relative_to(tmp_path).as_posix() for path in found] == names
    with pytest.raises(Problem):
        open_picture(found[0])


def test_that_hidden_pictures_are_not_listed(tmp_path: Path) -> None:
    hidden = [".a.jpg", ".thumbnails/a.jpg", "b/.ipynb_checkpoints/a.jpg", "b/@eaDir/a.jpg/M.jpg"]
    samples.filled(tmp_path, dict.fromkeys([*hidden, "b/a.jpg", "b/@b.jpg"], JPEG))
    assert list_pictures(tmp_path) == [tmp_path / "b" / "@b.jpg", tmp_path / "b" / "a.jpg"]


def test_that_special_files_in_a_folder_are_passed_by(tmp_path: Path) -> None:
    pipe(tmp_path)
    (tmp_path / "b.jpg").symlink_to("/dev/zero")
    (tmp_path / "c.jpg").symlink_to("gone")
    (tmp_path / "d.jpg").write_bytes(JPEG)
    assert list_pictures(tmp_path) == [tmp_path / "d.jpg"]


def test_that_a_folder_deeper_than_recursion_goes_is_listed(tmp_path: Path) -> None:
    depth = min(sys.getrecursionlimit() + 100, (4000 - len(str(tmp_path))) // 2)
    before = Path.cwd()
    os.chdir(tmp_path)
    try:
        for _ in range(depth):
            os.mkdir("d")
            os.chdir("d")
        Path("a.jpg").write_bytes(JPEG)
        assert len(list_pictures(tmp_path)) == 1
        Path("a.jpg").unlink()
        for _ in range(depth):  # whoever clears up afterwards recurses
            os.chdir("..")
            os.rmdir("d")
    finally:
        os.chdir(before)


def test_that_a_missing_folder_is_one_line(tmp_path: Path) -> None:
    with pytest.raises(Problem, match="no such file"):
        list_pictures(tmp_path / "gone")
