"""The check counts for itself: the paper's network passes, every other one is found out."""

from __future__ import annotations

from dataclasses import replace

import pytest

from xception_gui.base.config import XceptionConfig
from xception_gui.base.paper_facts import PaperFact
from xception_gui.inspection import module_tree, paper_check

PAPER = XceptionConfig()


def check(config: XceptionConfig, size: int = 299) -> tuple[PaperFact, ...]:
    return paper_check(module_tree(config, size))


def wrong(config: XceptionConfig, size: int = 299) -> set[str]:
    return {fact.name for fact in check(config, size) if fact.state == "bad"}


def test_that_the_papers_network_passes_and_one_number_cannot_be_recomputed() -> None:
    found = check(PAPER)
    assert not wrong(PAPER)
    assert [fact.expected for fact in found if fact.state == "unstated"] == ["10.60 G"]
    numbers = {fact.name: fact.found for fact in found}
    assert numbers["trainable"] == "22,855,952"
    assert numbers["convolutional layers"] == "36"
    assert numbers["modules"] == "14"


def test_that_all_published_counts_of_operations_are_there() -> None:
    counts = {fact.expected for fact in check(PAPER) if fact.group == "MACs"}
    published = ("0.838", "8.357", "8.38", "8.386", "8.40", "8.404", "10.60", "16.71")
    assert counts == {f"{count} G" for count in published}


@pytest.mark.parametrize(
    ("config", "size", "found"),
    [
        (replace(PAPER, num_classes=10), 299, {"trainable", "classifier"}),
        (replace(PAPER, residual=False), 299, {"modules with a residual connection", "entry"}),
        (replace(PAPER, middle_blocks=7), 299, {"modules", "convolutional layers", "middle"}),
        (replace(PAPER, segments=1), 299, {"trainable", "FLOPs, two for each MAC"}),
        (PAPER, 224, {"entry.conv1", "exit.sepconv4", "FLOPs, two for each MAC"}),
    ],
)
def test_that_another_network_is_found_out(
    config: XceptionConfig, size: int, found: set[str]
) -> None:
    assert found <= wrong(config, size)


def test_that_another_head_changes_no_shape_before_it() -> None:
    assert not {"middle", "exit.sepconv4"} & wrong(replace(PAPER, num_classes=10))
