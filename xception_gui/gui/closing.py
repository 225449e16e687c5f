"""Closing pictures, so that it can be undone."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtGui import QUndoCommand

from xception_gui.gui.picture_queue import PictureQueue, QueueItem


class Closing(QUndoCommand):
    """Takes pictures out of the queue; undone, they are back where they were.

    Parameters
    ----------
    show : callable
        Called with the key of the picture to show afterwards, or None.
    """

    def __init__(
        self, queue: PictureQueue, keys: Sequence[int], show: Callable[[int | None], None]
    ) -> None:
        super().__init__()
        self._queue, self._keys, self._show = queue, tuple(keys), show
        self._places: tuple[tuple[int, QueueItem], ...] = ()

    def redo(self) -> None:
        """Close them; a neighbour is shown instead of the one that was."""
        current = self._queue.current
        closed = set(self._keys)
        left = [item.key for item in self._queue.items if item.key not in closed]
        after = [key for key in left if current is not None and key > current]
        self._places = self._queue.take(self._keys)
        if current in closed:
            self._show(after[0] if after else left[-1] if left else None)

    def undo(self) -> None:
        """Open them again."""
        self._queue.put_back(self._places)
        if self._places:
            self._show(self._places[0][1].key)
