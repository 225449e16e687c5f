"""What does not fit into memory is refused before it runs, in one line with its numbers."""

from __future__ import annotations

import resource
from collections.abc import Iterator

import numpy as np
import pytest

from xception_gui.base.config import XceptionConfig
from xception_gui.base.memory import free_memory
from xception_gui.base.problem import Problem
from xception_gui.base.results import Prepared
from xception_gui.explanation import explain, relevance
from xception_gui.inference import Engine
from xception_gui.inspection import feature_maps, footer, module_tree
from xception_gui.inspection.memory_need import gradient_bytes, pass_bytes
from xception_gui.inspection.receptive_field import unit_field
from xception_gui.weights import untrained

NARROW = XceptionConfig(num_classes=3, width=0.1, middle_blocks=0)
HUGE = 200_000  # pixels: terabytes on any machine


@pytest.fixture(scope="module")
def engine() -> Engine:
    return Engine(untrained(NARROW, 71), "cpu")


@pytest.fixture
def huge() -> Prepared:
    """Takes no memory itself: every pixel is the same one."""
    values = np.broadcast_to(np.float32(0), (3, HUGE, HUGE))
    shown = np.broadcast_to(np.uint8(0), (HUGE, HUGE, 3))
    return Prepared("a", "b", values, shown, (0.0, 0.0, 1.0, 1.0))


def test_that_the_need_follows_from_the_largest_output() -> None:
    paper, tree = XceptionConfig(), module_tree(XceptionConfig(), 299)
    widest = max(row.activation_bytes for row in tree.walk())
    assert pass_bytes(paper, 299) == 4 * widest
    first = tree.find("entry.conv1")
    assert first is not None
    assert pass_bytes(paper, 299, {"entry.conv1"}) == 7 * first.activation_bytes
    assert pass_bytes(paper, 299, {"entry.block1"}) > 4 * widest
    assert gradient_bytes(paper, 299) > 1e6 * footer(tree).forward_backward_mb / 2


def test_that_a_pass_that_does_not_fit_is_refused(engine: Engine, huge: Prepared) -> None:
    asked = (
        lambda: engine.predict_many([huge, huge]),
        lambda: feature_maps(engine.model, huge, ["entry.block1"], ""),
        lambda: explain(engine, huge, 0, "exit.act3"),
        lambda: relevance(engine, huge, "exit.act3", 0),
        lambda: unit_field(engine.model, huge, "exit.act3", 0),
    )
    for ask in asked:
        with pytest.raises(Problem, match=r"200000×200000 pixels need about .* free") as told:
            ask()
        assert told.value.code == "memory-need"


@pytest.fixture
def little_room() -> Iterator[int]:
    """A process that may take 300 MB more than it has; how many bytes that is."""
    old = resource.getrlimit(resource.RLIMIT_AS)
    with open("/proc/self/statm", encoding="ascii") as file:
        taken = int(file.read().split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (taken + 300_000_000, old[1]))
    yield 300_000_000
    resource.setrlimit(resource.RLIMIT_AS, old)


def test_that_the_limit_of_the_process_is_known(little_room: int) -> None:
    free = free_memory()
    assert free is not None
    assert 0 < free <= little_room


def test_that_what_fits_is_answered(engine: Engine) -> None:
    values = np.zeros((3, 600, 600), np.float32)
    picture = Prepared("a", "b", values, np.zeros((600, 600, 3), np.uint8), (0.0, 0.0, 1.0, 1.0))
    assert len(engine.predict_many([picture])) == 1
