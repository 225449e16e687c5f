"""What does not fit into memory is refused before it runs, in one line with its numbers."""

from __future__ import annotations

import contextlib
import gc
import resource
from collections.abc import Callable, Iterator

import numpy as np
import pytest
import torch

from xception_gui.base.config import XceptionConfig
from xception_gui.base.memory import free_memory
from xception_gui.base.muting import Mute
from xception_gui.base.problem import Problem
from xception_gui.base.results import FloatArray, Prepared
from xception_gui.explanation import explain, relevance
from xception_gui.inference import Engine
from xception_gui.inference.muting import MutedPicture
from xception_gui.inspection import feature_maps, footer, module_tree
from xception_gui.inspection.memory_need import gradient_bytes, pass_bytes
from xception_gui.inspection.muting import Mutable
from xception_gui.inspection.profile import activity, profile
from xception_gui.inspection.receptive_field import unit_field
from xception_gui.model import Xception
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


@contextlib.contextmanager
def little_room(more: int) -> Iterator[None]:
    """A process that may take so many bytes more than it has."""
    gc.collect()  # what earlier tests left, given back meanwhile, would be room as well
    old = resource.getrlimit(resource.RLIMIT_AS)
    with open("/proc/self/statm", encoding="ascii") as file:
        taken = int(file.read().split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (taken + more, old[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, old)


def test_that_the_limit_of_the_process_is_known() -> None:
    with little_room(300_000_000):
        free = free_memory()
    assert free is not None
    assert 0 < free <= 300_000_000


def test_that_what_does_not_fit_as_a_whole_is_answered_in_strips() -> None:
    """184 MB would be needed at once; the answer and the maps behind are those of the whole."""
    config = XceptionConfig(num_classes=3, width=0.3, middle_blocks=0)
    wide, size = Engine(untrained(config, 71), "cpu"), 1100
    values = np.random.default_rng(0).standard_normal((3, size, size), np.float32)
    picture = Prepared("a", "b", values, np.zeros((size, size, 3), np.uint8), (0.0, 0.0, 1.0, 1.0))
    whole = wide.predict(picture)[0]
    (there,) = feature_maps(wide.model, picture, ["exit.act3"], "")
    assert (whole.strips, wide.strips, there.strips) == (1, 1, 1)
    with little_room(165_000_000):
        parts = wide.predict(picture)[0]
    with little_room(165_000_000):  # anew: the allocator keeps some of what it had
        (maps,) = feature_maps(wide.model, picture, ["exit.act3"], "")
    with little_room(100_000_000):  # what is given back meanwhile must not be enough
        with pytest.raises(Problem, match="need about"):
            feature_maps(wide.model, picture, ["entry.block1"], "")
        with pytest.raises(Problem, match="need about"):
            MutedPicture(wide, picture)
    assert parts.strips == wide.strips > 1
    assert maps.strips > 1
    np.testing.assert_allclose(parts.logits, whole.logits, rtol=1e-4, atol=1e-5)
    np.testing.assert_allclose(maps.output.values, there.output.values, rtol=1e-3, atol=1e-5)


def test_that_strips_take_less_and_keep_what_is_asked_for() -> None:
    paper = XceptionConfig()
    needs = [pass_bytes(paper, 2048, strips=count) for count in (1, 2, 4, 8, 16)]
    assert needs == sorted(needs, reverse=True)
    assert needs[0] > 4 * needs[-1]
    kept = module_tree(paper, 2048).find("exit.act3")
    assert kept is not None
    more = pass_bytes(paper, 2048, {"exit.act3"}, 16) - needs[-1]
    assert more == 3 * kept.activation_bytes


def test_that_what_fits_is_answered(engine: Engine) -> None:
    values = np.zeros((3, 600, 600), np.float32)
    picture = Prepared("a", "b", values, np.zeros((600, 600, 3), np.uint8), (0.0, 0.0, 1.0, 1.0))
    assert len(engine.predict_many([picture])) == 1


def small() -> Prepared:
    values, shown = np.zeros((3, 71, 71), np.float32), np.zeros((71, 71, 3), np.uint8)
    return Prepared("a", "b", values, shown, (0.0, 0.0, 1.0, 1.0))


LOOKS: dict[str, Callable[[Xception, torch.Tensor], object]] = {
    "maps": lambda model, _: feature_maps(model, small(), ["exit.act4"], "s"),
    "mute": Mutable,
    "field": lambda model, _: unit_field(model, small(), "exit.act4", 0),
    "profile": profile,
    "activity": activity,
}


def without_room(model: Xception, monkeypatch: pytest.MonkeyPatch) -> None:
    """The device is full when the last block runs."""

    def full(_: torch.Tensor) -> torch.Tensor:
        raise torch.OutOfMemoryError("CUDA out of memory. Tried to allocate 2 GiB")

    monkeypatch.setattr(model.get_submodule("exit.block12"), "forward", full)


def told(look: Callable[[], object], what: str = "71×71 px") -> None:
    with pytest.raises(Problem, match=f"cpu has too little free memory for {what}") as caught:
        look()
    assert caught.value.code == "out-of-memory"
    assert caught.value.__context__ is None  # no frame keeps the tensors alive


@pytest.mark.parametrize("look", LOOKS)
def test_that_a_full_device_is_one_line_wherever_the_network_is_looked_into(
    look: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    model = untrained(NARROW, 71).model
    without_room(model, monkeypatch)
    told(lambda: LOOKS[look](model, torch.zeros(1, 3, 71, 71)))
    assert not any(module._forward_hooks for module in model.modules())


def test_that_a_full_device_is_one_line_where_parts_are_taken_out(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    model = untrained(NARROW, 71).model
    mutable = Mutable(model, torch.zeros(1, 3, 71, 71))
    without_room(model, monkeypatch)
    told(lambda: mutable.without([Mute("entry.act2", "channel", 0)]))
    assert not any(module._forward_hooks for module in model.modules())


REASONS: dict[str, Callable[[Engine], FloatArray]] = {
    "explain": lambda engine: explain(engine, small(), 0, "exit.act3").values,
    "relevance": lambda engine: relevance(engine, small(), "exit.act3", 0)[0].values,
}


@pytest.mark.parametrize("reason", REASONS)
def test_that_a_full_device_is_one_line_where_a_class_is_explained_and_the_next_answer_right(
    reason: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = Engine(untrained(NARROW, 71), "cpu")
    expected = REASONS[reason](engine)
    with monkeypatch.context() as patch:
        without_room(engine.model, patch)
        told(lambda: REASONS[reason](engine), engine.weights.name)
    assert not any(module._forward_hooks for module in engine.model.modules())
    assert np.array_equal(REASONS[reason](engine), expected)
