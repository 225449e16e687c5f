"""The likeliest classes with their probabilities: one clickable row each."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from xception_gui.base.results import ClassProbability
from xception_gui.gui import style
from xception_gui.gui.item_models.class_texts import class_words
from xception_gui.gui.views.answer_row import AnswerRow
from xception_gui.gui.views.elide import text_width
from xception_gui.gui.views.translated import Translated

_LEAST_NAME, _MOST_NAME = 92, 0.4  # pixels; share of the row


class AnswerRows(Translated):
    """Some rows below each other; `class_chosen` gives the index of the class to explain."""

    class_chosen = Signal(int)

    def __init__(self, count: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(0)
        self._rows: list[AnswerRow] = []
        self._strength = 1.0
        self.set_count(count)

    @property
    def rows(self) -> tuple[AnswerRow, ...]:
        """The row widgets, likeliest first."""
        return tuple(self._rows)

    def set_count(self, count: int) -> None:
        """Have this many rows; the new ones are empty."""
        while len(self._rows) > count:
            row = self._rows.pop()
            self._layout.removeWidget(row)
            row.hide()
            row.deleteLater()
        while len(self._rows) < count:
            self._rows.append(self._made_row())

    def set_rows(
        self,
        rows: Sequence[ClassProbability],
        explained: int | None,
        trained: bool = True,
        animate: bool = False,
    ) -> None:
        """Show these classes; `explained` is the index of the class of the heat map."""
        for number, widget in enumerate(self._rows):
            row = rows[number] if number < len(rows) else None
            widget.set_row(row, trained, animate)
            widget.setVisible(row is not None or not rows)  # tracks wait for a first answer only
            widget.setChecked(row is not None and row.index == explained)
        self._share_tab_stop()
        self._align()

    def set_strength(self, strength: float) -> None:
        """Opacity of all rows: below 1 for an answer to something else than what is shown."""
        self._strength = strength
        for row in self._rows:
            row.set_strength(strength)

    def choose(self, position: int) -> None:
        """As if the row at that position had been clicked."""
        if 0 <= position < len(self._rows):
            self._chosen(self._rows[position])

    def retranslate(self) -> None:
        """Read the texts again."""
        for row in self._rows:
            row.retranslate()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up and down move between the rows, Enter explains."""
        at = next((n for n, row in enumerate(self._rows) if row.hasFocus()), -1)
        step = {Qt.Key.Key_Up.value: -1, Qt.Key.Key_Down.value: 1}.get(event.key(), 0)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.choose(at)
        elif step and 0 <= at + step < len(self._rows) and self._rows[at + step].isVisible():
            self._rows[at + step].setFocus(Qt.FocusReason.TabFocusReason)
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, _event: QResizeEvent) -> None:
        """The names get their share of the width."""
        self._align()

    def _made_row(self) -> AnswerRow:
        row = AnswerRow(self)
        row.set_row(None, trained=True, animate=False)
        row.set_strength(self._strength)
        policy = row.sizePolicy()
        policy.setRetainSizeWhenHidden(True)  # weights of two classes move nothing else
        row.setSizePolicy(policy)
        row.clicked.connect(lambda: self._chosen(row))
        self._layout.addWidget(row)
        return row

    def _chosen(self, widget: AnswerRow) -> None:
        if widget.row is not None:
            self.class_chosen.emit(widget.row.index)

    def _share_tab_stop(self) -> None:
        """Tab stops once at the rows, at the explained one; arrows do the rest."""
        stop = next((row for row in self._rows if row.isChecked()), self._rows[0])
        for row in self._rows:
            policy = Qt.FocusPolicy.TabFocus if row is stop else Qt.FocusPolicy.NoFocus
            row.setFocusPolicy(policy)

    def _align(self) -> None:
        bold = style.font("bold")
        widths = [text_width(bold, class_words(row.row.label)) for row in self._rows if row.row]
        most = round(_MOST_NAME * self.width())
        width = min(max([style.px(_LEAST_NAME), *widths]), most)
        for row in self._rows:
            row.set_name_width(width)
