"""The queue as the filmstrip shows it: keys become positions, and only what changed is redrawn."""

from __future__ import annotations

from collections.abc import Sequence

from xception_gui.base.numbers import percent
from xception_gui.gui.item_models.class_texts import class_words
from xception_gui.gui.language import tr
from xception_gui.gui.picture_queue import QueueItem
from xception_gui.gui.views.classify import ClassifyView
from xception_gui.gui.views.filmstrip import FilmItem


class Film:
    """Keeps a `ClassifyView`'s filmstrip like the queue."""

    def __init__(self, view: ClassifyView) -> None:
        self._view = view
        self._items: tuple[QueueItem, ...] = ()
        self._current: int | None = None

    def key(self, position: int) -> int:
        """Key of the picture at a position."""
        return self._items[position].key

    def show_items(self, items: tuple[QueueItem, ...]) -> None:
        """The queue has changed."""
        before, self._items = self._items, items
        if _keys(before) != _keys(items):
            self._view.set_pictures([_film_item(item) for item in items], self._position())
            return
        for position, (old, new) in enumerate(zip(before, items, strict=True)):
            if old is not new:
                self._view.update_picture(position, _film_item(new))

    def show_current(self, key: int | None) -> None:
        """Another picture is shown."""
        self._current = key
        self._view.set_current(self._position())

    def retranslate(self) -> None:
        """Say of every picture what it is in the language in force."""
        for position, item in enumerate(self._items):
            self._view.update_picture(position, _film_item(item))

    def _position(self) -> int:
        keys = _keys(self._items)
        return keys.index(self._current) if self._current in keys else -1


def _keys(items: Sequence[QueueItem]) -> list[int]:
    return [item.key for item in items]


def _film_item(item: QueueItem) -> FilmItem:
    name = item.source.name or tr("pasted picture")
    if item.state == "failed":
        note = tr("It could not be read again. Click it to try once more.")
        return FilmItem(name, "failed", item.thumbnail, note)
    if item.state != "answered":
        return FilmItem(name, item.state, item.thumbnail)
    words = f"{class_words(item.label)}, {percent(item.probability)}"
    if not item.trained:
        words = tr("no answer, the weights are untrained")
    return FilmItem(name, "answered", item.thumbnail, words)
