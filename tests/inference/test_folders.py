"""The paths of a command line, in order, each answering for itself."""

from __future__ import annotations

import os
from pathlib import Path

from xception_gui.inference import expand


def test_that_files_and_folders_come_in_the_order_they_were_given(tmp_path: Path) -> None:
    for name in ("b.png", "a.jpg", "sub/c.webp", "sub/notes.txt", ".hidden.png"):
        (tmp_path / "album" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "album" / name).touch()
    (tmp_path / "z").write_bytes(b"a picture, perhaps: its content will say")
    found = list(expand([tmp_path / "z", tmp_path / "album", str(tmp_path / "z")]))
    names = [os.path.relpath(entry.path, tmp_path) for entry in found]
    assert names == ["z", "album/a.jpg", "album/b.png", "album/sub/c.webp", "z"]
    assert all(entry.problem is None for entry in found)


def test_that_each_bad_path_has_its_own_line_and_stops_nothing(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "empty").mkdir()
    (tmp_path / "good.png").touch()
    paths = [tmp_path / name for name in ("missing", "pipe", "empty", "good.png")]
    found = list(expand([*paths, "a\0b"]))
    codes = [entry.problem.code if entry.problem else "" for entry in found]
    assert codes == ["file-unreadable", "file-unreadable", "nothing-to-open", "", "file-unreadable"]
    for entry, name in zip(found, ("missing", "pipe", "empty"), strict=False):
        assert name in str(entry.problem)
        assert "\n" not in str(entry.problem)


def test_that_a_name_that_is_no_utf8_can_be_opened_again(tmp_path: Path) -> None:
    raw = os.fsencode(tmp_path) + b"/caf\xe9.png"
    with open(raw, "wb") as file:
        file.write(b"data")
    (entry,) = expand([tmp_path])
    assert os.fsencode(entry.path) == raw
    with open(entry.path, "rb") as file:
        assert file.read() == b"data"


def test_that_paths_are_taken_one_at_a_time(tmp_path: Path) -> None:
    (tmp_path / "first.png").touch()

    def paths() -> object:
        yield tmp_path / "first.png"
        raise AssertionError("the second was asked for too early")

    assert next(expand(paths())).problem is None  # type: ignore[arg-type]
