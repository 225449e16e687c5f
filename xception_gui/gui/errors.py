"""Failures as one banner: the newest is told, the others are counted until it is closed."""

from __future__ import annotations

import logging
from collections.abc import Callable

from xception_gui.gui import messages
from xception_gui.gui.lanes import Failure
from xception_gui.gui.language import tr
from xception_gui.gui.views.banner import Banner
from xception_gui.gui.workspace import Workspace

log = logging.getLogger(__name__)


class Errors:
    """Shows what fails in a `Banner`.

    Parameters
    ----------
    show_folder : callable
        Called with the folder of the file that the banner is about.
    """

    def __init__(
        self, banner: Banner, workspace: Workspace, show_folder: Callable[[str], None]
    ) -> None:
        self._banner, self._workspace, self._show_folder = banner, workspace, show_folder
        self._failures: list[Failure] = []
        self._told: set[str] = set()  # their problems: thousands of pictures may be damaged
        self._folder = ""
        self._way: tuple[str, str, Callable[[], object]] | None = None
        banner.pressed.connect(self._pressed)
        banner.closed.connect(self.clear)
        workspace.failed.connect(self.show)
        workspace.asked.connect(self.clear)

    def show(self, failure: Failure) -> None:
        """Tell a failure, once: a picture may be met by the queue and by whoever wants it shown."""
        problem = str(failure.problem or "")
        if problem in self._told:
            return
        if problem:  # a mistake of ours is in the log, with its traceback
            log.info("%s: %s", failure.action, problem)
            self._told.add(problem)
        self._failures.append(failure)
        self.retranslate()

    def offer(self, failure: Failure, words: str, call: Callable[[], object]) -> None:
        """What can be done about a failure, while it is told: `words` on the banner's button."""
        self._way = str(failure.problem), words, call
        self.retranslate()

    def retranslate(self) -> None:
        """Say it again in the language in force."""
        if not self._failures:
            return
        words = messages.error_words(
            self._failures[-1],
            picture=self._workspace.picture is not None,
            weights=self._workspace.network is not None,
            others=len(self._failures) - 1,
        )
        self._folder = words.folder
        way = self._way_on()
        button = tr(way[0]) if way else tr("Show in folder") if words.folder else ""
        self._banner.show_error(words.text, button, words.name)

    def forget(self, action: str) -> None:
        """This has succeeded by now."""
        self._failures = [f for f in self._failures if f.action != action]
        self._told = {str(f.problem) for f in self._failures if f.problem is not None}
        if self._failures:
            self.retranslate()
        else:
            self._banner.hide()

    def clear(self) -> None:
        """All of them are history."""
        self._failures.clear()
        self._told.clear()
        self._banner.hide()

    def newest(self) -> Failure | None:
        """What is told."""
        return self._failures[-1] if self._failures else None

    def _way_on(self) -> tuple[str, Callable[[], object]] | None:
        """What was offered, where it is for the failure that is told."""
        newest = self.newest()
        if self._way is None or newest is None or str(newest.problem) != self._way[0]:
            return None
        return self._way[1:]

    def _pressed(self) -> None:
        way = self._way_on()
        if way:
            way[1]()
        else:
            self._show_folder(self._folder)
