"""Tensors against the network: exactly its names and shapes, finite, floating point."""

from __future__ import annotations

import math
import zlib
from collections.abc import Mapping

import torch
from torch import Tensor

from xception_gui.base.config import XceptionConfig
from xception_gui.base.numbers import shape
from xception_gui.model import Xception, build_meta
from xception_gui.weights.errors import Diverged, Misfit, Unusable, refuse_lack

_COUNTER = ".num_batches_tracked"
ACCEPTED = (torch.float32, torch.float16, torch.bfloat16)


def weights_of(state: Mapping[str, Tensor]) -> dict[str, Tensor]:
    """A state dict without batch norm's step counters, which no answer depends on."""
    return {name: tensor for name, tensor in state.items() if not name.endswith(_COUNTER)}


def checksum(tensors: Mapping[str, Tensor]) -> str:
    """CRC-32 over the bytes of all tensors, in the order of their names: finds flipped bits."""
    total = 0
    for name in sorted(tensors):
        values = tensors[name].detach().contiguous().flatten().view(torch.uint8)
        total = zlib.crc32(values.numpy().data, total)
    return f"{total:08x}"


def filled(config: XceptionConfig, tensors: Mapping[str, Tensor]) -> Xception:
    """The network of `config` with these weights, eval, float32, CPU, sharing nothing with them.

    Raises
    ------
    Unusable
        Naming the first tensor that is missing, unknown, of another shape or type, or not finite.
    """
    # Building takes time for each hidden layer: a record must not ask for more than the file has.
    if len(config.hidden) > len(tensors):
        raise Unusable("its record describes more layers than it has tensors")
    model = build_meta(config)
    expected = model.state_dict()
    given = weights_of(tensors)
    _check_names(weights_of(expected), given, tensors.keys() - expected.keys())
    for name, tensor in given.items():
        check_tensor(name, tensor, expected[name])
    counters = {n: torch.zeros((), dtype=t.dtype) for n, t in expected.items() if n not in given}
    own = _own(given)
    model.load_state_dict({**own, **counters}, assign=True)  # at once: the network has no memory
    return model


def _own(given: Mapping[str, Tensor]) -> dict[str, Tensor]:
    """Float32 copies in C order."""
    kind = torch.float32
    try:
        return {n: torch.empty(t.shape, dtype=kind).copy_(t.detach()) for n, t in given.items()}
    except (RuntimeError, MemoryError) as error:
        refuse_lack(error)
        raise


def _check_names(wanted: dict[str, Tensor], given: dict[str, Tensor], unknown: set[str]) -> None:
    missing = [name for name in wanted if name not in given]
    if missing:
        raise Misfit(f"tensor {missing[0]} is missing{_more(missing)}")
    if unknown:
        names = sorted(unknown)
        raise Misfit(f"tensor {names[0][:80]!r} is unknown to its network{_more(names)}")


def _more(names: list[str]) -> str:
    return f" (and {len(names) - 1} more)" if len(names) > 1 else ""


def check_tensor(name: str, tensor: Tensor, wanted: Tensor) -> None:
    """`Unusable` unless `tensor` is a finite one of the shape of `wanted`."""
    if tensor.dtype not in ACCEPTED:
        kind = str(tensor.dtype).removeprefix("torch.")
        raise Misfit(f"tensor {name} is {kind}, not float32, float16 or bfloat16")
    if tensor.shape != wanted.shape:
        found, needed = shape(tensor.shape), shape(wanted.shape)
        raise Misfit(f"tensor {name} has the shape {found} and not {needed}")
    low, high = map(
        float, torch.aminmax(tensor.detach())
    )  # NaN if one is; ten times as fast as isfinite
    if not (math.isfinite(low) and math.isfinite(high)):
        raise Diverged(f"tensor {name} holds NaN or infinity")
    if name.endswith(".running_var") and low < 0:
        raise Unusable(f"tensor {name} holds a negative variance")
