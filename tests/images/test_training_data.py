"""What the window says of class folders before anything is learnt from them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.images import samples
from xception_gui.base import Problem
from xception_gui.images import training_data
from xception_gui.images.training_data import check_data, describe_data

JPEG = samples.encoded(samples.photo(), "JPEG")


def folders(path: Path, cats: int, dogs: int, other: str = "dog") -> str:
    entries = {f"cat/{n}.jpg": JPEG for n in range(cats)}
    return str(samples.filled(path, entries | {f"{other}/{n}.jpg": JPEG for n in range(dogs)}))


def test_that_a_part_of_each_class_is_held_back(tmp_path: Path) -> None:
    found = describe_data(folders(tmp_path / "data", 10, 20), 0.1)
    assert found.classes == (("cat", 10), ("dog", 20))
    assert (found.train, found.validation, found.judged) == (27, 3, "")
    assert found.imbalance == 2


def test_that_nothing_is_held_back_where_other_pictures_are_judged(tmp_path: Path) -> None:
    data, test = folders(tmp_path / "data", 5, 5), folders(tmp_path / "test", 2, 1)
    found = describe_data(data, 0.5, test)
    assert (found.train, found.validation, found.judged) == (10, 3, test)


def test_that_a_check_learns_and_judges_the_same(tmp_path: Path) -> None:
    data = folders(tmp_path / "data", 5, 5)
    found = describe_data(data, 0.5, str(tmp_path), images=4)
    assert (found.train, found.validation, found.judged) == (4, 4, data)
    assert describe_data(data, 0.5, images=100).train == 10


def test_that_other_classes_cannot_be_judged(tmp_path: Path) -> None:
    data, test = folders(tmp_path / "data", 5, 5), folders(tmp_path / "test", 2, 1, "wolf")
    with pytest.raises(Problem) as caught:
        describe_data(data, 0.1, test)
    assert caught.value.code == "validation-classes"


def test_that_of_very_many_pictures_some_are_checked_from_the_first_to_the_last(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(training_data, "_CHECKED", 4)
    data = folders(tmp_path / "data", 15, 16)
    for name in ("cat/0.jpg", "dog/9.jpg", "dog/3.jpg"):  # the first, the last, one between
        Path(data, name).write_bytes(b"")
    *_, last = check_data(data)
    assert (last.done, last.total, last.listed, last.unreadable) == (4, 4, 31, 2)
    assert [name for name, _ in last.first] == ["cat/0.jpg", "dog/9.jpg"]


def test_that_every_unreadable_picture_is_found_and_named(tmp_path: Path) -> None:
    data = folders(tmp_path / "data", 15, 15)
    Path(data, "cat", "14.jpg").write_bytes(JPEG[: len(JPEG) // 2])
    Path(data, "dog", "9.jpg").write_bytes(b"")
    assert describe_data(data, 0.1).unreadable == 0, "only the first ones are looked at"
    *_, last = check_data(data)
    assert (last.done, last.total, last.unreadable) == (30, 30, 2)
    assert [name for name, _ in last.first] == ["cat/14.jpg", "dog/9.jpg"]
    assert "14.jpg" in last.first[0][1]
