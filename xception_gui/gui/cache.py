"""Results kept while there is room: bounded in bytes, the longest unused goes first."""

from __future__ import annotations

import dataclasses
from collections import OrderedDict
from collections.abc import Hashable
from typing import Any

LIMIT = 256_000_000


class ByteCache:
    """A mapping that forgets.

    Parameters
    ----------
    limit : int
        Bytes of all values together.
    """

    def __init__(self, limit: int = LIMIT) -> None:
        self._limit, self._used = limit, 0
        self._values: OrderedDict[Hashable, tuple[Any, int]] = OrderedDict()

    @property
    def used(self) -> int:
        """Bytes of everything that is kept."""
        return self._used

    def put(self, key: Hashable, value: Any) -> None:
        """Keep `value`; one that alone exceeds the limit is not kept."""
        self.forget(key)
        size = byte_size(value)
        if size > self._limit:
            return
        self._values[key] = (value, size)
        self._used += size
        while self._used > self._limit:
            self._used -= self._values.popitem(last=False)[1][1]

    def get(self, key: Hashable) -> Any | None:
        """What was kept under `key`, if it still is."""
        if key not in self._values:
            return None
        self._values.move_to_end(key)
        return self._values[key][0]

    def forget(self, key: Hashable) -> None:
        """Drop one value."""
        if key in self._values:
            self._used -= self._values.pop(key)[1]


def byte_size(value: object) -> int:
    """Bytes of the arrays and byte strings in a frozen result, and a little for the rest."""
    if hasattr(value, "nbytes"):  # an array
        return int(value.nbytes)
    if isinstance(value, (bytes, str)):
        return len(value)
    if isinstance(value, (tuple, list)):
        return sum(byte_size(part) for part in value)
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        parts = (getattr(value, field.name) for field in dataclasses.fields(value))
        return 64 + sum(byte_size(part) for part in parts)
    return 32
