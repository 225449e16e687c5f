"""Classes as people type them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.explanation.conftest import CONFIG, weights_of
from xception_gui.base.problem import Problem
from xception_gui.explanation import resolve_class

ANIMALS = weights_of(replace(CONFIG, num_classes=5), ("cat", "Dog", "deer", "DEER", "3"))
NUMBERED = weights_of(replace(CONFIG, num_classes=1000))


@pytest.mark.parametrize(
    ("text", "index"),
    [("cat", 0), (" CAT ", 0), ("dog", 1), ("deer", 2), ("DEER", 3), ("1", 1), ("04", 4)],
)
def test_that_a_name_or_a_number_is_understood(text: str, index: int) -> None:
    assert resolve_class(ANIMALS, text) == index


def test_that_a_class_called_3_is_not_the_third() -> None:
    assert resolve_class(ANIMALS, "3") == 4


def test_that_classes_without_names_go_by_number() -> None:
    assert resolve_class(NUMBERED, "999") == 999
    assert resolve_class(NUMBERED, "class 7") == 7


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("dgo", "from 0 to 4 or a name such as Dog"),
        ("catt", "such as cat"),
        ("Deer", "such as"),  # two classes differ only in case: neither is meant
        ("-1", "from 0 to 4"),
        ("5", "from 0 to 4"),
        ("1.0", "from 0 to 4"),
        ("²", "from 0 to 4"),
        ("", "from 0 to 4"),
        ("9" * 400, "from 0 to 4"),
        ("zebra", "such as cat, Dog, deer"),
    ],
)
def test_that_an_unknown_class_is_one_line_with_range_and_names(text: str, words: str) -> None:
    with pytest.raises(Problem) as caught:
        resolve_class(ANIMALS, text)
    line = str(caught.value)
    assert f"“{text}”" in line
    assert words in line
    assert "\n" not in line


def test_that_no_classes_are_one_line_too() -> None:
    with pytest.raises(Problem, match="without a classifier"):
        resolve_class(weights_of(replace(CONFIG, num_classes=0)), "cat")
