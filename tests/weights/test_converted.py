"""The copy that fetched weights were converted to: where it is damaged, what it was made of."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from tests.weights import made_files as made
from xception_gui.base import published
from xception_gui.base.problem import Problem
from xception_gui.weights import load_weights, safely
from xception_gui.weights.listing import converted_path, published_path
from xception_gui.weights.load import Loaded, convert_published


@pytest.fixture(params=["keras", "timm"])
def row(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> published.Published:
    """Fetched and converted; the one is HDF5, the other a pickle that this process never reads."""
    name = request.param
    data = made.keras_file(tmp_path) if name == "keras" else made.in_old_format(made.state())
    known = published.published(name)
    assert known is not None
    row = replace(known, size=len(data), sha256=hashlib.sha256(data).hexdigest())
    monkeypatch.setattr(published, "PUBLISHED", (row,))
    published_path(row).parent.mkdir(parents=True)
    published_path(row).write_bytes(data)
    convert_published(row, load_weights(name))
    return row


def damaged(path: Path, at: float) -> bytes:
    """One bit of it, that far into the file; it is as long as before."""
    data = bytearray(path.read_bytes())
    data[int(at * len(data))] ^= 1
    path.write_bytes(data)
    return bytes(data)


def here(row: published.Published, _patch: pytest.MonkeyPatch) -> Loaded:
    return load_weights(row.name)


def by_reader(row: published.Published, patch: pytest.MonkeyPatch) -> Loaded:
    """Its process has to know what is published here, too."""
    lines = "from xception_gui.base import published as p", f"p.PUBLISHED = (p.{row!r},)"
    code = "\n".join((*lines, "from xception_gui.weights import reader", "reader.main()"))
    patch.setattr(safely, "_COMMAND", (sys.executable, "-c", code))
    reader = safely.Reader()
    try:
        return reader.load(row.name)
    finally:
        reader.close()


@pytest.mark.parametrize("load", [here, by_reader])
def test_that_what_it_was_made_of_is_read_and_converted_anew(
    row: published.Published,
    load: Callable[[published.Published, pytest.MonkeyPatch], Loaded],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    whole = converted_path(row).read_bytes()
    damaged(converted_path(row), 0.9)
    loaded = load(row, monkeypatch)
    assert loaded.weights.sha256 == row.sha256
    assert loaded.weights.source == str(published_path(row))
    convert_published(row, loaded)
    assert converted_path(row).read_bytes() == whole


def test_that_it_is_told_and_kept_where_that_is_gone(row: published.Published) -> None:
    published_path(row).unlink()
    data = damaged(converted_path(row), 0.9)
    with pytest.raises(Problem) as caught:
        load_weights(row.name)
    assert caught.value.code == "weights-unusable"
    assert converted_path(row).read_bytes() == data


def test_that_another_file_in_its_place_is_neither_taken_nor_removed(
    row: published.Published,
) -> None:
    own = Path(load_weights("demo").weights.source).read_bytes()
    converted_path(row).write_bytes(own)
    with pytest.raises(Problem, match="sha256"):
        load_weights(row.name)
    assert converted_path(row).read_bytes() == own
