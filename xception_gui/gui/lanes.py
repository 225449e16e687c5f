"""The window's threads: `model` owns network, hooks and engine, `train` a run; two are for files.

A job runs in a lane; what it gives is handed to the GUI thread by one queued signal without
arguments, so that no Python object passes through Qt. Start at `Job`, then `Lanes`.
"""

from __future__ import annotations

import atexit
import itertools
import logging
import os
import queue
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from PySide6.QtCore import QObject, Qt, Signal, Slot

from xception_gui.base import Problem

LANES = {"model": 1, "io": 2, "train": 1}
STEP_BACK = 10  # niceness (Linux) of every lane: see docs/decisions/0010
LaneName = Literal["model", "io", "train"]
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Failure:
    """What went wrong in which action; `problem` is None for a mistake of ours (it is logged)."""

    action: str
    problem: Problem | None
    cause: str


@dataclass(frozen=True)
class Job:
    """One piece of work.

    Parameters
    ----------
    action : str
        What the user calls it; messages about a failure name it.
    work : callable
        Runs in the lane. Of a bulk job it returns an iterator, which must yield at least every
        100 ms; between two of its items waiting interactive jobs run.
    done : callable
        Called in the GUI thread with the result, or with every item of a bulk job.
    failed : callable, optional
        Called in the GUI thread with the `Failure`; without it `Lanes.failed` is emitted.
    ended : callable, optional
        Called in the GUI thread when a bulk job has no more items.
    latest : str
        Delivery. A key: LATEST, a newer job of the same key makes this one stale and its results
        are dropped. Empty: ALL, delivered in the order of submission.
    owed : bool
        The user was promised it: a window is not closed before it is done.
    """

    action: str
    work: Callable[[], Any]
    done: Callable[[Any], None]
    failed: Callable[[Failure], None] | None = None
    ended: Callable[[], None] | None = None
    latest: str = ""
    bulk: bool = False
    owed: bool = False


@dataclass(eq=False)
class _Ticket:
    """A submitted job; `steps` belongs to the lane, `outcome` to the GUI thread."""

    job: Job
    lane: str
    number: int
    steps: Iterator[Any] | None = None
    outcome: _Message | None = None


@dataclass(frozen=True)
class _Message:
    ticket: _Ticket
    kind: Literal["item", "result", "ended", "failed", "dropped"]
    value: Any = None


@dataclass
class _Waiting:
    """What a lane has still to do."""

    interactive: deque[_Ticket] = field(default_factory=deque)
    bulk: deque[_Ticket] = field(default_factory=deque)
    bulk_running: int = 0
    closed: bool = False


class _Lane:
    """Threads that take jobs, interactive ones first; one thread is kept free of bulk if it can."""

    def __init__(
        self,
        name: str,
        threads: int,
        post: Callable[[_Message], None],
        stale: Callable[[_Ticket], bool],
        prepare: Callable[[], None],
    ) -> None:
        self._post, self._stale, self._prepare = post, stale, prepare
        self._bulk_limit = max(1, threads - 1)
        self._waiting, self._change = _Waiting(), threading.Condition()
        self._threads = [
            threading.Thread(target=self._run, name=f"{name}-{n}", daemon=True)
            for n in range(threads)
        ]
        for thread in self._threads:
            thread.start()

    def submit(self, ticket: _Ticket) -> None:
        with self._change:
            waiting = self._waiting
            (waiting.bulk if ticket.job.bulk else waiting.interactive).append(ticket)
            self._change.notify_all()

    def close(self) -> None:
        """No further job is begun; `join` waits for the running ones."""
        with self._change:
            self._waiting.closed = True
            self._change.notify_all()

    def join(self, seconds: float) -> bool:
        end = time.monotonic() + seconds
        for thread in self._threads:
            thread.join(max(0.0, end - time.monotonic()))
        for ticket in self._waiting.bulk:
            _close_steps(ticket)
        return not any(thread.is_alive() for thread in self._threads)

    def _run(self) -> None:
        _step_back()
        while (ticket := self._next()) is not None:
            message = self._perform(ticket)
            if message.kind == "item" and self._stale(ticket):
                message = self._perform(ticket)  # dropped: it shall not keep its things till then
            if ticket.job.bulk:
                self._resume(ticket, again=message.kind == "item")
            self._post(message)
            del ticket, message  # an idle thread keeps no picture alive

    def _next(self) -> _Ticket | None:
        with self._change:
            self._change.wait_for(self._can_go)
            waiting = self._waiting
            if waiting.closed:
                return None
            if waiting.interactive:
                return waiting.interactive.popleft()
            waiting.bulk_running += 1
            return waiting.bulk.popleft()

    def _can_go(self) -> bool:
        waiting = self._waiting
        bulk = bool(waiting.bulk) and waiting.bulk_running < self._bulk_limit
        return waiting.closed or bool(waiting.interactive) or bulk

    def _resume(self, ticket: _Ticket, again: bool) -> None:
        with self._change:
            self._waiting.bulk_running -= 1
            if again:
                self._waiting.bulk.append(ticket)  # bulk jobs take turns
            else:
                _close_steps(ticket)
            self._change.notify_all()

    def _perform(self, ticket: _Ticket) -> _Message:
        if self._stale(ticket):
            return _Message(ticket, "dropped")
        try:
            self._prepare()
            if ticket.job.bulk:
                return _step(ticket)
            return _Message(ticket, "result", ticket.job.work())
        except Exception as error:  # noqa: BLE001 - reported, and the lane lives on
            return _Message(ticket, "failed", failure(ticket.job.action, error))


