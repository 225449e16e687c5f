"""Looking through a pickle without running it: the names it asks for, the storages it declares.

`torch.load(weights_only=True)` already refuses code, but builds sparse, quantised and wrapped
tensors, of which a hostile one can crash the process, and believes the sizes that it reads. Weights
need none of these. Nor does it mind what a step costs: a tuple that holds itself twice, sixty times
over, is a few hundred bytes, and its hash is never done.
"""

from __future__ import annotations

import io
import pickle
import pickletools
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any, ClassVar

from xception_gui.weights.errors import Resave, Unusable, first_line, refuse_lack

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
# What torch writes, and what texts are made of where somebody asked for a newer protocol.
_STEPS = {
    *("PROTO", "FRAME", "MEMOIZE", "MARK", "STOP", "GLOBAL", "REDUCE", "BUILD", "BINPERSID"),
    *("BINGET", "LONG_BINGET", "BINPUT", "LONG_BINPUT", "NONE", "NEWTRUE", "NEWFALSE"),
    *("BININT", "BININT1", "BININT2", "LONG1", "BINFLOAT"),
    *("BINUNICODE", "SHORT_BINUNICODE", "SHORT_BINSTRING", "EMPTY_LIST", "APPEND", "APPENDS"),
    *("EMPTY_TUPLE", "TUPLE", "TUPLE1", "TUPLE2", "TUPLE3", "EMPTY_DICT", "SETITEM", "SETITEMS"),
}
ODD = "its pickle makes other things than tensors and plain values"
_MOST_STEPS = 2_000_000  # the paper's network with an optimiser's state has 30,000
_LONGEST_KEY = 16
_LARGEST_KEY = 1 << 60  # larger numbers can all be given one hash


@dataclass(frozen=True)
class Storage:
    """Numbers that a pickle says lie in the file: under which key, how many bytes."""

    key: str
    size: int


def check_pickle(data: bytes) -> None:
    """`Unusable` unless the pickle makes plain values, dictionaries and ordinary tensors only."""
    for number, (code, argument) in enumerate(_steps(data)):
        if code in _OTHER_WAYS or (code == "GLOBAL" and argument not in _ALLOWED):
            name = str(argument or "something hidden").replace(" ", ".")[:80]
            raise Resave(f"it asks for {name}, which is refused: weights run no code")
        if code not in _STEPS:
            raise Resave(ODD)
        if number >= _MOST_STEPS:
            raise Resave(f"its pickle has more than {_MOST_STEPS:,} steps")


def _steps(data: bytes) -> Iterator[tuple[str, Any]]:
    """Name and argument of each, one at a time: a list of millions takes a gigabyte."""
    try:
        yield from ((code.name, argument) for code, argument, _ in pickletools.genops(data))
    except Exception as error:  # ValueError, UnicodeDecodeError and what damage else may cause
        refuse_lack(error)
        raise Unusable(f"its pickle is damaged ({first_line(error)})") from error


def pickle_lengths(data: bytes, count: int, limit: int) -> Iterator[tuple[int, int]]:
    """Begin and end of each of the first `count` pickles in `data`, `limit` bytes in all."""
    stream = io.BytesIO(data[:limit])
    for _ in range(count):
        start = stream.tell()
        try:
            for _code in pickletools.genops(stream):
                pass
        except Exception as error:
            refuse_lack(error)
            raise Unusable(f"its pickle is damaged ({first_line(error)})") from error
        yield start, stream.tell()


def declared_storages(data: bytes) -> list[Storage]:
    """The storages that a pickle asks for; it must have passed `check_pickle`."""
    return looked_through(data)[1]


def looked_through(data: bytes) -> tuple[Any, list[Storage]]:
    """A checked pickle's value, all but plain values and lists inert; and its storages.

    Raises
    ------
    Unusable, Resave
        What torch would make of it, it could not make, or not in a time that its size bounds.
    """
    reader = _StorageReader(data)
    try:
        return reader.load(), reader.storages
    except Resave:
        raise
    except Exception as error:
        refuse_lack(error)
        raise Unusable(f"its pickle is damaged ({first_line(error)})") from error


class _Inert:
    """Stands for a tensor, a parameter or a kind of storage; it does nothing."""

    def __init__(self, *_: object) -> None:
        pass


@cache
def _inert(name: str) -> type[_Inert]:
    """One class for each name: a pickle may ask for it a hundred thousand times."""
    return type(name, (_Inert,), {})


class _Table:
    """Stands for a dictionary: looks at its keys before torch hashes them, and keeps nothing."""

    def __init__(self, pairs: Any = ()) -> None:
        for key, _ in () if isinstance(pairs, _Table) else pairs:
            self[key] = None

    def __setitem__(self, key: Any, _: object) -> None:
        parts = key if type(key) is tuple else (key,)
        if len(parts) > _LONGEST_KEY or not all(map(_is_plain, parts)):
            raise Resave(ODD)


class _Counter(_Table):
    """Counts what it is given unless that is a dictionary; `collections` writes none but these."""

    def __init__(self, counts: _Table) -> None:
        if not isinstance(counts, _Table):
            raise Resave(ODD)


def _is_plain(key: Any) -> bool:
    """Whether hashing it, and keeping it apart from others, takes a moment."""
    if type(key) is int:
        return abs(key) < _LARGEST_KEY
    return key is None or type(key) in (str, bool, float)


# Python's own unpickler, not C's, whose memo takes as much memory as a pickle asks it to.
class _StorageReader(pickle._Unpickler):
    """Runs a checked pickle with every name replaced by something inert."""

    stack: list[Any]
    dispatch: ClassVar[dict[int, Callable[..., None]]] = dict(pickle._Unpickler.dispatch)

    def __init__(self, data: bytes) -> None:
        super().__init__(io.BytesIO(data))
        self.storages: list[Storage] = []
        self._left = len(data)

    def find_class(self, module: str, name: str) -> Any:
        if f"{module} {name}" not in _ALLOWED:
            raise pickle.UnpicklingError(f"{module}.{name}")
        tables = {"OrderedDict": _Table, "Counter": _Counter}
        return tables.get(name) or _inert(name)

    def persistent_load(self, identity: Any) -> _Inert:
        kind, storage, key, _, count, *view = identity
        size = _STORAGES[storage.__name__]
        plain = type(kind) is str and type(key) is str and type(count) is int
        if not plain or kind != "storage" or count < 0 or not all(map(_is_view, view)):
            raise pickle.UnpicklingError("a storage is damaged")
        self.storages.append(Storage(key, count * size))
        return _Inert()

    def load_empty_dictionary(self) -> None:
        self.stack.append(_Table())

    def load_reduce(self) -> None:
        """One long list may be given to a thousand calls: all of them take what the file has."""
        self._left -= sum(len(part) for part in self.stack[-1] if isinstance(part, list | tuple))
        if self._left < 0:
            raise Resave(ODD)
        super().load_reduce()  # type: ignore[misc]

    def load_build(self) -> None:
        """Attributes of a dictionary; torch would also let a tensor take another storage."""
        state = self.stack.pop()
        if not isinstance(state, _Table) or not isinstance(self.stack[-1], _Table):
            raise Resave(ODD)

    dispatch[pickle.EMPTY_DICT[0]] = load_empty_dictionary
    dispatch[pickle.REDUCE[0]] = load_reduce
    dispatch[pickle.BUILD[0]] = load_build


def _is_view(told: Any) -> bool:
    """Of a part of a storage, as old files have them: its name, where it begins, its length."""
    return told is None or (
        type(told) is tuple and [type(part) for part in told] == [str, int, int]
    )
