"""Our network against Keras' own with the same weights, in files that Keras reads and writes."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch

from benchmarks.parity import (
    BOUND,
    CONTROLS,
    HEAD,
    PLACES,
    ask_keras,
    errors,
    random_weights,
    variant,
)
from xception_gui.weights import load_weights
from xception_gui.weights.load import Loaded
from xception_gui.weights.tensors import weights_of

EVEN, ODD = 75, 71  # at 71 pixels every pooling pads alike on both sides
Answers = dict[int, dict[str, np.ndarray]]


@pytest.fixture(scope="module")
def ours() -> Loaded:
    return random_weights()


@pytest.fixture(scope="module")
def judged(ours: Loaded, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Answers]:
    """The files that Keras wrote, and its answers for a picture of each size."""
    folder = tmp_path_factory.mktemp("keras")
    ask_keras(folder, ours, [EVEN, ODD])
    return folder, {size: dict(np.load(folder / f"{size}.npz")) for size in (EVEN, ODD)}


@pytest.mark.parametrize("size", [EVEN, ODD])
def test_that_every_block_and_the_logits_equal_keras(
    ours: Loaded, judged: tuple[Path, Answers], size: int
) -> None:
    """Keras had read what `convert` wrote: without that it would have other weights."""
    found = errors(ours.model, judged[1][size])
    assert list(found) == list(PLACES)
    assert max(found.values()) <= BOUND, found


@pytest.mark.parametrize("name", ["top.weights.h5", "notop.h5"])
def test_that_what_keras_writes_loads_bit_for_bit(
    ours: Loaded, judged: tuple[Path, Answers], name: str
) -> None:
    loaded = load_weights(judged[0] / name)
    assert loaded.weights.dialect == "keras"
    classes = 0 if name == "notop.h5" else 10
    assert loaded.weights.config == type(ours.model.config)(num_classes=classes)
    expected = ours.model.state_dict()
    for key, tensor in weights_of(loaded.model.state_dict()).items():
        assert torch.equal(tensor, expected[key]), key


@pytest.mark.parametrize("control", CONTROLS)
def test_that_a_network_that_differs_fails(
    ours: Loaded, judged: tuple[Path, Answers], control: str
) -> None:
    found = errors(variant(ours.model, CONTROLS[control]), judged[1][EVEN])
    assert found[HEAD] > 100 * BOUND


def test_that_where_no_size_is_even_the_poolings_are_the_same(
    ours: Loaded, judged: tuple[Path, Answers]
) -> None:
    found = errors(variant(ours.model, CONTROLS["symmetric pooling"]), judged[1][ODD])
    assert max(found.values()) <= BOUND