def _step_back() -> None:
    """Let the window's thread go first; threads that torch makes from here on inherit it."""
    if sys.platform == "linux":  # elsewhere a priority belongs to the whole process
        thread = threading.get_native_id()
        now = os.getpriority(os.PRIO_PROCESS, thread)
        os.setpriority(os.PRIO_PROCESS, thread, min(19, now + STEP_BACK))


def _idle() -> None:
    """Nothing has to be prepared."""


def _step(ticket: _Ticket) -> _Message:
    if ticket.steps is None:
        ticket.steps = iter(ticket.job.work())
    try:
        return _Message(ticket, "item", next(ticket.steps))
    except StopIteration:
        return _Message(ticket, "ended")


def _close_steps(ticket: _Ticket) -> None:
    """Let a generator run its ``finally`` in a known place."""
    close = getattr(ticket.steps, "close", None)
    if close is not None:
        close()


def failure(action: str, error: Exception) -> Failure:
    """`error` as plain data; a mistake of ours is logged with its traceback."""
    if isinstance(error, Problem):
        return Failure(action, error.with_traceback(None), "")
    log.error("%s failed", action, exc_info=error)
    return Failure(action, None, f"{type(error).__name__}: {error}"[:200])


class Lanes(QObject):
    """All lanes, and the delivery of their results to the thread that made this object.

    Parameters
    ----------
    prepare : mapping of lane to callable, optional
        Called in the lane before every job.
    """

    failed = Signal(object)
    _woken = Signal()

    def __init__(
        self,
        prepare: Mapping[str, Callable[[], None]] | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._inbox: queue.SimpleQueue[_Message] = queue.SimpleQueue()
        self._latest: dict[str, int] = {}
        self._order: dict[str, deque[_Ticket]] = {name: deque() for name in LANES}
        self._numbers, self._pending, self._closed = itertools.count(1), 0, False
        self._owed = 0
        self._woken.connect(self._deliver, Qt.ConnectionType.QueuedConnection)
        self._lanes = {
            name: _Lane(name, threads, self._post, self._is_stale, (prepare or {}).get(name, _idle))
            for name, threads in LANES.items()
        }
        atexit.register(self.close)

    @property
    def busy(self) -> bool:
        """Whether a job was submitted whose end has not been delivered yet."""
        return self._pending > 0

    @property
    def owes(self) -> bool:
        """Whether there is one that the user was promised."""
        return self._owed > 0

    def submit(self, lane: LaneName, job: Job) -> None:
        """Have `job` done in `lane`; after `close` it is dropped."""
        if self._closed:
            return
        ticket = _Ticket(job, lane, next(self._numbers))
        self._pending += 1
        self._owed += job.owed
        if job.latest:
            self._latest[job.latest] = ticket.number
        elif not job.bulk:
            self._order[lane].append(ticket)
        self._lanes[lane].submit(ticket)

    def cancel(self, latest: str) -> None:
        """Make every job of this key stale; one that is running is left to end unheard."""
        self._latest.pop(latest, None)

    @Slot()
    def close(self, seconds: float = 4.0) -> bool:
        """Stop all lanes and join their threads; whether all have ended, also when asked again."""
        if self._closed:
            return all(lane.join(0) for lane in self._lanes.values())
        self._closed = True
        atexit.unregister(self.close)
        for lane in self._lanes.values():
            lane.close()
        end = time.monotonic() + seconds
        ended = [lane.join(max(0.0, end - time.monotonic())) for lane in self._lanes.values()]
        if not all(ended):
            log.warning("a job did not end within %.0f s of closing", seconds)
        return all(ended)

    def _post(self, message: _Message) -> None:
        if not self._closed:
            self._inbox.put(message)
            self._woken.emit()

    def _is_stale(self, ticket: _Ticket) -> bool:
        key = ticket.job.latest
        return bool(key) and self._latest.get(key) != ticket.number

    @Slot()
    def _deliver(self) -> None:
        """One message per wake-up, so that painting comes in between."""
        if self._closed:
            return
        message = self._inbox.get()
        ticket = message.ticket
        if ticket.job.latest or ticket.job.bulk:
            self._hand_over(message)
        else:
            ticket.outcome = message
            self._hand_over_in_order(self._order[ticket.lane])

    def _hand_over_in_order(self, order: deque[_Ticket]) -> None:
        while order and order[0].outcome is not None:
            self._hand_over(order.popleft().outcome)  # type: ignore[arg-type]

    def _hand_over(self, message: _Message) -> None:
        if message.kind != "item":
            self._pending -= 1
            self._owed -= message.ticket.job.owed
        if message.kind == "dropped" or self._is_stale(message.ticket):
            return
        try:
            self._call(message)
        except Exception as error:  # noqa: BLE001 - reported, and the window lives on
            self.failed.emit(failure(message.ticket.job.action, error))

    def _call(self, message: _Message) -> None:
        job = message.ticket.job
        if message.kind == "failed":
            (job.failed or self.failed.emit)(message.value)
        elif message.kind == "ended":
            if job.ended is not None:
                job.ended()
        else:
            job.done(message.value)
