"""The tutorials' numbers come out of networks that are built as they build them."""

from __future__ import annotations

import pytest
import torch

from xception_gui.base.config import XceptionConfig
from xception_gui.base.presets import PRESETS, preset_of
from xception_gui.base.tutorials import Stop
from xception_gui.inspection import module_tree, tutorial
from xception_gui.model import build, calibrate
from xception_gui.model.tutorials import Letter, SkipOfSkips

NARROW = XceptionConfig(width=0.05, middle_blocks=2, num_classes=4, stem_padding="same")


@pytest.mark.parametrize(
    ("letter", "params", "summed"),
    [("B", 8_540_244, 19_838_076), ("D", 22_855_952, 22_855_952), ("E", 14_248_080, 22_855_952)],
)
def test_that_true_and_printed_counts_are_reproduced(
    letter: Letter, params: int, summed: int
) -> None:
    found = tutorial(letter)
    assert (found.params, found.summed, found.stop) == (params, summed, None)


def test_that_the_first_one_runs_to_the_middle_flow_and_stops_there() -> None:
    found = tutorial("A")
    assert found.stop == Stop("middle.block4.sepconv1.depthwise", 728, 128)
    tree = module_tree(XceptionConfig(), 299)
    missing = [tree.find(f"entry.{name}") for name in ("block2", "block3")]
    assert found.params == tree.params - sum(row.params for row in missing if row)
    assert found.ran == 17
    assert found.summed == 0


def test_that_the_example_layer_of_the_first_one_is_counted_right() -> None:
    claims = [(claim.claimed, claim.true) for claim in tutorial("A").claims]
    assert claims == [("2,240", "2,336"), ("29,360,128", "29,302,784")]


def test_that_the_article_compares_two_modules_of_192_channels() -> None:
    found = tutorial("C")
    block = 3 * (9 * 192 + 192**2 + 2 * 192) + 192**2
    inception = 4 * 192 * 48 + 9 * 48**2 + 25 * 48**2
    assert found.params == block
    assert found.claims[0].true == f"{inception:,}"


def test_that_the_keras_one_is_another_function_of_the_same_parameters() -> None:
    paper = build(NARROW, 1)
    pictures = torch.randn(4, 3, 75, 75, generator=torch.Generator().manual_seed(0))
    calibrate(paper, pictures)
    other = SkipOfSkips(NARROW).eval()
    other.load_state_dict(paper.state_dict())
    with torch.inference_mode():
        assert not torch.allclose(other(pictures), paper(pictures), atol=0.1)
        assert other.forward_features(pictures).min() < 0


def test_that_presets_have_names_whatever_they_classify() -> None:
    assert preset_of(XceptionConfig(num_classes=7)) == "paper"
    assert preset_of(XceptionConfig(middle_blocks=7)) == ""
    assert {preset_of(config) for config in PRESETS.values()} == set(PRESETS)


@pytest.mark.parametrize("name", PRESETS)
def test_that_every_preset_builds_a_network(name: str) -> None:
    assert module_tree(PRESETS[name], 299).params > 0


def test_that_the_report_is_told_all_its_faults() -> None:
    """Which are those of its table of references."""
    told = " ".join(tutorial("E").differs)
    for fault in ("multiplied", "Sequential", "in place", "initialisation"):
        assert fault in told
