"""What the selected row of two architectures is, in each of them; also where only one has it."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from xception_gui.base.architectures import Architecture
from xception_gui.base.comparison import ComparedRow
from xception_gui.base.numbers import shape
from xception_gui.base.results import ModuleInfo
from xception_gui.gui import style
from xception_gui.gui.item_models.compare_rows import architecture_words, row_sign
from xception_gui.gui.item_models.module_texts import brief
from xception_gui.gui.language import tr
from xception_gui.gui.views.elide import ElidedLabel
from xception_gui.gui.views.pane_header import Band

_HEIGHT, _LINE = 76, 21


class CompareCard(Band):
    """Path and state of a row, and a line for each network; its room is always kept."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_HEIGHT, line_above=True, parent=parent)
        self._path, self._state = ElidedLabel(kind="bold"), ElidedLabel(role="muted")
        self._sides = (ElidedLabel(), ElidedLabel())
        self._path.take_own_width()
        for label in (self._path, self._state, *self._sides):
            label.setFixedHeight(style.px(_LINE))
        first = QHBoxLayout()
        first.setSpacing(style.px(8))
        first.addWidget(self._path)
        first.addWidget(self._state, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, style.px(6), 12, style.px(6))
        column.setSpacing(0)
        column.addLayout(first)
        for side in self._sides:
            side.use_smaller_letters()
            column.addWidget(side)

    def text(self) -> str:
        """All lines."""
        labels = (self._path, self._state, *self._sides)
        return "\n".join(filter(None, (label.text() for label in labels)))

    def show_row(self, row: ComparedRow | None, left: Architecture, right: Architecture) -> None:
        """Tell what a row is; None: how to see it."""
        self._path.set_text(row.path if row else "")
        told = tr(row_sign(row)[1]) if row and row_sign(row)[1] else ""
        same = tr("The same in both networks") if row else tr("Select a row to see it in both.")
        self._state.set_text(told or same)
        for label, one, info in zip(
            self._sides,
            (left, right),
            (row.left, row.right) if row else (None, None),
            strict=True,
        ):
            label.set_text(_side(one, info) if row else "")


def _side(one: Architecture, info: ModuleInfo | None) -> str:
    name = architecture_words(one.name)
    if info is None:
        return tr("{name}: no such module", name=name)
    if not info.output_shape:
        return tr("{name}: {type}, did not run", name=name, type=info.type)
    way = f"{shape(info.input_shape)} → {brief(info)}"
    return tr("{name}: {type}, {numbers}", name=name, type=info.type, numbers=way)
