"""The batches of a run from its next step on."""

from __future__ import annotations

import itertools
from collections.abc import Generator, Iterator

from xception_gui.base.memory import memory_problem
from xception_gui.training.batches import places_of
from xception_gui.training.reading import Picked, Wanted, picked_ahead
from xception_gui.training.run import Run
from xception_gui.training.schedule import wanted_at
from xception_gui.training.state import State


class Upcoming:
    """One batch after the other, as the steps come; those of the next steps are read meanwhile.

    While it is closed, as in a pause, it has no threads.
    """

    def __init__(self, run: Run, state: State) -> None:
        self._run, self._state = run, state
        self._batches: Generator[Picked, None, None] | None = None

    def batch(self) -> Picked:
        """That of the state's step, which must be the one after that of the last call."""
        if self._batches is None:
            self._batches = picked_ahead(self._run.training, self._wanted())
        with memory_problem(self._run.data, "cpu"):
            return next(self._batches)

    def _wanted(self) -> Iterator[Wanted]:
        run, state = self._run, self._state
        for step in itertools.count(state.step):
            yield wanted_at(run.config, step, len(run.training)), places_of(run, state.parts)

    def close(self) -> None:
        """Give up what is being read."""
        if self._batches is not None:
            self._batches.close()
            self._batches = None
