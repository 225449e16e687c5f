"""What the user waits for: jobs with a name, so that the window can say it and give it up."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Signal

from xception_gui.gui.lanes import Failure, Job, LaneName, Lanes


class Waiting(QObject):
    """Jobs of which the user expects an answer; of one key only the newest counts."""

    changed = Signal(str)  # the action that is waited for; empty if none is
    failed = Signal(object)  # Failure

    def __init__(self, lanes: Lanes, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lanes = lanes
        self._actions: dict[str, str] = {}

    @property
    def action(self) -> str:
        """What is waited for; empty if nothing."""
        return next(iter(self._actions.values()), "")

    def submit(
        self,
        lane: LaneName,
        key: str,
        action: str,
        work: Callable[[], Any],
        done: Callable[[Any], None],
        failed: Callable[[], None] | None = None,
    ) -> None:
        """Have `work` done; `failed` is called after the failure was told."""

        def arrived(result: Any) -> None:
            self._end(key)
            done(result)

        self._begin(key, action)
        job = Job(action, work, arrived, failed=partial(self._fail, key, failed), latest=key)
        self._lanes.submit(lane, job)

    def submit_many(
        self,
        lane: LaneName,
        key: str,
        action: str,
        work: Callable[[], Any],
        done: Callable[[Any], None],
    ) -> None:
        """A bulk job: `done` is called with every item."""
        self._begin(key, action)
        failed, ended = partial(self._fail, key, None), partial(self._end, key)
        job = Job(action, work, done, failed, ended, latest=key, bulk=True)
        self._lanes.submit(lane, job)

    def cancel(self, key: str) -> None:
        """Wait for this no longer."""
        self._lanes.cancel(key)
        self._end(key)

    def cancel_all(self, but: str = "") -> None:
        """Wait for nothing any more, save for that key."""
        for key in list(self._actions):
            if key != but:
                self.cancel(key)

    def _begin(self, key: str, action: str) -> None:
        self._actions[key] = action
        self.changed.emit(action)

    def _end(self, key: str) -> None:
        if self._actions.pop(key, None) is not None:
            self.changed.emit(self.action)

    def _fail(self, key: str, then: Callable[[], None] | None, failure: Failure) -> None:
        self._end(key)
        self.failed.emit(failure)
        if then is not None:
            then()
