"""Filters the architecture tree: what matches is shown with everything above and below it."""

from __future__ import annotations

from PySide6.QtCore import QObject, QSortFilterProxyModel

from xception_gui.base.key_names import keras_key, timm_key
from xception_gui.base.results import ModuleInfo
from xception_gui.gui.item_models.module_texts import display_name
from xception_gui.gui.item_models.module_tree import INFO_ROLE, Index


class ModuleFilter(QSortFilterProxyModel):
    """Keeps rows whose name, kind or type holds the words typed, and their ancestors.

    Every word must be found in the same row; capitals do not matter, ``x`` finds ``×``. A word
    with a dot is looked for in the path and in timm's, one with ``_`` in Keras' name too. Rows
    below a match stay, so that it can be opened.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._words: tuple[str, ...] = ()
        self.setRecursiveFilteringEnabled(True)
        self.setAutoAcceptChildRows(True)

    def set_text(self, text: str) -> None:
        """Show what matches `text`; everything if it is blank."""
        self._words = tuple(text.casefold().split())
        self.setFilterFixedString(text)  # only tells Qt to filter again

    def is_active(self) -> bool:
        """Whether any word is looked for."""
        return bool(self._words)

    def matches(self, info: ModuleInfo) -> bool:
        """Whether the row itself holds every word."""
        texts = (display_name(info), info.kind, info.type, info.kind.replace("×", "x"))
        words = "\n".join(texts).casefold()
        paths = f"{info.path}\n{timm_key(info.path) or ''}".casefold()
        with_keras = f"{words}\n{keras_key(info.path) or ''}"
        return all(
            word in (paths if "." in word else with_keras if "_" in word else words)
            for word in self._words
        )

    def filterAcceptsRow(self, row: int, parent: Index) -> bool:
        """Qt's question for one row."""
        if not self._words:
            return True
        info = self.sourceModel().index(row, 0, parent).data(INFO_ROLE)
        return isinstance(info, ModuleInfo) and self.matches(info)

    def paths_to_open(self, root: ModuleInfo) -> set[str]:
        """Paths of all rows with a match somewhere below them; none while nothing is typed."""
        found: set[str] = set()
        if self.is_active():
            self._collect(root, found)
        return found

    def _collect(self, info: ModuleInfo, found: set[str]) -> bool:
        below = [self._collect(child, found) for child in info.children]
        if any(below):
            found.add(info.path)
        return any(below) or self.matches(info)
