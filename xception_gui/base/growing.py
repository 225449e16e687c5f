"""Columns of numbers that grow row by row: what a plot draws while a run goes on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Numbers = npt.NDArray[np.float64]
else:  # the window is on screen before numpy
    Numbers = Any

_FIRST = 64


class Growing:
    """Rows under named columns, in the order of one of them.

    The arrays double when they are full, so that a row costs the same however many there are.

    Parameters
    ----------
    key : str
        The column that never falls from one row to the next. Rows that say something else of the
        same time, or of a later one, are thrown away: the run went back and does them again.
    """

    def __init__(self, key: str) -> None:
        self._key = key
        self._columns: dict[str, Numbers] = {}
        self._length = 0
        self.cuts = 0
        """How often rows were thrown away: what was worked out from the columns is void then."""

    def __len__(self) -> int:
        return self._length

    def names(self) -> tuple[str, ...]:
        """The columns, in the order in which they came."""
        return tuple(self._columns)

    def add(self, row: Mapping[str, float]) -> None:
        """One row; columns that it does not name get NaN."""
        self.cut(row[self._key])
        self._make_room(row)
        for name, column in self._columns.items():
            column[self._length] = row.get(name, float("nan"))
        self._length += 1

    def cut(self, key: float) -> None:
        """Throw away the rows from that value of the key column on."""
        if not self._length or self._columns[self._key][self._length - 1] < key:
            return
        import numpy as np

        self._length = int(np.searchsorted(self.column(self._key), key))
        self.cuts += 1

    def column(self, name: str) -> Numbers:
        """The numbers of a column, float64 (rows,): a view, not a copy; NaN if there is none."""
        if name not in self._columns:
            return _unknown(self._length)
        return self._columns[name][: self._length]

    def last(self, name: str) -> float | None:
        """The newest number of a column."""
        column = self.column(name)
        return float(column[-1]) if len(column) else None

    def _make_room(self, row: Mapping[str, float]) -> None:
        room = max(map(len, self._columns.values()), default=0)
        if self._length == room:
            room = max(_FIRST, 2 * room)
            for name, old in self._columns.items():
                self._columns[name] = _unknown(room)
                self._columns[name][: self._length] = old[: self._length]
        for name in row:
            if name not in self._columns:
                self._columns[name] = _unknown(room)


def _unknown(length: int) -> Numbers:
    import numpy as np

    return np.full(length, np.nan)
