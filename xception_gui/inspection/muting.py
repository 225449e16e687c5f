"""The network without some of its parts, from the first of them on."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

import torch
from torch import Tensor, nn
from torch.utils.hooks import RemovableHandle

from xception_gui.base.muting import Mute
from xception_gui.base.problem import Problem
from xception_gui.inspection.memory_need import memory_for
from xception_gui.inspection.paths import resolve_path
from xception_gui.model import Xception
from xception_gui.model.blocks import Block


def parse_mute(model: Xception, text: str) -> Mute:
    """What `text` takes out: ``block5``, ``block5:skip``, ``exit.act4:17``.

    Raises
    ------
    Problem
        ``module-unknown``, ``module-ambiguous``; ``mute-impossible`` for what no network can lack.
    """
    name, _, end = text.partition(":")
    path = resolve_path(model, name)
    if end.isdecimal():
        return Mute(path, "channel", int(end))
    if end not in ("", "skip"):
        raise _impossible(text, "after the colon stands neither skip nor the number of a channel")
    return checked(model, Mute(path, "skip" if end else "block"))


def checked(model: Xception, mute: Mute) -> Mute:
    """The same, if the network can be run without it."""
    module = model.get_submodule(mute.path)
    if mute.what == "channel":
        return mute
    if not isinstance(module, Block):
        raise _impossible(str(mute), "only blocks can be taken out whole, and channels of the rest")
    if not module.skips:
        raise _impossible(str(mute), "the blocks of this network have no skip connection")
    return mute


def _impossible(text: str, cause: str) -> Problem:
    return Problem("mute-impossible", path=text, cause=cause)


class Mutable:
    """One picture in a network, answered again and again with parts taken out.

    Parameters
    ----------
    model : Xception
        In eval mode; not changed.
    picture : Tensor
        (1, in_chans, H, W), on the model's device.

    Attributes
    ----------
    logits : Tensor
        (num_classes,) of the whole network.

    Notes
    -----
    What every part receives is kept from the first pass, so that an answer costs a pass from the
    first part that is taken out on.

    Raises
    ------
    Problem
        ``out-of-memory``.
    """

    def __init__(self, model: Xception, picture: Tensor) -> None:
        self._model = model
        flows = ("entry", "middle", "exit", "classifier")
        self._steps = [
            (f"{flow}.{name}", step)
            for flow in flows
            for name, step in model.get_submodule(flow).named_children()
        ]
        self._inputs: list[Tensor] = []
        with memory_for(model, picture.shape[-1]), torch.inference_mode():
            for _, step in self._steps:
                self._inputs.append(picture)
                picture = step(picture)
        self.logits = picture[0]

    def without(self, mutes: Sequence[Mute]) -> Tensor:
        """Logits (num_classes,) with all of `mutes` taken out.

        Raises
        ------
        Problem
            ``mute-impossible`` for a channel that a module does not have; ``out-of-memory``.
        """
        if not mutes:
            return self.logits
        mutes = [replace(mute, path=_end(self._model, mute)) for mute in mutes]
        start = min(self._step_of(mute.path) for mute in mutes)
        x, size = self._inputs[start], self._inputs[0].shape[-1]
        with memory_for(self._model, size), torch.inference_mode(), taken_out(self._model, mutes):
            for _, step in self._steps[start:]:
                x = step(x)
        return x[0]

    def _step_of(self, path: str) -> int:
        """The step that a module is, or lies in."""
        found = (f"{path}.".startswith(f"{step}.") for step, _ in self._steps)
        return next(number for number, holds in enumerate(found) if holds)


def _end(model: Xception, mute: Mute) -> str:
    """A flow gives what its last step gives, and steps are what runs here."""
    path = mute.path
    while path in ("", "entry", "middle", "exit", "classifier"):
        names = [name for name, _ in model.get_submodule(path).named_children()]
        if not names:
            raise _impossible(str(mute), "there is nothing in it")
        path = f"{path}.{names[-1]}".lstrip(".")
    return path


@contextlib.contextmanager
def taken_out(model: Xception, mutes: Sequence[Mute]) -> Iterator[None]:
    """Run the model without these parts while the block lasts."""
    handles: list[RemovableHandle] = []
    channels = [mute for mute in mutes if checked(model, mute).what == "channel"]
    blocks: dict[str, set[str]] = {}
    for mute in mutes:
        if mute.what != "channel":
            blocks.setdefault(mute.path, set()).add(mute.what)
    own = [mute for mute in channels if mute.path in blocks]
    try:
        handles += [_silenced(model, mute) for mute in channels if mute not in own]
        for path, gone in blocks.items():
            handles += _replace(model.get_submodule(path), gone)
        # Last, for what is left of a block replaces its output, with all channels.
        handles += [_silenced(model, mute) for mute in own]
        yield
    finally:
        for handle in handles:
            handle.remove()


def _silenced(model: Xception, mute: Mute) -> RemovableHandle:
    return model.get_submodule(mute.path).register_forward_hook(partial(_silence, mute))


def _silence(mute: Mute, _module: nn.Module, _inputs: Any, output: Tensor) -> Tensor:
    if not 0 <= mute.channel < output.shape[1]:
        raise _impossible(str(mute), f"it has channels 0 to {output.shape[1] - 1}")
    changed = output.clone()
    changed[:, mute.channel] = 0
    return changed


def _replace(block: nn.Module, gone: set[str]) -> list[RemovableHandle]:
    """Give what is left of a block in place of its output."""
    assert isinstance(block, Block)
    seen: list[Tensor] = []
    last = block.get_submodule(block.branch[-1])

    def note(_module: nn.Module, _inputs: Any, output: Tensor) -> None:
        seen[:] = [output]

    def give(_module: nn.Module, inputs: tuple[Tensor, ...], output: Tensor) -> Tensor:
        if gone == {"skip"}:
            return seen[0]
        return block.shortcut(inputs[0]) if gone == {"block"} else torch.zeros_like(output)

    return [last.register_forward_hook(note), block.register_forward_hook(give)]
