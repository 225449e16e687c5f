"""A heading and lines of facts below it that come anew again and again."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from xception_gui.gui import style
from xception_gui.gui.item_models.fact_row import FactRow
from xception_gui.gui.views.fact_rows import FactRowView, group_title


class FactBlock(QWidget):
    """Stands on ``base``, as the pages do.

    Parameters
    ----------
    edge : int
        Left and right of the lines, in pixels of a 12-pixel font.
    """

    def __init__(self, edge: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setBackgroundRole(QPalette.ColorRole.Base)
        self.setAutoFillBackground(True)
        self._title, self._lines = group_title(""), QWidget()
        self._title.setContentsMargins(0, 0, 0, 0)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(*[style.px(edge), style.px(8)] * 2)
        self._column.setSpacing(0)
        self._heading = QHBoxLayout()
        self._heading.setContentsMargins(0, 0, 0, style.px(4))
        self._heading.setSpacing(style.px(12))
        self._heading.addWidget(self._title)
        self._column.addLayout(self._heading)
        self._column.addWidget(self._lines)

    def put_beside(self, note: QWidget) -> None:
        """Something in the rest of the heading's line: why there are no facts."""
        self._heading.addWidget(note, 1)

    def set_facts(self, title: str, facts: Sequence[FactRow]) -> None:
        """Show other facts."""
        lines = QWidget()
        column = QVBoxLayout(lines)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for fact in facts:
            column.addWidget(FactRowView(fact))
        self._title.setText(title)
        self._column.replaceWidget(self._lines, lines)
        self._lines.hide()  # it may be deleted only when the next ones have been seen
        self._lines.deleteLater()
        self._lines = lines
