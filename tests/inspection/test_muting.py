"""Muting gives what a plain hook gives, from the part on that is taken out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
import torch
from torch import Tensor, nn

from xception_gui.base.config import XceptionConfig
from xception_gui.base.muting import Mute
from xception_gui.base.problem import Problem
from xception_gui.inspection.muting import Mutable, parse_mute
from xception_gui.model import Xception
from xception_gui.model.initialise import calibrated

CONFIG = XceptionConfig(width=0.05, middle_blocks=2, num_classes=4)
PICTURE = torch.randn(1, 3, 75, 75, generator=torch.Generator().manual_seed(3))


@pytest.fixture(scope="module")
def model() -> Xception:
    return calibrated(CONFIG, 0, 75)


def hooked(model: nn.Module, path: str, change: Callable[..., Tensor]) -> Tensor:
    """The plain way: a hook on the module, and the whole network."""
    handle = model.get_submodule(path).register_forward_hook(change)
    try:
        with torch.inference_mode():
            return model(PICTURE)[0]  # type: ignore[no-any-return]
    finally:
        handle.remove()


def logits(model: nn.Module) -> Tensor:
    with torch.inference_mode():
        return model(PICTURE)[0]  # type: ignore[no-any-return]


@pytest.mark.parametrize("path", ["entry.conv1", "entry.block2.sepconv1", "exit.act4", "middle"])
def test_that_a_channel_becomes_zero(model: Xception, path: str) -> None:
    def silence(_module: nn.Module, _inputs: Any, output: Tensor) -> Tensor:
        changed = output.clone()
        changed[:, 1] = 0
        return changed

    without = Mutable(model, PICTURE).without([Mute(path, "channel", 1)])
    assert torch.equal(without, hooked(model, path, silence))
    assert not torch.equal(without, logits(model))


def test_that_a_middle_block_is_passed_by(model: Xception) -> None:
    without = Mutable(model, PICTURE).without([parse_mute(model, "block5")])
    plain = hooked(model, "middle.block5", lambda _m, inputs, _o: inputs[0])
    assert torch.equal(without, plain)
    shorter = calibrated(CONFIG, 0, 75)
    del shorter.middle.block5
    assert torch.equal(without, logits(shorter))


def test_that_an_entry_block_leaves_its_projected_skip(model: Xception) -> None:
    block = model.entry.block2
    without = Mutable(model, PICTURE).without([Mute("entry.block2", "block")])
    plain = hooked(model, "entry.block2", lambda _m, inputs, _o: block.shortcut(inputs[0]))
    assert torch.equal(without, plain)


@pytest.mark.parametrize("path", ["entry.block1", "middle.block4", "exit.block12"])
def test_that_without_its_skip_a_block_gives_its_branch(model: Xception, path: str) -> None:
    block = model.get_submodule(path)

    def branch(_module: nn.Module, inputs: tuple[Tensor, ...], _output: Tensor) -> Tensor:
        x = inputs[0]
        for name in block.branch:  # type: ignore[union-attr]
            x = block.get_submodule(name)(x)
        return x

    without = Mutable(model, PICTURE).without([Mute(path, "skip")])
    assert torch.equal(without, hooked(model, path, branch))


def test_that_several_parts_go_at_once_and_the_network_stays_as_it_was(model: Xception) -> None:
    mutable = Mutable(model, PICTURE)
    mutes = [Mute("middle.block5", "block"), Mute("entry.act2", "channel", 0)]
    both = mutable.without(mutes)
    assert not any(torch.equal(both, mutable.without([mute])) for mute in mutes)
    assert torch.equal(mutable.without([]), logits(model))
    assert not any(module._forward_hooks for module in model.modules())


@pytest.mark.parametrize("what", ["block", "skip"])
def test_that_a_channel_stays_out_where_the_rest_of_its_block_is_replaced(
    model: Xception, what: str
) -> None:
    mutable = Mutable(model, PICTURE)
    block, channel = Mute("middle.block5", what), Mute("middle.block5", "channel", 7)
    seen: list[Tensor] = []
    follows = model.get_submodule("exit.block12")
    first = follows.register_forward_pre_hook(lambda _, inputs: seen.append(inputs[0]))
    both = [mutable.without([channel, block]), mutable.without([block, channel])]
    mutable.without([block])
    first.remove()
    assert torch.equal(*both)
    expected = seen[2].clone()
    assert expected[:, 7].any()
    expected[:, 7] = 0
    assert torch.equal(seen[0], expected)


def test_that_only_what_follows_is_computed(model: Xception) -> None:
    mutable, ran = Mutable(model, PICTURE), list[str]()
    handles = [
        part.register_forward_hook(lambda *_, name=name: ran.append(name))
        for name, part in model.named_modules()
        if name
    ]
    mutable.without([Mute("middle.block5", "block")])
    for handle in handles:
        handle.remove()
    assert not [name for name in ran if name.startswith(("entry", "middle.block4"))]
    assert "classifier.fc" in ran


@pytest.mark.parametrize(
    ("text", "cause"),
    [
        ("entry.conv1", "only blocks"),
        ("entry.conv1:skip", "only blocks"),
        ("block4:half", "neither skip"),
        ("exit.act4:99999", "channels 0 to 101"),
    ],
)
def test_that_what_cannot_be_taken_out_is_told(model: Xception, text: str, cause: str) -> None:
    mutable = Mutable(model, PICTURE)
    with pytest.raises(Problem, match=cause):
        mutable.without([parse_mute(model, text)])
    assert not any(module._forward_hooks for module in model.modules())


def test_that_without_skip_connections_no_block_can_go() -> None:
    plain = calibrated(replace(CONFIG, residual=False), 0, 75)
    with pytest.raises(Problem, match="no skip connection"):
        parse_mute(plain, "block4")


def test_that_parts_are_written_as_they_are_typed(model: Xception) -> None:
    for text in ("middle.block5", "middle.block5:skip", "exit.act4:17"):
        assert str(parse_mute(model, text)) == text
