"""A sample of `tests.soak.pictures`: drop, command line and training loader agree on every file."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.soak.corpus import corpus, whole
from tests.soak.pictures import judge


def test_that_every_whole_file_is_a_picture_by_every_way_in(tmp_path: Path) -> None:
    for made in whole():
        verdicts = judge(made, tmp_path)
        assert verdicts.agree, verdicts
        assert ":" not in verdicts.drop, verdicts


@pytest.mark.parametrize("seed", [1, 2])
def test_that_every_way_in_says_the_same_of_damaged_and_foreign_files(
    tmp_path: Path, seed: int
) -> None:
    refused = 0
    for made in corpus(5, seed):
        verdicts = judge(made, tmp_path)
        assert verdicts.agree, verdicts
        assert "TWO LINES" not in verdicts.drop, verdicts
        refused += ":" in verdicts.drop
    assert refused > 50
