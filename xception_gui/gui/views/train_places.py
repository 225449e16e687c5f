"""Which place among the colours each run has."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence


class RunPlaces:
    """A run keeps its place: while others come and go, under another name, in the next session.

    Parameters
    ----------
    paths : sequence of str
        Each at its place; "" at one that is free.
    """

    def __init__(self, paths: Sequence[str] = ()) -> None:
        self._paths = list(paths)

    @property
    def paths(self) -> tuple[str, ...]:
        """Each at its place, as they were given."""
        return tuple(self._paths)

    @property
    def by_path(self) -> dict[str, int]:
        """The place of each run."""
        return {path: place for place, path in enumerate(self._paths) if path}

    def add(self, paths: Iterable[str]) -> None:
        """Give the first free places to those that have none."""
        for path in paths:
            if path not in self._paths:
                free = self._paths.index("") if "" in self._paths else len(self._paths)
                self._paths[free : free + 1] = [path]

    def move(self, old: str, new: str) -> None:
        """A run has another name, perhaps one that was another run's."""
        if old in self._paths:
            self._paths = ["" if path == new else path for path in self._paths]
            self._paths[self._paths.index(old)] = new

    def keep(self, known: Collection[str]) -> None:
        """Free the places of all others."""
        self._paths = [path if path in known else "" for path in self._paths]
