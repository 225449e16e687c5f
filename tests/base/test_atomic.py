"""A file is written whole or not at all, and where it is meant."""

from __future__ import annotations

import os
import socket
import stat
import threading
from pathlib import Path
from typing import BinaryIO

import pytest

from xception_gui.base.atomic import write_bytes, write_with
from xception_gui.base.problem import Problem

POSIX = pytest.mark.skipif(os.name != "posix", reason="needs links, pipes and devices")


def broken_off(path: Path) -> None:
    """A write that ends before it is whole."""

    def half(file: BinaryIO) -> None:
        file.write(b"half")
        raise KeyError

    with pytest.raises(KeyError):
        write_with(path, half)


@POSIX
def test_that_a_link_stays_one_and_what_it_names_is_written(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    file, link = tmp_path / "folder" / "file", tmp_path / "link"
    link.symlink_to("folder/file")
    for content in (b"new", b"again"):
        write_bytes(link, content)
        assert link.is_symlink()
        assert file.read_bytes() == content
    broken_off(link)
    assert file.read_bytes() == b"again"
    assert [path.name for path in file.parent.iterdir()] == ["file"]


@POSIX
def test_that_a_link_into_a_missing_folder_names_that(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to("absent/file")
    with pytest.raises(Problem, match="absent") as caught:
        write_bytes(tmp_path / "link", b"new")
    assert caught.value.code == "folder-missing"


@POSIX
def test_that_a_pipe_stays_one_and_its_reader_gets_all(tmp_path: Path) -> None:
    pipe, got = tmp_path / "pipe", list[bytes]()
    os.mkfifo(pipe)
    reader = threading.Thread(target=lambda: got.append(pipe.read_bytes()), daemon=True)
    reader.start()
    write_bytes(pipe, b"through")
    reader.join(10)
    assert got == [b"through"]
    assert stat.S_ISFIFO(pipe.stat().st_mode)


class Replaced(Exception):
    """The device would be gone."""


@POSIX
def test_that_a_device_is_not_replaced(monkeypatch: pytest.MonkeyPatch) -> None:
    """By a root user it could be."""

    def replace(*_: object) -> None:
        raise Replaced

    for call in ("replace", "open"):
        monkeypatch.setattr(f"xception_gui.base.atomic.os.{call}", replace)
    monkeypatch.setattr("xception_gui.base.atomic.tempfile.mkstemp", replace)
    write_bytes("/dev/null", b"nowhere")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_that_a_full_device_is_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("xception_gui.base.atomic.tempfile.mkstemp", None)
    with pytest.raises(Problem) as caught:
        write_bytes("/dev/full", b"too much")
    assert caught.value.code == "disk-full"


@POSIX
def test_that_a_socket_is_refused_and_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)  # its whole path may be too long for one
    with socket.socket(socket.AF_UNIX) as made:
        made.bind("socket")
        with pytest.raises(Problem) as caught:
            write_bytes("socket", b"new")
    assert caught.value.code == "write-failed"
    assert stat.S_ISSOCK(Path("socket").stat().st_mode)


def test_that_a_name_may_be_as_long_as_the_system_allows(tmp_path: Path) -> None:
    name = "图" * 83 + ".png"  # 253 bytes
    broken_off(tmp_path / name)
    assert not list(tmp_path.iterdir())
    write_bytes(tmp_path / name, b"new")
    assert (tmp_path / name).read_bytes() == b"new"
