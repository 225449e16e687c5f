"""The entry flow in strips gives what it gives whole."""

from __future__ import annotations

import pytest
import torch

from xception_gui.base.config import XceptionConfig
from xception_gui.inference.folding import folded
from xception_gui.model import build
from xception_gui.model.initialise import calibrated
from xception_gui.model.strips import (
    REACH,
    _Rows,
    entry_in_strips,
    height_behind,
    in_strips,
    needed,
)

NARROW = {"num_classes": 3, "width": 0.1, "middle_blocks": 0}
VARIANTS = {
    "paper": XceptionConfig(**NARROW),
    "symmetric": XceptionConfig(**NARROW, stem_padding="one", pool_padding="symmetric"),
    "same": XceptionConfig(**NARROW, stem_padding="same"),
    "no skips": XceptionConfig(**NARROW, residual=False),
    "pointwise first": XceptionConfig(**NARROW, order="pointwise", mid_activation="elu"),
    "dense": XceptionConfig(**NARROW, segments=1),
    "one stride": XceptionConfig(**NARROW, strides=(1, 2, 2, 2, 1)),
}


@pytest.mark.parametrize("name", VARIANTS)
def test_that_strips_give_what_the_whole_gives(name: str) -> None:
    """On sizes of either parity: TensorFlow's padding depends on it at every stride."""
    model = calibrated(VARIANTS[name], 0, 71)
    with torch.inference_mode():
        for height, width in ((96, 75), (107, 78), (130, 71)):
            x = torch.randn(1, 3, height, width, generator=torch.Generator().manual_seed(1))
            whole = model.entry(x)
            assert height_behind(model.entry, height) == whole.shape[2]
            for count in (3, 1000):
                _same(entry_in_strips(model.entry, x, count), whole)


def test_that_strips_of_the_folded_network_are_the_same_too() -> None:
    """Its ReLUs work in place, and its numbers lie channels last."""
    model = folded(calibrated(VARIANTS["paper"], 0, 71)).to(memory_format=torch.channels_last)
    x = torch.randn(2, 3, 107, 75, generator=torch.Generator().manual_seed(1))
    with torch.inference_mode():
        x = x.contiguous(memory_format=torch.channels_last)
        before, parts = x.clone(), entry_in_strips(model.entry, x, 3)
        _same(parts, model.entry(x))
        assert parts.is_contiguous(memory_format=torch.channels_last)
        assert torch.equal(x, before)


def _same(found: torch.Tensor, whole: torch.Tensor) -> None:
    torch.testing.assert_close(found, whole, rtol=1e-4, atol=1e-5)


def test_that_a_strip_cut_without_its_neighbours_rows_would_differ() -> None:
    """The control: calibrated numbers are alive enough for a missing row to show."""
    model = calibrated(VARIANTS["paper"], 0, 71)
    x = torch.randn(1, 3, 192, 96, generator=torch.Generator().manual_seed(1))
    with torch.inference_mode():
        whole, cut = model.entry(x), model.entry(x[:, :, :96])
    assert (whole[:, :, :6] - cut).abs().max() > 0.1


@pytest.mark.parametrize("name", ["paper", "no skips"])
def test_that_a_strip_reaches_as_far_as_is_said(name: str) -> None:
    entry = build(VARIANTS[name]).entry
    for height in (1000, 1001, 1024):
        rows = needed(entry, height, _Rows(20, 21))
        assert 20 * 16 - rows.begin <= REACH
        assert rows.end - 21 * 16 <= REACH


def test_that_the_network_is_as_before_behind_the_block() -> None:
    model = calibrated(VARIANTS["paper"], 0, 71)
    x = torch.randn(1, 3, 128, 128, generator=torch.Generator().manual_seed(1))
    with torch.inference_mode():
        whole = model(x)
        with in_strips(model, 4):
            assert model.entry.forward.keywords == {"count": 4}
            _same(model(x), whole)
    assert "forward" not in vars(model.entry)
