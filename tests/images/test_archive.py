"""A zip is read in place, whatever it claims about itself."""

from __future__ import annotations

import pickle
import threading
import tracemalloc
import zipfile
from pathlib import Path

import pytest

from tests.images import samples
from xception_gui.base import Problem
from xception_gui.images.archive import Archive

JPEG = samples.encoded(samples.photo(), "JPEG")


def refusal(path: Path) -> Problem:
    """Why an archive cannot be opened."""
    with pytest.raises(Problem) as caught:
        Archive(path)
    assert path.name in str(caught.value)
    return caught.value


def patched(path: Path, name: str, offset: int, central_offset: int, new: bytes) -> Path:
    """The archive with `new` written into both headers of an entry."""
    data = bytearray(path.read_bytes())
    with zipfile.ZipFile(path) as archive:
        start = archive.getinfo(name).header_offset + offset
    data[start : start + len(new)] = new
    start = data.rindex(name.encode()) - 46 + central_offset
    data[start : start + len(new)] = new
    path.write_bytes(data)
    return path


def test_that_entries_are_read_by_name(tmp_path: Path) -> None:
    for method in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        entries = {"b/2.jpg": JPEG, "a/1.jpg": b"1" * 10_000, "c/empty.jpg": b""}
        archive = Archive(samples.zipped(tmp_path / "a.zip", entries, method))
        assert archive.names == ["a/1.jpg", "b/2.jpg", "c/empty.jpg"]
        assert all(archive.read(name) == data for name, data in entries.items())
        archive.close()


@pytest.mark.parametrize(
    "name",
    ["../a.jpg", "a/../../b.jpg", "/etc/a.jpg", "C:/a.jpg", r"..\a.jpg", r"\\server\a.jpg"],
)
def test_that_a_name_that_leaves_the_archive_is_refused(name: str, tmp_path: Path) -> None:
    path = samples.zipped(tmp_path / "a.zip", {"good/a.jpg": JPEG, name: JPEG})
    problem = refusal(path)
    assert problem.code == "zip-refused"
    assert name in str(problem)


def test_that_dots_within_names_are_no_escape(tmp_path: Path) -> None:
    names = ["a..b/c..jpg", ".../d.jpg"]
    assert Archive(samples.zipped(tmp_path / "a.zip", dict.fromkeys(names, JPEG))).names


def test_that_a_damaged_zip_is_one_line(tmp_path: Path) -> None:
    path = samples.zipped(tmp_path / "a.zip", {"a/1.jpg": JPEG})
    path.write_bytes(path.read_bytes()[:-30])
    assert refusal(path).code == "zip-damaged"


def test_that_an_entry_that_lies_about_its_size_does_not_unpack(tmp_path: Path) -> None:
    entries = {"a/1.jpg": b"\0" * 10_000_000, "b/2.jpg": JPEG}
    path = samples.zipped(tmp_path / "a.zip", entries, zipfile.ZIP_DEFLATED)
    archive = Archive(patched(path, "a/1.jpg", 22, 24, (1000).to_bytes(4, "little")))
    tracemalloc.start()
    try:
        with pytest.raises(Problem, match="CRC"):
            archive.read("a/1.jpg")
        assert tracemalloc.get_traced_memory()[1] < 1_000_000
    finally:
        tracemalloc.stop()
    assert archive.read("b/2.jpg") == JPEG


def test_that_an_entry_that_declares_gigabytes_is_refused(tmp_path: Path) -> None:
    path = samples.zipped(tmp_path / "a.zip", {"a/1.jpg": JPEG}, zipfile.ZIP_DEFLATED)
    archive = Archive(patched(path, "a/1.jpg", 22, 24, (3_000_000_000).to_bytes(4, "little")))
    with pytest.raises(Problem, match="unpack to 3"):
        archive.read("a/1.jpg")


def test_that_one_bad_entry_leaves_the_others(tmp_path: Path) -> None:
    entries = {"a/1.jpg": JPEG, "b/2.jpg": JPEG, "c/3.jpg": JPEG}
    path = samples.zipped(tmp_path / "a.zip", entries)
    path.write_bytes(path.read_bytes().replace(JPEG, JPEG[:-5] + b"wrong", 1))
    archive = Archive(path)
    with pytest.raises(Problem) as caught:
        archive.read("a/1.jpg")
    assert "a.zip/a/1.jpg" in str(caught.value)
    assert archive.read("c/3.jpg") == JPEG


def test_that_an_encrypted_entry_is_one_line(tmp_path: Path) -> None:
    path = samples.zipped(tmp_path / "a.zip", {"a/1.jpg": JPEG})
    archive = Archive(patched(path, "a/1.jpg", 6, 8, b"\1\0"))
    with pytest.raises(Problem, match="encrypted"):
        archive.read("a/1.jpg")


def test_that_packing_that_asks_for_memory_is_refused(tmp_path: Path) -> None:
    path = samples.zipped(tmp_path / "a.zip", {"a/1.jpg": JPEG}, zipfile.ZIP_LZMA)
    with pytest.raises(Problem, match="unusual way"):
        Archive(path).read("a/1.jpg")


def test_that_several_threads_read_at_once(tmp_path: Path) -> None:
    entries = {f"{number}.jpg": bytes([number]) * 5_000 for number in range(100)}
    archive = Archive(samples.zipped(tmp_path / "a.zip", entries, zipfile.ZIP_DEFLATED))
    right: list[bool] = []

    def read(first: int) -> None:
        names = archive.names[first:] + archive.names[:first]
        right.extend(archive.read(name) == entries[name] for name in names)

    threads = [threading.Thread(target=read, args=(first,)) for first in range(0, 80, 10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert right == [True] * 800


def test_that_another_process_gets_its_own(tmp_path: Path) -> None:
    archive = Archive(samples.zipped(tmp_path / "a.zip", {"a/1.jpg": JPEG}))
    copy = pickle.loads(pickle.dumps(archive))
    archive.close()
    assert copy.read("a/1.jpg") == JPEG
