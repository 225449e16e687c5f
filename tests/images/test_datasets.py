"""Class folders, from a folder or a zip alike."""

from __future__ import annotations

import os
import pickle
from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from tests.images import samples
from xception_gui.base import Problem
from xception_gui.images.datasets import ClassFolders, list_pictures

JPEG = samples.encoded(samples.photo(), "JPEG")
ENTRIES = {
    "dog/10.jpg": JPEG,
    "dog/9.jpeg": JPEG,
    "cat/deeper/1.PNG": samples.encoded(samples.photo(20, 10), "PNG"),
    "cat/notes.txt": b"no picture",
    "cat/.2.jpg": b"hidden",
    "__MACOSX/cat/._1.jpg": b"shadow",
    "__MACOSX/zebra/._1.jpg": b"shadow",
    "@eaDir/dog/9.jpg": b"shadow",
    ".ipynb_checkpoints/1.jpg": JPEG,
    "cat/.thumbnails/1.jpg": JPEG,
    "empty/notes.txt": b"no picture",
    "beside.jpg": JPEG,
}


def both(tmp_path: Path, entries: dict[str, bytes]) -> list[ClassFolders]:
    folder = samples.filled(tmp_path / "data", entries)
    return [ClassFolders(folder), ClassFolders(samples.zipped(tmp_path / "data.zip", entries))]


def test_that_folder_and_zip_hold_the_same(tmp_path: Path) -> None:
    for data in both(tmp_path, ENTRIES):
        assert data.classes == ("cat", "dog")
        assert data.names == ["cat/deeper/1.PNG", "dog/10.jpg", "dog/9.jpeg"]
        assert data.labels == [0, 1, 1]
        assert len(data) == 3
        assert data.read(1) == JPEG
        assert np.array_equal(np.asarray(data.image(0)), samples.colours(20, 10))


def test_that_a_single_top_folder_is_skipped(tmp_path: Path) -> None:
    names = [f"some/top/{name}/{number}.jpg" for name in ("a", "b") for number in range(3)]
    for data in both(tmp_path, dict.fromkeys(names, JPEG)):
        assert data.classes == ("a", "b")
        assert data.labels == [0, 0, 0, 1, 1, 1]
        assert data.names == names


STRAYS = {
    "beside the classes": ["cover.jpg"],
    "below the top folder": ["data/cover.jpg"],
    "beside the top folder": ["cover.jpg", "data/cover.jpg"],
}


@pytest.mark.parametrize("name", STRAYS)
def test_that_a_stray_picture_is_left_out_and_hides_no_class(name: str, tmp_path: Path) -> None:
    top = "data/" if name != "beside the classes" else ""
    names = [f"{top}cat/1.jpg", f"{top}dog/deeper/2.jpg"]
    for data in both(tmp_path, dict.fromkeys([*names, *STRAYS[name]], JPEG)):
        assert data.classes == ("cat", "dog")
        assert data.names == names


def test_that_a_class_in_subfolders_does_not_hide_one_without(tmp_path: Path) -> None:
    for data in both(tmp_path, {"a/1.jpg": JPEG, "b/c/2.jpg": JPEG, "b/d/3.jpg": JPEG}):
        assert data.classes == ("a", "b")


def test_that_a_hidden_folder_is_read_where_it_is_the_one_that_was_chosen(tmp_path: Path) -> None:
    for name in (".hidden", "@eaDir"):
        samples.filled(tmp_path / name, {"cat/1.jpg": JPEG, "dog/2.jpg": JPEG})
        assert ClassFolders(tmp_path / name).names == ["cat/1.jpg", "dog/2.jpg"]
        assert len(list_pictures(tmp_path / name)) == 2


def test_that_a_dot_in_the_names_of_a_zip_hides_nothing(tmp_path: Path) -> None:
    names = ["./cat/1.jpg", "./dog/2.jpg"]
    data = ClassFolders(samples.zipped(tmp_path / "data.zip", dict.fromkeys(names, JPEG)))
    assert (data.classes, data.names) == (("cat", "dog"), names)


def test_that_a_class_of_one_picture_counts(tmp_path: Path) -> None:
    for data in both(tmp_path, {"a/1.jpg": JPEG, "b/2.jpg": JPEG}):
        assert data.classes == ("a", "b")


@pytest.mark.parametrize(
    "names",
    [
        [], ["1.jpg"], ["a/1.jpg"], ["a/1.jpg", "2.jpg"], ["t/a/1.jpg"], ["t/a/1.jpg", "t/2.jpg"],
        ["a/1.jpg", ".b/1.jpg", "c/@eaDir/1.jpg"],
    ],
)  # fmt: skip
def test_that_fewer_than_two_classes_are_one_line(names: list[str], tmp_path: Path) -> None:
    samples.filled(tmp_path, dict.fromkeys(names, JPEG))
    with pytest.raises(Problem, match="needs at least two") as caught:
        ClassFolders(tmp_path)
    assert caught.value.code == "data-classes"


def test_that_train_and_test_are_no_classes(tmp_path: Path) -> None:
    names = [f"{part}/{name}/1.jpg" for part in ("train", "test") for name in ("cat", "dog")]
    samples.filled(tmp_path, dict.fromkeys(names, JPEG))
    with pytest.raises(Problem, match="test, train"):
        ClassFolders(tmp_path)
    assert ClassFolders(tmp_path / "train").classes == ("cat", "dog")


def test_that_an_unreadable_picture_is_named_and_not_fatal(tmp_path: Path) -> None:
    for data in both(tmp_path, {"a/bad.jpg": JPEG[:500], "b/good.jpg": JPEG}):
        with pytest.raises(Problem) as caught:
            data.image(0)
        assert data.path in str(caught.value)
        assert "a/bad.jpg" in str(caught.value)
        assert data.image(1).size == (90, 60)


@pytest.mark.skipif(os.name != "posix", reason="names are bytes only there")
def test_that_names_that_are_no_utf8_are_read(tmp_path: Path) -> None:
    for name in (b"caf\xe9", b"th\xe9"):
        os.mkdir(os.path.join(os.fsencode(tmp_path), name))
        Path(os.fsdecode(os.path.join(os.fsencode(tmp_path), name, b"\xff.jpg"))).write_bytes(JPEG)
    data = ClassFolders(tmp_path)
    assert data.image(1).size == (90, 60)
    assert [os.fsencode(name) for name in data.classes] == [b"caf\xe9", b"th\xe9"]


def test_that_another_process_reads_the_same(tmp_path: Path) -> None:
    for data in both(tmp_path, ENTRIES):
        copy = pickle.loads(pickle.dumps(data))
        assert (copy.names, copy.labels, copy.read(1)) == (data.names, data.labels, JPEG)


def test_that_cifar_is_read_in_place(shared_data: Path) -> None:
    data = ClassFolders(shared_data / "cifar10" / "test.zip")
    assert len(data) == 10_000
    assert data.classes[::3] == ("airplane", "cat", "frog", "truck")
    assert set(Counter(data.labels).values()) == {1000}
    assert data.names[-1].startswith(f"test/{data.classes[-1]}/")
    assert data.image(9_999).size == (32, 32)
