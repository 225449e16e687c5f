"""The runs as a table: which are drawn, what they reached, what the user calls them."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QModelIndex, Qt, Signal

from xception_gui.base.curves import RunState
from xception_gui.base.events import RunEnded
from xception_gui.base.numbers import exact, percent
from xception_gui.base.run_folders import RunSummary
from xception_gui.base.texts import problem_text
from xception_gui.gui.item_models.rows_model import Index, RowsModel
from xception_gui.gui.language import language, mark, tr
from xception_gui.gui.views.plain_tip import plain_tip

COLUMNS = ("", mark("Run"), mark("State"), mark("Best top-1"), mark("Epochs"), mark("Note"))
SHOWN, RUN, STATE, BEST, EPOCHS, NOTE = range(6)
RIGHT = (BEST, EPOCHS)
PLACE_ROLE, SHOWN_ROLE, CURRENT_ROLE = (Qt.ItemDataRole.UserRole + n for n in range(3))
STATES: dict[RunState, str] = {
    "preparing": mark("Preparing"),
    "running": mark("Running"),
    "paused": mark("Paused"),
    "stopped": mark("Stopped"),
    "failed": mark("Failed"),
    "finished": mark("Finished"),
}
_EDITED = {"name": RUN, "note": NOTE}
# What `training.ablate` notes of a variant: "−39.9 k parameters (842 k)".
_COUNTED = re.compile(r"([+−]?[\d.]+(?:\u202f[kMGT])?) parameters( \([^)]+\))?")


def failure_words(ended: RunEnded | None) -> str:
    """Why a run failed; empty for one that did not, or that another version has written."""
    if ended is None or not ended.code:
        return ""
    with contextlib.suppress(KeyError, TypeError, ValueError):
        return problem_text(ended.code, dict(ended.fields), language())
    return ""


def note_words(note: str) -> str:
    """The user's words as they are, the program's in the language in force."""
    found = _COUNTED.fullmatch(note)
    if found is None:
        return note
    return tr("{count} parameters", count=found[1]) + (found[2] or "")


class RunModel(RowsModel[RunSummary]):
    """Rows in the order in which they were given; a name or note that is written is only told."""

    renamed = Signal(str, str)
    noted = Signal(str, str)
    columns = COLUMNS

    def __init__(self) -> None:
        super().__init__()
        self._shown: frozenset[str] = frozenset()
        self._places: Mapping[str, int] = {}
        self._current = ""
        self._unwritten: dict[tuple[str, int], str] = {}

    def set_runs(self, rows: Sequence[RunSummary], places: Mapping[str, int]) -> None:
        """Other runs, or what the same ones have reached since; selection and editor stay."""
        self._places = dict(places)
        paths = {row.path for row in rows}
        for at in reversed(range(len(self._rows))):
            if self._rows[at].path not in paths:
                self._remove(at)
        for at, row in enumerate(rows):
            self._put(at, row)
        for at in reversed(range(len(rows), len(self._rows))):  # stand further up by now
            self._remove(at)

    def set_shown(self, shown: frozenset[str], current: str) -> None:
        """Which runs are drawn (by path), and which one is on view."""
        if (shown, current) != (self._shown, self._current):
            self._shown, self._current = shown, current
            self._tell(range(len(self._rows)), SHOWN, SHOWN)

    def keep(self, path: str, field: str, text: str) -> None:
        """A "name" or "note" that could not be written: its editor begins with it.

        The cell is not told of: by now something else may be typed there.
        """
        self._unwritten[path, _EDITED[field]] = text

    def move(self, old: str, new: str) -> None:
        """A run has another path from here on."""
        for column in _EDITED.values():
            if (old, column) in self._unwritten:
                self._unwritten[new, column] = self._unwritten.pop((old, column))

    def row(self, index: Index) -> RunSummary:
        """The run of a row."""
        return self._rows[index.row()]

    def is_shown(self, path: str) -> bool:
        """Whether its curves are drawn."""
        return path in self._shown

    def words(self, row: RunSummary) -> tuple[str, ...]:
        """What the cells of a row say."""
        best = percent(row.best) if row.best is not None else "–"
        of = f"{exact(row.epochs_done)} / {exact(row.epochs)}" if row.epochs else "–"
        return ("", row.name, tr(STATES[row.state]), best, of, note_words(row.note))

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Name and note can be written."""
        flags = super().flags(index)
        edited = index.column() in _EDITED.values()
        return flags | Qt.ItemFlag.ItemIsEditable if edited else flags

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Words, colour place, whether drawn, whether on view."""
        row, column = self._rows[index.row()], index.column()
        typed = self._unwritten.get((row.path, column))
        if role == Qt.ItemDataRole.EditRole:
            if typed is not None:
                return typed
            return row.name if column == RUN else note_words(row.note)
        if role == Qt.ItemDataRole.AccessibleTextRole and column == SHOWN:
            return tr("shown") if row.path in self._shown else tr("hidden")
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tip(self._hint(row, column))
        if role == PLACE_ROLE:
            return self._places.get(row.path, 0)
        if role == SHOWN_ROLE:
            return row.path in self._shown
        if role == CURRENT_ROLE:
            return row.path == self._current
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        return self.words(row)[column] if typed is None else tr("not saved: {words}", words=typed)

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Tell what was written; the table shows it once it is so."""
        row, text = self._rows[index.row()], str(value).strip()
        if role != Qt.ItemDataRole.EditRole or index.column() not in _EDITED.values():
            return False
        self._unwritten.pop((row.path, index.column()), None)
        if index.column() == RUN and text and text != row.name:
            self.renamed.emit(row.path, text)
        elif index.column() == NOTE and text != note_words(row.note):
            self.noted.emit(row.path, text)
        return False

    def _hint(self, row: RunSummary, column: int) -> str:
        if (row.path, column) in self._unwritten:
            again = tr("Not written: press F2, then Enter, to try again")
            return f"{self._unwritten[row.path, column]}\n{again}"
        if column == SHOWN:
            shown = row.path in self._shown
            return tr("Hide the curves") if shown else tr("Show the curves")
        if column == STATE and row.failed is not None:
            return failure_words(row.failed)
        return row.path if column == RUN else self.words(row)[column]

    def _put(self, at: int, row: RunSummary) -> None:
        if at == len(self._rows) or self._rows[at].path != row.path:
            self.beginInsertRows(QModelIndex(), at, at)
            self._rows = (*self._rows[:at], row, *self._rows[at:])
            self.endInsertRows()
        elif self._rows[at] != row:
            self._update(at, row)

    def _update(self, at: int, row: RunSummary) -> None:
        """A cell that did not change is not told of: what is being typed there would be lost."""
        old = self._rows[at]
        self._rows = (*self._rows[:at], row, *self._rows[at + 1 :])
        self._tell(range(at, at + 1), STATE, EPOCHS)
        if row.note != old.note:
            self._tell(range(at, at + 1), NOTE, NOTE)

    def _remove(self, at: int) -> None:
        self.beginRemoveRows(QModelIndex(), at, at)
        self._rows = (*self._rows[:at], *self._rows[at + 1 :])
        self.endRemoveRows()

    def _tell(self, rows: range, first: int, last: int) -> None:
        if rows:
            self.dataChanged.emit(self.index(rows[0], first), self.index(rows[-1], last))
