"""Words for feature maps."""

from __future__ import annotations

import numpy as np
import pytest

from tests.gui import made_maps
from xception_gui.base.feature_maps import SCALES, SORTS
from xception_gui.gui.item_models import map_texts


def test_that_every_order_and_scale_has_a_word_and_a_hint() -> None:
    assert tuple(map_texts.SORT_WORDS) == tuple(map_texts.SORT_HINTS) == SORTS
    assert tuple(map_texts.SCALE_WORDS) == tuple(map_texts.SCALE_HINTS) == SCALES


@pytest.mark.parametrize(
    ("fraction", "text"),
    [(0, "0"), (1, "100"), (0.184, "18"), (0.001, "<1"), (0.9991, ">99"), (0.5, "50")],
)
def test_that_only_all_and_none_are_said_of_all_and_none(fraction: float, text: str) -> None:
    assert map_texts.share(fraction) == f"{text}\u202f%"


def test_that_facts_name_count_dead_zeros_and_extremes() -> None:
    values = np.zeros((728, 2, 2), np.float32)
    values[41:, 0, 0] = 6.312
    assert map_texts.facts(made_maps.maps(values)) == (
        "728 maps of 2×2",
        "41 dead",
        "Zeros 76\u202f%",
        "Max 6.31",
    )
    assert map_texts.facts(made_maps.maps(values - 8))[-1] == "Min −8.00"
    assert map_texts.facts(made_maps.maps(values[:1]))[0] == "1 map of 2×2"


def test_that_a_map_is_told_in_words() -> None:
    maps = made_maps.maps(np.array([[[0, 2.87], [4.02, -0.5]], np.zeros((2, 2))], np.float32))
    assert map_texts.spoken(maps, 0) == "Channel 0, mean 1.60"
    assert map_texts.spoken(maps, 1) == "Channel 1, dead"
    assert map_texts.place_words(maps, 0, 1, 0) == "2.87 at 1, 0"
    assert map_texts.place_words(maps, 0, 1, 1) == "−0.500 at 1, 1"
    assert map_texts.rows_of(maps, 0) == (
        ("Mean", "1.60"),
        ("Max", "4.02"),
        ("Zeros", "25\u202f%"),
    )


def test_that_a_tensor_without_places_names_none() -> None:
    logits = made_maps.maps(np.array([[[1.5]]], np.float32))
    assert map_texts.place_words(logits, 0, 0, 0) == "1.50"


@pytest.mark.parametrize(
    ("most", "strongest", "flows", "words"),
    [
        (0, True, True, ""),
        (96, True, True, "All maps of each flow"),
        (40, False, False, "All maps of each part"),
        (97, True, True, "The 96 strongest maps of each flow"),
        (728, True, False, "The 96 strongest maps of each part"),
        (728, False, True, "The first 96 maps of each flow"),
        (728, False, False, "The first 96 maps of each part"),
    ],
)
def test_that_columns_say_which_maps_they_show(
    most: int, strongest: bool, flows: bool, words: str
) -> None:
    assert map_texts.first_words(most, 96, strongest, flows) == words
