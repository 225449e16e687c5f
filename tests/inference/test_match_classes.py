"""Which class of the weights a class of the data is: never one that another folder is called by."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field, replace

import pytest
from PIL import Image

from tests.inference.samples import loaded
from xception_gui.base.problem import Problem
from xception_gui.base.results import Weights
from xception_gui.inference.evaluate import match_classes
from xception_gui.weights.class_names import names_for


@dataclass
class Named:
    """A data set of which only the names of its classes are asked."""

    classes: tuple[str, ...]
    path: str = "data"
    names: list[str] = field(default_factory=list)
    labels: list[int] = field(default_factory=list)

    def image(self, index: int) -> Image.Image:
        """Of none."""
        raise IndexError(index)


def weights(classes: tuple[str, ...]) -> Weights:
    return replace(loaded(num_classes=len(classes)).weights, classes=classes)


def matched(data: tuple[str, ...], known: Weights) -> dict[str, str]:
    """Of each class of the data that is known, what the weights call it."""
    found = match_classes(Named(data), known)
    return {data[index]: known.label(number) for index, number in found.items()}


@pytest.mark.parametrize("classes", [("A", "B", "a", "b"), ("-1", "1"), ("hot dog", "hot_dog")])
def test_that_classes_which_differ_in_little_are_not_taken_for_each_other(
    classes: tuple[str, ...],
) -> None:
    assert matched(classes, weights(classes)) == {name: name for name in classes}


def test_that_a_name_which_may_mean_two_classes_means_none() -> None:
    assert matched(("HOT DOG", "bun"), weights(("hot dog", "Hot_Dog", "Bun"))) == {"bun": "Bun"}


def test_that_a_class_which_a_folder_is_called_by_takes_no_other_folder() -> None:
    assert matched(("A", "a"), weights(("a", "b"))) == {"a": "a"}


def test_that_imagenets_cardigan_is_no_dog() -> None:
    made = loaded(num_classes=1000).weights
    imagenet = replace(made, classes=names_for(made.config))
    data = Named(("Cardigan", "cardigan"))
    assert match_classes(data, imagenet) == {0: 264, 1: 474}


def test_that_cifars_classes_are_known_by_the_names_that_the_window_shows() -> None:
    animals = ("bird", "cat", "deer", "dog", "frog", "horse")
    known = weights(("airplane", "automobile", *animals, "ship", "truck"))
    names = {"飞机": "airplane", "猫": "cat", "bird": "bird"}
    assert matched(tuple(names), known) == names
    with pytest.raises(Problem, match="猫"):
        matched(("猫", "狗"), weights(("cat", "dog")))


@pytest.mark.parametrize(
    ("classes", "data"),
    [
        (("1", "2", "3"), ("0", "1", "2")),
        (("1", "10", "2"), ("0", "1", "2")),
        (("001", "002"), ("002", "1")),
    ],
)
def test_that_classes_called_by_numbers_are_known_by_these_and_not_by_their_place(
    classes: tuple[str, ...], data: tuple[str, ...]
) -> None:
    found = matched(data, weights(classes))
    assert found == {name: name for name in data if name in classes}


def test_that_classes_without_names_are_known_by_their_place() -> None:
    assert match_classes(Named(("007", "3")), loaded(num_classes=9).weights) == {0: 7, 1: 3}


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_that_a_name_is_the_same_however_a_system_writes_its_accents(form: str) -> None:
    """macOS and zips made there part a letter from its accent."""
    data = (unicodedata.normalize(form, "Crème_brûlée"), "bee")  # type: ignore[arg-type]
    for kept in ("NFC", "NFD"):
        known = weights((unicodedata.normalize(kept, "crème brûlée"), "bee"))
        assert match_classes(Named(data), known) == {0: 0, 1: 1}


def test_that_a_network_without_classes_is_said_to_have_none() -> None:
    with pytest.raises(Problem) as caught:
        match_classes(Named(("bee", "cat")), loaded(num_classes=0).weights)
    assert caught.value.code == "classes-none"


def test_that_a_label_of_thousands_of_digits_is_no_class() -> None:
    data = Named(("9" * 5000, "3"))
    assert match_classes(data, loaded(num_classes=9).weights) == {1: 3}
