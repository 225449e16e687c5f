"""The pictures of the queue as the filmstrip's list knows them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget

from xception_gui.base.results import ByteArray
from xception_gui.gui.language import tr
from xception_gui.gui.views.plain_tip import plain_tip

ITEM = Qt.ItemDataRole.UserRole

State = Literal["waiting", "answered", "stopped", "failed"]
Image = ByteArray | QImage
Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, eq=False)
class FilmItem:
    """One picture of the queue.

    Parameters
    ----------
    name : str
        File name.
    state : str
        "waiting", "answered", "stopped" (cancelled before its turn) or "failed".
    image : uint8 array (height, width, 3), QImage or None
        At least 132×96 pixels, so that it is sharp on fine screens too; None while undecoded.
    note : str
        The answer, or why it failed: second line of the tool tip.
    """

    name: str
    state: State = "waiting"
    image: Image | None = None
    note: str = ""

    def differs(self, other: FilmItem) -> bool:
        """Whether the other would look (or read) otherwise."""
        words = (self.name, self.state, self.note) != (other.name, other.state, other.note)
        return words or self.image is not other.image


class FilmModel(QAbstractListModel):
    """The items, by position."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.items: list[FilmItem] = []

    def rowCount(self, parent: Index | None = None) -> int:
        """How many pictures there are."""
        return 0 if parent is not None and parent.isValid() else len(self.items)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The item itself, its tool tip, or what is read aloud."""
        item = self.items[index.row()]
        if role == ITEM:
            return item
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tip("\n".join(filter(None, (item.name, item.note))))
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return ", ".join(filter(None, (item.name, item.note or state_words(item.state))))
        return None

    def set_items(self, items: Sequence[FilmItem]) -> None:
        """Only what differs is told to the view, so that a growing queue does not make it jump."""
        if len(items) < len(self.items):
            self.beginResetModel()
            self.items = list(items)
            self.endResetModel()
            return
        for position, (old, new) in enumerate(zip(self.items, items, strict=False)):
            if old.differs(new):
                self.replace(position, new)
        if len(items) > len(self.items):
            self.beginInsertRows(QModelIndex(), len(self.items), len(items) - 1)
            self.items.extend(items[len(self.items) :])
            self.endInsertRows()

    def replace(self, position: int, item: FilmItem) -> None:
        """Another state of one picture."""
        self.items[position] = item
        index = self.index(position)
        self.dataChanged.emit(index, index)


def state_words(state: State) -> str:
    """A state in words, for those who hear the window."""
    words = {
        "waiting": tr("waiting"),
        "answered": tr("answered"),
        "stopped": tr("stopped"),
        "failed": tr("failed"),
    }
    return words[state]
