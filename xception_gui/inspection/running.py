"""Any network measured by running it: what ran, in which shapes, and where it stopped.

An empty batch runs through uninitialised memory: that costs nothing, and fails where pictures
would. On `meta` it would import a compiler (1.5 s). For Xceptions `tree.module_tree` works the
same out without running; a test holds that both agree.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from functools import partial

import torch
from torch import Tensor, nn
from torch.utils.hooks import RemovableHandle

from xception_gui.base.architectures import Architecture
from xception_gui.base.results import ModuleInfo
from xception_gui.base.tutorials import Stop
from xception_gui.inspection import describe
from xception_gui.inspection.shapes import Shape, window

_FLOAT = 4  # bytes
_FLOWS = ("entry", "middle", "exit", "classifier")


def run(model: nn.Module, name: str, picture: Shape) -> Architecture:
    """The network, measured while an empty batch of pictures runs through it.

    Parameters
    ----------
    model : Module
        In eval mode; its numbers do not matter.
    picture : tuple of int
        Channels, height, width.

    Notes
    -----
    MACs are counted for each call of a module; what runs outside of modules is not counted.
    """
    seen = trace(model, torch.empty(0, *picture))
    tree = _row("", model, seen)
    missed = (row.path for row in tree.walk() if not row.output_shape)
    return Architecture(name, tree, seen.stop, frozenset(missed))


@dataclass
class Trace:
    """What ran.

    Parameters
    ----------
    shapes : dict
        Input and output of each module in its latest call, without the batch, by path.
    calls : list of (str, Module)
        Modules without children, in the order in which they ended.
    """

    shapes: dict[str, tuple[Shape, Shape]] = field(default_factory=dict)
    macs: dict[str, int] = field(default_factory=dict)
    calls: list[nn.Module] = field(default_factory=list)
    under_way: list[tuple[str, nn.Module, Shape]] = field(default_factory=list)
    stop: Stop | None = None

    def begin(self, path: str, module: nn.Module, inputs: tuple[Tensor, ...]) -> None:
        """A module is entered."""
        self.under_way.append((path, module, tuple(inputs[0].shape[1:])))

    def end(self, path: str, module: nn.Module, _inputs: object, output: Tensor) -> None:
        """It has answered."""
        given, shape = self.under_way.pop()[2], tuple(output.shape[1:])
        self.shapes[path] = (given, shape)
        self.macs[path] = self.macs.get(path, 0) + macs(module, shape)
        if not list(module.children()):
            self.calls.append(module)


def trace(model: nn.Module, pictures: Tensor) -> Trace:
    """Run the model, and note what runs until it ends or fails."""
    seen, handles = Trace(), list[RemovableHandle]()
    try:
        for path, module in model.named_modules():
            handles.append(module.register_forward_pre_hook(partial(seen.begin, path)))
            handles.append(module.register_forward_hook(partial(seen.end, path)))
        with torch.inference_mode():
            model(pictures)
    except (RuntimeError, ValueError) as error:
        seen.stop = _stop(seen, error)
    finally:
        for handle in handles:
            handle.remove()
    return seen


def _stop(seen: Trace, error: Exception) -> Stop:
    """The innermost module that began and did not end, and why."""
    path, module, given = seen.under_way[-1]
    if isinstance(module, nn.Conv2d) and given[0] != module.in_channels:
        return Stop(path, module.in_channels, given[0])
    if isinstance(module, nn.Conv2d):
        kernel, _, padding = window(module)
        side = min(given[1:]) + 2 * padding
        if side < kernel:
            return Stop(path, kernel, side, "pixels")
    return Stop(path, 0, 0, "", str(error).splitlines()[0])


def _row(path: str, module: nn.Module, seen: Trace) -> ModuleInfo:
    children = tuple(
        _row(f"{path}.{name}".lstrip("."), child, seen) for name, child in module.named_children()
    )
    inside, outside = seen.shapes.get(path) or _ends(children)
    flow = path.split(".", 1)[0]
    ours = flow in _FLOWS
    return ModuleInfo(
        path=path,
        name=path.rsplit(".", 1)[-1] or type(module).__name__,
        type=type(module).__name__,
        kind=describe.kind(module),
        flow=flow if ours else "",
        paper=describe.paper(path, module) if ours else "",
        input_shape=inside,
        output_shape=outside,
        params=parameters(module) + sum(child.params for child in children),
        buffers=buffers(module) + sum(child.buffers for child in children),
        macs=seen.macs.get(path, 0) + sum(child.macs for child in children),
        activation_bytes=_FLOAT * math.prod(outside) if outside else 0,
        details=describe.details(module, inside) if inside else (),
        source=describe.source(type(module)),
        children=children,
    )


def _ends(children: tuple[ModuleInfo, ...]) -> tuple[Shape, Shape]:
    """Of a container whose parts ran without it; () where none did."""
    ran = [child for child in children if child.output_shape]
    return (ran[0].input_shape, ran[-1].output_shape) if ran else ((), ())


def parameters(module: nn.Module) -> int:
    """A module's own trainable numbers."""
    own = module.parameters(recurse=False)
    return sum(parameter.numel() for parameter in own if parameter.requires_grad)


def buffers(module: nn.Module) -> int:
    """Running mean and variance; the step counter is not counted, as in Keras."""
    own = module.named_buffers(recurse=False)
    return sum(buffer.numel() for name, buffer in own if name != "num_batches_tracked")


def macs(module: nn.Module, outside: Shape) -> int:
    """Multiply–accumulates for one picture: each output number needs one window's weights."""
    if isinstance(module, nn.Conv2d | nn.Linear):
        return math.prod(outside) * math.prod(module.weight.shape[1:])
    return 0
