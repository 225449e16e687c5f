"""How long the work of a network takes and how much memory it needs, from doing it."""

from __future__ import annotations

import inspect
import time
import weakref
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor
from torch.utils._python_dispatch import TorchDispatchMode

FIRST = 2  # pictures in the step that warms up
_ABOUT = 0.5  # seconds of the step that is measured


@dataclass(frozen=True)
class Work:
    """What is done to a batch of pictures, or of features: each of them has this shape."""

    do: Callable[[Tensor], object]
    shape: tuple[int, ...]
    device: torch.device

    def seconds(self, count: int) -> float:
        """Of each of `count` pictures together."""
        x = torch.zeros(count, *self.shape, device=self.device)
        x = x.contiguous(memory_format=torch.channels_last)
        began = time.perf_counter()
        self.do(x)
        if self.device.type == "cuda":
            torch.cuda.synchronize(self.device)
        return (time.perf_counter() - began) / count

    def memory(self, count: int) -> int:
        """Bytes that `count` pictures together need at most, beside what was there before."""
        counted = _Counted()
        with counted:
            self.seconds(count)
        return counted.most

    def fitting(self, most: int) -> tuple[int, float, int]:
        """How many of `most` pictures take about half a second, seconds of each; bytes of all."""
        few = min(FIRST + 1, most)
        first, memory = self.memory(FIRST), self.memory(few)
        seconds = self.seconds(few)
        count = min(most, max(few, int(_ABOUT / seconds)))
        if count > few:
            self.seconds(count)  # chooses its kernels
            seconds = self.seconds(count)
        return count, seconds, memory + (most - few) * max(0, memory - first)


class _Counted(TorchDispatchMode):  # type: ignore[no-untyped-call]
    """Counts the bytes of all tensors that are made meanwhile, while they live."""

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.now = self.most = 0
        self._known = set[int]()

    def __torch_dispatch__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        made = func(*args, **(kwargs or {}))
        for tensor in made if isinstance(made, tuple | list) else (made,):
            if isinstance(tensor, Tensor):
                self._add(tensor.untyped_storage())
        return made

    def _add(self, storage: torch.UntypedStorage) -> None:
        address, size = storage._cdata, storage.nbytes()
        if address not in self._known:
            self._known.add(address)
            self.now += size
            self.most = max(self.most, self.now)
            weakref.finalize(storage, self._drop, address, size)

    def _drop(self, address: int, size: int) -> None:
        self._known.discard(address)
        self.now -= size


# torch wraps it, and to call that imports its compiler: 2 s, in which a window may stand still.
_Counted.__torch_dispatch__ = inspect.unwrap(  # type: ignore[method-assign]
    _Counted.__torch_dispatch__
)
