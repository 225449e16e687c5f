"""How a batch goes through the network: plain, with gradient checkpointing, compiled.

Gradient checkpointing (Chen et al. 2016) keeps only what goes into a part of the network, and
computes the part a second time when its gradient is due.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext

import torch
from torch import Tensor, nn
from torch.utils.checkpoint import checkpoint

from xception_gui.base.training import TrainingConfig
from xception_gui.model import Xception
from xception_gui.model.blocks import Block

Network = Callable[[Tensor], Tensor]
_NORMS = (nn.BatchNorm2d, nn.SyncBatchNorm)
_FINE = ("block1", "block2")  # large maps: their separable convolutions one by one


def judged_network(model: Xception, config: TrainingConfig) -> Network:
    """From pictures, or features of a head that learns alone, to logits."""
    return model.classifier if config.trained == "head" else model


def learning_network(model: Xception, config: TrainingConfig) -> Network:
    """The same while it learns: with checkpoints and compiled where the config asks for it."""
    network = judged_network(model, config)
    if config.checkpointing != "none" and config.trained == "network":
        fine = config.checkpointing == "fine"

        def network(x: Tensor) -> Tensor:
            return _checkpointed(model, x, fine)

    # One translation for each picture size: with sizes left open it takes longer than the run.
    return torch.compile(network, dynamic=False) if config.compile else network


def is_compiler_error(error: BaseException) -> bool:
    """Whether torch.compile gave up; by name, for importing its errors takes a second."""
    return any(kind.__name__ == "TorchDynamoException" for kind in type(error).__mro__)


def _checkpointed(model: Xception, x: Tensor, fine: bool) -> Tensor:
    for flow in (model.entry, model.middle, model.exit):
        for parts in _groups(flow) if fine else ([part] for part in flow.children()):
            (part, *rest) = parts
            if fine and isinstance(part, Block) and part in map(model.entry.get_submodule, _FINE):
                x = _fine_block(part, x)
            elif rest or isinstance(part, Block):
                x = _kept(nn.Sequential(*parts), x)
            else:
                x = part(x)
    return model.classifier(x)  # type: ignore[no-any-return]


def _groups(flow: nn.Module) -> Iterator[list[nn.Module]]:
    """Blocks alone; a convolution together with its batch norm and ReLU."""
    group: list[nn.Module] = []
    for part in flow.children():
        group.append(part)
        if isinstance(part, Block | nn.ReLU):
            yield group
            group = []


def _fine_block(block: Block, x: Tensor) -> Tensor:
    """ReLU, separable convolution and batch norm together; then the pooling and the skip."""
    y, group = x, []
    for part in map(block.get_submodule, block.branch):
        group.append(part)
        if isinstance(part, _NORMS):
            y, group = _kept(nn.Sequential(*group), y), []
    for part in group:
        y = part(y)
    return y + block.shortcut(x) if block.skips else y


def _kept(part: nn.Module, x: Tensor) -> Tensor:
    """Through a part of which only the input is kept."""
    if not torch.is_grad_enabled():
        return part(x)  # type: ignore[no-any-return]

    def contexts() -> tuple[AbstractContextManager[None], AbstractContextManager[None]]:
        return nullcontext(), _statistics_untouched(part)

    return checkpoint(  # type: ignore[no-any-return]
        part, x, use_reentrant=False, preserve_rng_state=False, context_fn=contexts
    )


@contextmanager
def _statistics_untouched(part: nn.Module) -> Iterator[None]:
    """The second pass must not move the running statistics a second time."""
    norms = [module for module in part.modules() if isinstance(module, _NORMS)]
    norms = [module for module in norms if module.training]
    momenta = [module.momentum for module in norms]
    counts = [module.get_buffer("num_batches_tracked") for module in norms]
    before = [count.clone() for count in counts]
    try:
        for module in norms:
            module.momentum = 0.0  # statistics ← 1 · statistics + 0 · the batch's
        yield
    finally:
        for module, momentum in zip(norms, momenta, strict=True):
            module.momentum = momentum
        for count, value in zip(counts, before, strict=True):
            count.copy_(value)
