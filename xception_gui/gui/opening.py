"""What the user wants opened: recognised by its content, read and decoded in the `io` lane.

Part of the workspace, which is told what was found.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from functools import partial

from PySide6.QtCore import QObject, Signal

from xception_gui.base.preprocessing import Steps
from xception_gui.gui.cache import ByteCache
from xception_gui.gui.drop import Dropped, png_of
from xception_gui.gui.lanes import Failure
from xception_gui.gui.sources import Found, OpenedSource, Source, open_source, survey
from xception_gui.gui.waiting import Waiting


class Opening(QObject):
    """Turns paths, and what was dropped or pasted, into pictures, weights and class folders."""

    pictures_found = Signal(object, bool)  # Sequence of `Source`; whether its first is to be shown
    weights_found = Signal(str)  # path of a weights file
    classes_found = Signal(object)  # `ClassFolderSet`
    opened = Signal(int, object)  # key of a picture, its `OpenedSource`
    unreadable = Signal(int)  # key of a picture; why was told before
    failed = Signal(object)  # `Failure`

    def __init__(self, waiting: Waiting, cache: ByteCache, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._waiting, self._cache, self._numbers = waiting, cache, itertools.count(1)
        self._reading = 0

    def open_dropped(self, dropped: Dropped) -> None:
        """Open what was dropped or pasted, and say why the rest is refused."""
        for problem in dropped.refused:
            self.failed.emit(Failure("Open", problem, ""))
        if dropped.pixels is not None:
            self.pictures_found.emit([Source("", data=partial(png_of, dropped.pixels))], True)
        if dropped.paths:
            self.open_paths(dropped.paths)

    def open_paths(self, paths: Sequence[str], as_pictures: bool = False) -> None:
        """Open files and folders, each by its content; the first picture among them is shown."""
        key = f"survey:{next(self._numbers)}"
        first = iter((True,))
        work = partial(survey, tuple(paths), as_pictures)
        self._waiting.submit_many("io", key, "Open", work, lambda found: self._take(found, first))

    def read(self, key: int, source: Source, steps: Steps | None) -> None:
        """Open the picture that is wanted, and prepare it with `steps`; of several, the newest."""
        kept: OpenedSource | None = self._cache.get(("opened", key))
        if kept is not None and kept.suits(steps):
            self._waiting.cancel("picture")
            self._arrived(key, kept)
            return
        self._reading = key
        work = partial(open_source, source, steps)
        arrived, failed = partial(self._arrived, key), partial(self._not_read, key)
        self._waiting.submit("io", "picture", "Open", work, arrived, failed)

    def forget(self, keys: Sequence[int]) -> None:
        """Keep no pixels of closed pictures: undone, they are read again."""
        if self._reading in keys:
            self._waiting.cancel("picture")
        for key in keys:
            self._cache.forget(("opened", key))

    def _arrived(self, key: int, opened: OpenedSource) -> None:
        self._cache.put(("opened", key), opened)
        self.opened.emit(key, opened)

    def _not_read(self, key: int) -> None:
        self._cache.forget(("opened", key))
        self.unreadable.emit(key)

    def _take(self, found: Found, first: Iterator[bool]) -> None:
        """Whatever a dropped thing turned out to be; `first` is spent by its first picture."""
        if found.problem is not None:
            self.failed.emit(Failure("Open", found.problem, ""))
        elif found.weights:
            self.weights_found.emit(found.weights)
        elif found.classes is not None:
            self.classes_found.emit(found.classes)
        else:
            self.pictures_found.emit(found.sources, next(first, False))
