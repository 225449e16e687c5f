"""A zip that is made anew under its name: pictures are read from the one that is there."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from xception_gui.base.problem import Problem
from xception_gui.gui.sources import source_below


def packed(path: Path, **entries: bytes) -> str:
    """A zip, written beside the one that is there and put into its place."""
    beside = path.with_suffix(".new")
    with zipfile.ZipFile(beside, "w") as archive:
        for name, data in entries.items():
            archive.writestr(f"cat/{name}.png", data)
    beside.replace(path)
    return str(path)


def test_that_a_picture_is_read_from_the_zip_that_is_there_now(tmp_path: Path) -> None:
    path = packed(tmp_path / "set.zip", one=b"before")
    assert source_below(path, "cat/one.png").read() == b"before"
    packed(tmp_path / "set.zip", one=b"now", two=b"as well")
    assert source_below(path, "cat/one.png").read() == b"now"
    assert source_below(path, "cat/two.png").read() == b"as well"


def test_that_a_picture_which_the_zip_no_longer_has_is_one_line(tmp_path: Path) -> None:
    path = packed(tmp_path / "set.zip", one=b"before", two=b"too")
    assert source_below(path, "cat/two.png").read() == b"too"
    packed(tmp_path / "set.zip", one=b"now")
    with pytest.raises(Problem, match=r"two\.png"):
        source_below(path, "cat/two.png").read()


def test_that_a_zip_which_is_gone_is_one_line(tmp_path: Path) -> None:
    path = packed(tmp_path / "set.zip", one=b"before")
    source_below(path, "cat/one.png").read()
    Path(path).rename(tmp_path / "moved.zip")
    with pytest.raises(Problem, match=r"set\.zip"):
        source_below(path, "cat/one.png").read()
