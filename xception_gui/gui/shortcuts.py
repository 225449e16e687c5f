"""The list of keys: every shortcut of the table of actions, by menu."""

from __future__ import annotations

from itertools import groupby

from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from xception_gui.gui import style
from xception_gui.gui.language import tr
from xception_gui.gui.menus import KeyRow, key_list
from xception_gui.gui.views.elide import ElidedLabel
from xception_gui.gui.views.key_caps import KeyCaps
from xception_gui.gui.views.page_dialog import EDGE, PageDialog

_WIDTH, _ROW, _BETWEEN = 760, 24, 32
_HEADING = 1.5  # rows that a heading takes


class Shortcuts(PageDialog):
    """Two columns of keys."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, _WIDTH)
        self._columns = QHBoxLayout(self.page)
        edge = style.px(EDGE)
        self._columns.setContentsMargins(edge, style.px(4), edge, style.px(12))
        self._columns.setSpacing(style.px(_BETWEEN))
        self._shown: list[QWidget] = []
        self.retranslate()

    def retranslate(self) -> None:
        """Write the list again."""
        super().retranslate()
        self.setWindowTitle(tr("Shortcuts"))
        for part in self._shown:
            part.deleteLater()
        self._shown = [_column(rows) for rows in _shared(list(key_list()))]
        for part in self._shown:
            self._columns.addWidget(part, 1)


def _shared(rows: list[KeyRow]) -> tuple[list[list[KeyRow]], list[list[KeyRow]]]:
    """The groups of both columns: each goes where there is less."""
    columns: tuple[list[list[KeyRow]], list[list[KeyRow]]] = ([], [])
    for _, found in groupby(sorted(rows, key=lambda row: row.order), lambda row: row.order):
        group = list(found)
        lengths = [sum(len(other) + _HEADING for other in column) for column in columns]
        columns[lengths.index(min(lengths))].append(group)
    return columns


def _column(groups: list[list[KeyRow]]) -> QWidget:
    made = QWidget()
    column = QVBoxLayout(made)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    for group in groups:
        title = QLabel(group[0].menu)
        title.setFont(style.font("bold"))
        title.setContentsMargins(0, style.px(12), 0, style.px(4))
        column.addWidget(title)
        for row in group:
            column.addWidget(_row(row))
    column.addStretch()
    return made


def _row(row: KeyRow) -> QWidget:
    made = QWidget()
    made.setFixedHeight(style.px(_ROW))
    line = QHBoxLayout(made)
    line.setContentsMargins(0, 0, 0, 0)
    line.setSpacing(style.px(6))
    line.addWidget(ElidedLabel(row.text), 1)
    for number, keys in enumerate(row.keys):
        if number:
            line.addWidget(_between())
        line.addWidget(KeyCaps(keys))
    return made


def _between() -> QWidget:
    """Between two shortcuts for the same."""
    made = ElidedLabel(tr("or"), role="faint", kind="small")
    made.take_own_width()
    return made
