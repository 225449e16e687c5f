"""Thousands of pictures: closing them compares each with a few others, not with all."""

from __future__ import annotations

from PySide6.QtGui import QUndoStack

from xception_gui.gui.closing import Closing
from xception_gui.gui.lanes import Lanes
from xception_gui.gui.picture_queue import PictureQueue
from xception_gui.gui.sources import Source

COUNT = 400


class Key(int):
    """A key that counts how often it is compared."""

    compared = 0

    def __eq__(self, other: object) -> bool:
        Key.compared += 1
        return int(self) == other

    __hash__ = int.__hash__


def queue(lanes: Lanes) -> PictureQueue:
    def hear(*_told: object) -> None:
        """Nobody looks."""

    return PictureQueue(lanes, hear, hear, hear, hear)


def test_that_closing_many_looks_at_each_a_few_times(lanes: Lanes) -> None:
    made, stack, shown = queue(lanes), QUndoStack(), list[int | None]()
    keys = made.add(Source(f"{n}.png") for n in range(COUNT))
    made._current = keys[0]
    Key.compared = 0
    stack.push(Closing(made, list(map(Key, keys[:-1])), shown.append))
    assert Key.compared < 10 * COUNT
    assert [item.key for item in made.items] == keys[-1:]
    assert shown == keys[-1:]
    stack.undo()
    assert [item.key for item in made.items] == keys
