"""In what an architecture is not the paper's."""

from __future__ import annotations

from dataclasses import fields, replace

import pytest

from xception_gui.base.config import XceptionConfig
from xception_gui.base.departures import NAMES, Departure, departures
from xception_gui.inspection import module_tree, paper_check

PAPER = XceptionConfig()
OTHER = {
    "in_chans": 1,
    "num_classes": 10,
    "width": 0.5,
    "middle_blocks": 7,
    "strides": (1, 2, 2, 2, 2),
    "residual": False,
    "order": "pointwise",
    "mid_activation": "elu",
    "segments": 1,
    "hidden": (64,),
    "conv_bias": True,
    "stem_padding": "same",
    "drop_rate": 0.5,
    "pool_padding": "symmetric",
    "bn_eps": 1e-5,
    "bn_momentum": 0.1,
}


def test_that_the_papers_network_departs_in_nothing() -> None:
    assert departures(PAPER, 299) == ()
    assert departures(PAPER, 224) == (Departure("pixels of the input", "224", "299"),)


def test_that_values_are_told_in_words() -> None:
    config = replace(PAPER, width=0.25, residual=False, hidden=(4096, 4096))
    assert departures(config, 299) == (
        Departure("width", "0.25", "1"),
        Departure("skip connections", "without", "with"),
        Departure("hidden layers", "4096, 4096", "none"),
    )


@pytest.mark.parametrize("name", [field.name for field in fields(XceptionConfig)])
def test_that_whatever_changes_a_published_number_is_a_departure(name: str) -> None:
    config = XceptionConfig.from_dict({**PAPER.to_dict(), name: OTHER[name]})
    differs = any(fact.state == "bad" for fact in paper_check(module_tree(config, 299)))
    assert bool(departures(config, 299)) == (name in NAMES)
    assert differs <= (name in NAMES)
