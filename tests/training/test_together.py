"""Several CUDA devices normalise together; a copy for judging waits for nobody."""

from __future__ import annotations

import pytest
import torch
from torch import nn

from tests.training.samples import CONFIG
from xception_gui.model import Xception, build
from xception_gui.training import together
from xception_gui.training.together import asks_others, copied_alone, normalised_together


def network() -> Xception:
    return build(CONFIG.model, 0)


def norms_of(model: nn.Module) -> list[type]:
    kinds = (nn.BatchNorm2d, nn.SyncBatchNorm)
    return [type(module) for module in model.modules() if isinstance(module, kinds)]


def test_that_all_batch_norms_of_several_cuda_ranks_are_synchronised() -> None:
    count = len(norms_of(network()))
    model = normalised_together(network(), torch.device("cuda", 1), 2)
    assert norms_of(model) == [nn.SyncBatchNorm] * count
    assert asks_others(model)
    for name, tensor in network().state_dict().items():
        assert torch.equal(tensor, model.state_dict()[name])


@pytest.mark.parametrize(("device", "ranks"), [("cuda", 1), ("cpu", 1), ("cpu", 4), ("mps", 2)])
def test_that_others_normalise_what_they_have(device: str, ranks: int) -> None:
    model = normalised_together(network(), torch.device(device), ranks)
    assert set(norms_of(model)) == {nn.BatchNorm2d}
    assert not asks_others(model)


def test_that_a_copy_is_the_network_without_the_others() -> None:
    original = network().train()
    model = normalised_together(network().train(), torch.device("cuda"), 2)
    model.middle.eval().requires_grad_(False)
    alone = copied_alone(model)
    assert set(norms_of(alone)) == {nn.BatchNorm2d}
    assert asks_others(model), "the one that learns still asks"
    assert not any(norm.training for norm in alone.middle.modules())
    assert not any(parameter.requires_grad for parameter in alone.middle.parameters())
    alone.train()
    x = torch.randn(4, 3, 24, 24, generator=torch.Generator().manual_seed(0))
    torch.manual_seed(0)  # dropout
    expected = original(x)
    torch.manual_seed(0)
    assert torch.equal(alone(x), expected)
    for one, two in zip(original.buffers(), alone.buffers(), strict=True):
        assert torch.equal(one, two)


def test_that_what_is_no_number_on_one_rank_spoils_no_statistics_of_the_first(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """As the second of two sees it: the first one has ones."""
    model = network()
    buffers = [b for name, b in model.named_buffers() if name.endswith(("_mean", "_var"))]
    for buffer in buffers:
        buffer.fill_(float("nan"))
    monkeypatch.setattr(together, "world", lambda: (1, 2))
    monkeypatch.setattr(together, "summed", lambda told: [tensor.add_(1.0) for tensor in told])
    together.statistics_of_first(model)
    assert all(torch.equal(buffer, torch.ones_like(buffer)) for buffer in buffers)
