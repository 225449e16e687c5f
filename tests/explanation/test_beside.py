"""Two answers side by side: one scale for both, and their difference."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from tests.explanation.conftest import CONFIG, picture, weights_of
from xception_gui.base.beside import Beside
from xception_gui.base.beside_table import beside_report
from xception_gui.base.colour_maps import colour_map
from xception_gui.base.config import XceptionConfig
from xception_gui.base.preprocessing import paper_steps, steps_id
from xception_gui.base.problem import Problem
from xception_gui.base.results import Prepared
from xception_gui.explanation import explain
from xception_gui.explanation.beside import Case, beside
from xception_gui.explanation.sheet import sheet
from xception_gui.inference import Engine
from xception_gui.inspection import feature_maps
from xception_gui.model.initialise import calibrated
from xception_gui.weights import Loaded

LAYER = "middle.block4"


@pytest.fixture(scope="module")
def found(engine: Engine) -> Beside:
    cases = [Case(engine, picture(seed), f"{seed}.png") for seed in (1, 2)]
    return beside(cases[0], cases[1], LAYER)


def test_that_both_sides_are_what_each_alone_would_be(engine: Engine, found: Beside) -> None:
    for side, seed in ((found.left, 1), (found.right, 2)):
        alone, _ = engine.predict(picture(seed))
        assert side.logits.tolist() == alone.logits.tolist()
    assert found.label == found.label_right == found.left.top(1)[0].label
    index = found.left.labels.index(found.label)
    heats = [explain(engine, picture(seed), index, LAYER) for seed in (1, 2)]
    assert found.heat.peak == pytest.approx(max(heat.peak for heat in heats))
    whole = [heat.values * heat.peak for heat in heats]
    assert found.heat.apart == pytest.approx(np.abs(whole[1] - whole[0]).max(), rel=1e-5)


def test_that_the_maps_that_differ_most_are_shown_in_one_scale(
    engine: Engine, found: Beside
) -> None:
    ours, theirs = (
        feature_maps(engine.model, picture(seed), [LAYER], "")[0].output for seed in (1, 2)
    )
    apart = np.abs(theirs.values - ours.values).mean((1, 2))
    assert list(found.channels) == np.argsort(-apart, kind="stable")[:16].tolist()
    assert found.maps.peak == max(ours.peak, theirs.peak)
    assert found.maps.signed
    white = colour_map("blue-white-red")[128]
    same = beside(*[Case(engine, picture(1), "x")] * 2, LAYER)
    assert same.maps.apart == same.heat.apart == 0
    assert same.heat.difference is not None
    assert (same.heat.difference == white).all()


def test_that_changes_are_told_by_name(found: Beside) -> None:
    row = found.left.top(1)[0]
    change = found.change(row.label)
    assert change == pytest.approx(float(found.right.probabilities[row.index]) - row.probability)
    assert found.change("no such class") is None


def test_that_other_classes_and_other_shapes_are_not_subtracted(engine: Engine) -> None:
    config = XceptionConfig(width=0.05, middle_blocks=2, num_classes=3)
    names = ("x", "y", "z")
    other = Engine(Loaded(weights_of(config, names), calibrated(config, 0, 96)), "cpu", "float32")
    cases = Case(engine, picture(1), "a"), Case(other, picture(1), "b")
    found = beside(*cases, LAYER)
    assert found.label_right in names
    assert found.heat.difference is None
    assert found.maps.difference is None
    assert sheet(found).width > 3 * found.heat.left.shape[1]
    for case, channels in zip(cases, (found.channels, found.channels_right), strict=True):
        strength = feature_maps(case.engine.model, picture(1), [LAYER], "")[0].output.strength
        assert list(channels) == np.argsort(-strength, kind="stable")[:16].tolist()
    assert beside_report(found)["channels_right"] == list(found.channels_right)


def test_that_wrong_wishes_are_refused(
    make_engine: Callable[[XceptionConfig], Engine], engine: Engine
) -> None:
    cases = [Case(engine, picture(1), "a")] * 2
    with pytest.raises(Problem, match="class"):
        beside(*cases, LAYER, "no such class")
    shallow = make_engine(XceptionConfig(width=0.1, middle_blocks=1, num_classes=5))
    assert CONFIG.middle_blocks == 2
    with pytest.raises(Problem, match=r"block5"):
        beside(cases[0], Case(shallow, picture(1), "b"), "middle.block5")


def test_that_evidence_weighs_the_same_on_a_finer_grid(engine: Engine) -> None:
    """A map's places share the logit: the more there are, the less has each of them."""
    coarse, fine = Case(engine, flat(96), "coarse"), Case(engine, flat(192), "fine")
    label = engine.predict(coarse.prepared)[0].top(1)[0].index
    heats = [explain(engine, case.prepared, label) for case in (coarse, fine)]
    assert [heat.values.shape for heat in heats] == [(3, 3), (6, 6)]
    peaks = [heats[0].peak, heats[1].peak * 36 / 9]
    for cases, own in (((coarse, fine), 0), ((fine, coarse), 1)):
        found = beside(*cases, "exit.act4", engine.weights.label(label))
        scale = 1 if own == 0 else 9 / 36
        assert found.heat.peak == pytest.approx(max(peaks) * scale, rel=1e-5)
        assert found.heat.apart < 0.8 * found.heat.peak


def flat(size: int) -> Prepared:
    """A grey wall."""
    values, shown = np.ones((3, size, size), np.float32), np.zeros((size, size, 3), np.uint8)
    box = (0.0, 0.0, float(size), float(size))
    return Prepared(f"{size}:0", steps_id(paper_steps(size)), values, shown, box)
