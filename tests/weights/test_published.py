"""Published weights are taken by name when the very file lies where it is looked for."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path

import pytest

from tests.weights import made_files as made
from xception_gui.base import published
from xception_gui.base.problem import Problem
from xception_gui.weights import catalogue, load_weights
from xception_gui.weights.listing import folder


def test_that_an_absent_one_says_where_to_get_it_and_where_to_put_it() -> None:
    with pytest.raises(Problem, match="nothing is fetched unasked") as caught:
        load_weights("keras")
    line = str(caught.value)
    assert "https://storage.googleapis.com/" in line
    assert str(folder() / "xception_weights_tf_dim_ordering_tf_kernels.h5") in line


def test_that_a_fetched_one_is_taken_only_if_its_hash_fits(monkeypatch: pytest.MonkeyPatch) -> None:
    data = made.in_old_format(made.state())
    row = replace(published.PUBLISHED[1], sha256=hashlib.sha256(data).hexdigest()[:9])
    monkeypatch.setattr(published, "PUBLISHED", (row,))
    place = folder() / row.file
    place.parent.mkdir(parents=True)
    place.write_bytes(data)
    assert load_weights("timm").weights.name == "timm"
    place.write_bytes(made.in_zip(made.state()))
    with pytest.raises(Problem, match="another file") as caught:
        load_weights("timm")
    assert caught.value.code == "weights-unusable"


def test_that_the_catalogue_says_where_it_comes_from_and_what_it_reaches() -> None:
    rows = {entry.name: entry for entry in catalogue()}
    assert list(rows) == ["demo", "none", "keras", "timm"]
    assert not rows["keras"].available
    assert (rows["keras"].top1, rows["timm"].top1) == (0.79006, 0.79058)
    assert rows["keras"].size == 91_884_032


def test_that_a_path_of_that_name_is_a_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("timm").write_bytes(made.in_zip(made.state()))
    assert load_weights("./timm").weights.dialect == "timm"
    assert load_weights(Path("timm")).weights.dialect == "timm"
