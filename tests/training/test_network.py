"""Gradient checkpointing changes memory and time, not what is learnt."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import pytest
import torch
from torch import Tensor

from tests.training.samples import CONFIG
from xception_gui.training.optimise import thaw
from xception_gui.training.state import State, fresh

MODEL = replace(CONFIG.model, width=0.1, drop_rate=0.0, num_classes=3)
X = torch.randn(4, 3, 40, 40, generator=torch.Generator().manual_seed(0))


@contextmanager
def kept_bytes() -> Iterator[list[int]]:
    """Bytes of different storages that a forward pass keeps for the backward pass."""
    storages: dict[int, int] = {}
    held, total = [], [0]

    def pack(tensor: Tensor) -> Tensor:
        held.append(tensor)
        storages[tensor.untyped_storage().data_ptr()] = tensor.untyped_storage().nbytes()
        return tensor

    with torch.autograd.graph.saved_tensors_hooks(pack, lambda tensor: tensor):
        yield total
    total[0] = sum(storages.values())


def learnt(checkpointing: str) -> tuple[State, int]:
    config = replace(CONFIG, model=MODEL, checkpointing=checkpointing)
    state = fresh(config, torch.device("cpu"))
    with kept_bytes() as kept:
        loss = state.network(X).square().mean()
    loss.backward()
    return state, kept[0]


@pytest.mark.parametrize("kind", ["blocks", "fine"])
def test_that_gradients_and_statistics_are_those_without(kind: str) -> None:
    plain, whole = learnt("none")
    saving, kept = learnt(kind)
    assert kept < 0.7 * whole
    for (name, one), two in zip(
        plain.model.named_parameters(), saving.model.parameters(), strict=True
    ):
        assert one.grad is not None
        assert two.grad is not None
        torch.testing.assert_close(two.grad, one.grad, rtol=1e-4, atol=1e-7, msg=name)
    for one, two in zip(plain.model.buffers(), saving.model.buffers(), strict=True):
        assert torch.equal(one, two)


def test_that_only_a_run_that_asks_for_it_is_compiled() -> None:
    """Nothing is translated before the first batch: that takes minutes."""
    plain, compiled = (
        fresh(replace(CONFIG, model=MODEL, compile=wanted), torch.device("cpu"))
        for wanted in (False, True)
    )
    assert plain.network is plain.model
    assert isinstance(compiled.network, torch._dynamo.eval_frame.OptimizedModule)
    assert compiled.network._orig_mod is compiled.model
    assert compiled.model.state_dict().keys() == plain.model.state_dict().keys()


def test_that_finer_checkpoints_keep_less() -> None:
    assert learnt("fine")[1] < learnt("blocks")[1]


def test_that_frozen_flows_stay_frozen_under_checkpoints() -> None:
    config = replace(CONFIG, model=MODEL, checkpointing="blocks", thaw=((0.0, "classifier"),))
    state = fresh(config, torch.device("cpu"))
    thaw(state.model, config, 0.0)
    before = [buffer.clone() for buffer in state.model.buffers()]
    state.network(X).mean().backward()
    assert all(map(torch.equal, before, state.model.buffers()))
    assert [p.grad is not None for p in state.model.parameters()].count(True) == 2
