"""The port-parity lab: the same weights under every convention, their own first."""

from __future__ import annotations

from dataclasses import replace
from itertools import groupby

import numpy as np
import pytest
from PIL import Image

from tests.explanation.conftest import CONFIG, weights_of
from xception_gui.base.interval import wilson
from xception_gui.base.parity import (
    ACCURACIES,
    CHANCE,
    OWN,
    VIEWS,
    ParityAnswer,
    conventions,
    in_short,
    views,
)
from xception_gui.base.preprocessing import demo_steps, paper_steps
from xception_gui.base.published import PUBLISHED
from xception_gui.explanation.parity import parity
from xception_gui.images.prepare import prepare_each
from xception_gui.inference import Engine
from xception_gui.model.initialise import calibrated
from xception_gui.weights import Loaded

EVEN, ODD = 75, 71  # at 71 pixels every pooling has an odd side


def answers(size: int) -> list[ParityAnswer]:
    weights = replace(weights_of(CONFIG), preprocessing=paper_steps(size))
    engine = Engine(Loaded(weights, calibrated(CONFIG, 0, size)), "cpu", "float32")
    noise = np.random.default_rng(0).integers(0, 256, (60, 90, 3), dtype=np.uint8)
    picture = Image.fromarray(noise).resize((180, 120))
    prepared = prepare_each(picture, views(paper_steps(size)), "a:0")
    found = list(parity(engine, prepared))
    own = engine.predict(prepared[OWN])[0]
    assert np.array_equal(found[0].prediction.logits, own.logits)
    return found


@pytest.fixture(scope="module")
def even() -> list[ParityAnswer]:
    return answers(EVEN)


def of(answers: list[ParityAnswer], padding: str, epsilon: float) -> dict[str, ParityAnswer]:
    rows = (a.convention for a in answers)
    return {
        way.view: answer
        for way, answer in zip(rows, answers, strict=True)
        if (way.config.pool_padding, way.config.bn_eps) == (padding, epsilon)
    }


def test_that_the_weights_own_convention_is_first_and_differs_from_itself_by_nothing(
    even: list[ParityAnswer],
) -> None:
    assert [answer.convention.own for answer in even] == [True] + [False] * (len(even) - 1)
    assert even[0].difference == 0
    assert all(answer.difference > 1e-4 for answer in even[1:])


def test_that_every_network_gets_every_view_and_explains_one_class(
    even: list[ParityAnswer],
) -> None:
    networks = [list(rows) for _, rows in groupby(even, lambda a: a.convention.config)]
    assert len(networks) == 4
    seen = [[row.convention.view for row in rows] for rows in networks]
    assert seen == [list(views(paper_steps(EVEN)))] * 4
    assert {answer.heatmap.class_index for answer in even} == {even[0].prediction.top(1)[0].index}
    assert len({a.prediction.origin for a in even}) == len(even)  # so none is taken for another


def test_that_padding_differs_only_where_a_pooling_has_an_even_side(
    even: list[ParityAnswer],
) -> None:
    odd = answers(ODD)
    assert of(odd, "symmetric", 1e-3)[OWN].difference == 0
    assert of(even, "symmetric", 1e-3)[OWN].difference > 1e-3
    assert of(odd, "same", 1e-5)[OWN].difference > 1e-3


def test_that_an_epsilon_of_its_own_is_a_fifth_network() -> None:
    found = conventions(paper_steps(), replace(CONFIG, bn_eps=2e-3))
    assert len(found) == 5 * len(views(paper_steps()))
    assert [way.config.bn_eps for way in found if way.own] == [2e-3]


def test_that_no_way_of_cropping_is_shown_twice() -> None:
    assert "timm" not in views(paper_steps())
    assert list(views(demo_steps())) == list(VIEWS)
    assert [in_short(steps) for steps in views(paper_steps()).values()] == [
        "333 → 299 bicubic",
        "333 → 299 bilinear",
        "341 → 299 bilinear",
        "299 bicubic",
        "299 × 299 bilinear",
        "299 × 299 nearest",
    ]


def test_that_published_figures_agree_with_the_catalogue_and_with_chance() -> None:
    listed = {(round(100 * row.top1, 3), round(100 * row.top5, 3)) for row in PUBLISHED if row.name}
    assert listed == {(row.top1, row.top5) for row in ACCURACIES[:2]}
    low, high = wilson(39_500, 50_000)
    assert f"{50 * (high - low):.2f}" in CHANCE[0]
    tops = [row.top1 for row in ACCURACIES]
    assert all(100 * low < top < 100 * high for top in tops[:3])
    assert tops[3] < 100 * low
