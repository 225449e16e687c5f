"""Looking through a pickle without running it: the names it asks for, the storages it declares.

`torch.load(weights_only=True)` already refuses code, but builds sparse, quantised and wrapped
tensors, of which a hostile one can crash the process, and believes the sizes that it reads. Weights
need none of these.
"""

from __future__ import annotations

import io
import pickle
import pickletools
from collections import Counter, OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from xception_gui.weights.errors import Resave, Unusable, first_line

_STORAGES = {
    "FloatStorage": 4,
    "HalfStorage": 2,
    "BFloat16Storage": 2,
    "DoubleStorage": 8,
    "LongStorage": 8,
    "IntStorage": 4,
    "ShortStorage": 2,
    "CharStorage": 1,
    "ByteStorage": 1,
    "BoolStorage": 1,
}
_ALLOWED = {
    "collections OrderedDict",
    "collections Counter",
    "torch Size",
    "torch device",
    "torch._utils _rebuild_parameter",
    "torch._utils _rebuild_tensor",
    "torch._utils _rebuild_tensor_v2",
    *(f"torch {kind}" for kind in _STORAGES),
}
_OTHER_WAYS = ("STACK_GLOBAL", "INST", "EXT1", "EXT2", "EXT4")  # to name something; torch uses none


@dataclass(frozen=True)
class Storage:
    """Numbers that a pickle says lie in the file: under which key, how many bytes."""

    key: str
    size: int


def check_pickle(data: bytes) -> None:
    """`Unusable` unless the pickle makes plain values, dictionaries and ordinary tensors only."""
    try:
        wanted = [(code.name, arg) for code, arg, _ in pickletools.genops(data)]
    except Exception as error:  # ValueError, UnicodeDecodeError and what damage else may cause
        raise Unusable(f"its pickle is damaged ({first_line(error)})") from error
    for code, argument in wanted:
        if code in _OTHER_WAYS or (code == "GLOBAL" and argument not in _ALLOWED):
            name = str(argument or "something hidden").replace(" ", ".")[:80]
            raise Resave(f"it asks for {name}, which is refused: weights run no code")


def pickle_lengths(data: bytes, count: int, limit: int) -> Iterator[tuple[int, int]]:
    """Begin and end of each of the first `count` pickles in `data`, `limit` bytes in all."""
    stream = io.BytesIO(data[:limit])
    for _ in range(count):
        start = stream.tell()
        try:
            for _code in pickletools.genops(stream):
                pass
        except Exception as error:
            raise Unusable(f"its pickle is damaged ({first_line(error)})") from error
        yield start, stream.tell()


def declared_storages(data: bytes) -> list[Storage]:
    """The storages that a pickle asks for; it must have passed `check_pickle`."""
    reader = _StorageReader(io.BytesIO(data))
    try:
        reader.load()
    except Exception as error:
        raise Unusable(f"its pickle is damaged ({first_line(error)})") from error
    return reader.storages


class _Inert:
    """Stands for a tensor, a parameter or a kind of storage; it does nothing."""

    def __init__(self, *_: object) -> None:
        pass


# Python's own unpickler, not C's, whose memo takes as much memory as a pickle asks it to.
class _StorageReader(pickle._Unpickler):
    """Runs a checked pickle with every name replaced by something inert."""

    def __init__(self, file: io.BytesIO) -> None:
        super().__init__(file)
        self.storages: list[Storage] = []

    def find_class(self, module: str, name: str) -> Any:
        if f"{module} {name}" not in _ALLOWED:
            raise pickle.UnpicklingError(f"{module}.{name}")
        plain = {"OrderedDict": OrderedDict, "Counter": Counter}
        return plain.get(name) or type(name, (_Inert,), {})

    def persistent_load(self, identity: Any) -> _Inert:
        kind, storage, key, _, count = identity[:5]
        size = _STORAGES[storage.__name__]
        if kind != "storage" or type(key) is not str or type(count) is not int or count < 0:
            raise pickle.UnpicklingError("a storage is damaged")
        self.storages.append(Storage(key, count * size))
        return _Inert()
