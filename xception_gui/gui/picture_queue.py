"""The opened pictures in order, and the bulk work on them: thumbnails in `io`, answers in `model`.

Only a few pictures are held prepared at a time, so a thousand files need no more memory than ten.
"""

from __future__ import annotations

import dataclasses
import itertools
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Literal

from xception_gui.base.preprocessing import Steps
from xception_gui.base.results import ByteArray, Prediction, Prepared
from xception_gui.gui.lanes import Failure, Job, Lanes
from xception_gui.gui.session import Answer
from xception_gui.gui.sources import OpenedSource, Source, open_source

Predict = Callable[[Prepared], Answer]
_OPENING = 2
_READY = 6
PREDICTING = "queue"


@dataclass(frozen=True)
class QueueItem:
    """One opened picture in the filmstrip.

    Parameters
    ----------
    state : str
        "waiting", "answered", "stopped" (the user cancelled before its turn) or "failed" (it was
        open and cannot be read again: its disk is gone).
    """

    key: int
    source: Source
    state: Literal["waiting", "answered", "stopped", "failed"] = "waiting"
    thumbnail: ByteArray | None = None
    image_id: str = ""
    label: str = ""
    probability: float = 0.0
    trained: bool = True


class PictureQueue:
    """Items in order; `pump` keeps both lanes supplied, not flooded.

    Parameters
    ----------
    changed, failed, answered, noted : callable
        Called in the GUI thread: the items have changed; one could not be opened;
        the queue has had one answered; the answer of any was noted.
    """

    def __init__(
        self,
        lanes: Lanes,
        changed: Callable[[], None],
        failed: Callable[[Failure], None],
        answered: Callable[[Answer], None],
        noted: Callable[[Source, Prediction], None],
    ) -> None:
        self._lanes = lanes
        self._predict: Predict = _no_network
        self._changed, self._failed, self._answered = changed, failed, answered
        self._noted = noted
        self._items: dict[int, QueueItem] = {}
        self._current: int | None = None
        self._numbers = itertools.count(1)
        self._todo: deque[int] = deque()
        self._opening: set[int] = set()
        self._ready: deque[tuple[int, Prepared]] = deque()
        self._predicting = False
        self._steps: Steps | None = None

    @property
    def items(self) -> tuple[QueueItem, ...]:
        """Every item in order."""
        return tuple(self._items.values())

    @property
    def current(self) -> int | None:
        """Key of the item that is shown; the workspace itself has it opened and answered."""
        return self._current

    def set_current(self, key: int | None) -> None:
        """Show another, which waits again if it was stopped; the one left unanswered joins."""
        before, self._current = self._current, key
        if before is not None and before != key:
            self._todo.appendleft(before)
        item = self.find(key)
        if item is not None and key != before and item.state in ("stopped", "failed"):
            self._replace(item.key, state="waiting")
        self.pump()

    def find(self, key: int | None) -> QueueItem | None:
        """The item of that key."""
        return self._items.get(key) if key is not None else None

    def beside(self, key: int | None, step: int) -> int | None:
        """Key of the neighbour `step` places on."""
        keys = list(self._items)
        place = keys.index(key) + step if key in self._items else 0
        return keys[place] if 0 <= place < len(keys) else None

    def add(self, sources: Iterable[Source]) -> list[int]:
        """Append pictures; their keys."""
        added = [QueueItem(next(self._numbers), source) for source in sources]
        self._items.update((item.key, item) for item in added)
        self._todo.extend(item.key for item in added)
        self._changed()
        return [item.key for item in added]

    def note_unreadable(self, key: int) -> None:
        """One that never opened is gone; one that was open stays, to be tried again when asked."""
        item = self._items.get(key)
        if item is not None and item.thumbnail is not None:
            self._replace(key, state="failed")
        elif item is not None:
            del self._items[key]
            self._changed()

    def take(self, keys: Sequence[int]) -> tuple[tuple[int, QueueItem], ...]:
        """Take some out: their places and what they were, to `put_back`."""
        if len(keys) == len(self._items):
            self._stop_work()
        taken = set(keys)
        places = tuple((n, item) for n, item in enumerate(self.items) if item.key in taken)
        for key in keys:
            self._items.pop(key, None)
        self._changed()
        return places

    def put_back(self, places: Sequence[tuple[int, QueueItem]]) -> None:
        """What `take` has taken out, where it was; another network may answer it by now."""
        items = list(self.items)
        for place, item in places:
            items.insert(place, dataclasses.replace(item, state="waiting"))
        self._items = {item.key: item for item in items}
        self._todo.extend(item.key for _, item in places)
        self._changed()
        self.pump()

    def note_opened(self, key: int, opened: OpenedSource) -> None:
        """Keep a picture's thumbnail."""
        self._replace(key, thumbnail=opened.thumbnail, image_id=opened.picture.image_id)

    def note_answer(self, key: int, prediction: Prediction) -> None:
        """Write the answer beside its item."""
        best = prediction.top(1)[0]
        answer = {"label": best.label, "probability": best.probability}
        self._replace(key, state="answered", trained=prediction.trained, **answer)
        if key in self._items:
            self._noted(self._items[key].source, prediction)

    def note_unanswered(self, key: int) -> None:
        """The network has no answer: nobody waits for it any more."""
        self._replace(key, state="stopped")

    def restart(self, steps: Steps, predict: Predict) -> None:
        """Another network is in force: every picture waits for its answer again.

        Parameters
        ----------
        predict : callable
            Runs in the model lane.
        """
        self._stop_work()
        self._steps, self._predict = steps, predict
        for item in self.items:
            self._items[item.key] = dataclasses.replace(
                item, state="waiting", label="", probability=0.0
            )
        self._todo.extend(self._items)
        self._changed()
        self.pump()

    def stop(self) -> None:
        """Answer no further picture by itself."""
        self._stop_work()
        for item in self.items:
            if item.state == "waiting":
                self._items[item.key] = dataclasses.replace(item, state="stopped")
        self._changed()

    def pump(self) -> None:
        """Begin what there is room for."""
        while self._todo and len(self._opening) < _OPENING and len(self._ready) < _READY:
            item = self._items.get(self._todo.popleft())
            if item is not None and self._is_wanted(item):
                self._open(item)
        if self._ready and not self._predicting:
            self._predict_ready()

    def _is_wanted(self, item: QueueItem) -> bool:
        """Whether it must be opened: for an answer, or, before torch is there, for a thumbnail."""
        useful = self._steps is not None or item.thumbnail is None
        free = item.key != self._current and item.key not in self._opening
        return free and useful and item.state == "waiting"

    def _open(self, item: QueueItem) -> None:
        self._opening.add(item.key)
        job = Job(
            "Open",
            partial(_once, item.source, self._steps),
            partial(self._opened, item.key),
            failed=partial(self._not_opened, item.key),
            latest=_opening_key(item.key),
            bulk=True,
        )
        self._lanes.submit("io", job)

    def _opened(self, key: int, opened: OpenedSource) -> None:
        self._opening.discard(key)
        self.note_opened(key, opened)
        if opened.prepared is not None and key in self._items:
            self._ready.append((key, opened.prepared))
        self.pump()

    def _not_opened(self, key: int, failure: Failure) -> None:
        self._opening.discard(key)
        self.note_unreadable(key)
        self._failed(failure)
        self.pump()

    def _predict_ready(self) -> None:
        self._predicting = True
        job = Job(
            "Classify",
            self._predictions,
            self._predicted,
            failed=self._not_predicted,
            ended=self._predictions_ended,
            latest=PREDICTING,
            bulk=True,
        )
        self._lanes.submit("model", job)

    def _predictions(self) -> Iterator[tuple[int, Answer]]:
        """Runs in the model lane; `deque.popleft` is safe between threads."""
        while self._ready:
            key, prepared = self._ready.popleft()
            yield key, self._predict(prepared)

    def _predicted(self, keyed: tuple[int, Answer]) -> None:
        key, answer = keyed
        self.note_answer(key, answer.prediction)
        self._answered(answer)
        self.pump()

    def _not_predicted(self, failure: Failure) -> None:
        """What stops one pass (memory, a device that is gone) would stop the next one too."""
        self.stop()
        self._failed(failure)

    def _predictions_ended(self) -> None:
        self._predicting = False
        self.pump()

    def _stop_work(self) -> None:
        for key in self._opening:
            self._lanes.cancel(_opening_key(key))
        self._lanes.cancel(PREDICTING)
        self._todo.clear()
        self._opening.clear()
        self._ready.clear()
        self._predicting = False

    def _replace(self, key: int, **values: Any) -> None:
        item = self._items.get(key)
        if item is not None:
            self._items[key] = dataclasses.replace(item, **values)
            self._changed()


def _no_network(_prepared: Prepared) -> Answer:
    raise RuntimeError("no network is loaded yet")


def _opening_key(key: int) -> str:
    return f"open:{key}"


def _once(source: Source, steps: Steps | None) -> Iterator[OpenedSource]:
    yield open_source(source, steps)
