"""Pages about architectures: five tutorials, the cost of a layer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QLabel, QSpinBox, QVBoxLayout, QWidget

from xception_gui.base.layer_cost import LayerCost, layer_costs
from xception_gui.base.tutorials import Tutorial, tutorial_row
from xception_gui.gui import style
from xception_gui.gui.item_models.architecture_texts import (
    cost_row,
    stop_words,
    tutorial_rows,
)
from xception_gui.gui.lanes import Job
from xception_gui.gui.language import mark, tr
from xception_gui.gui.page_export import offer_table
from xception_gui.gui.views.elide import ElidedLabel
from xception_gui.gui.views.fact_page import FactPage
from xception_gui.gui.views.fact_rows import FactRowView, group_title, sentence
from xception_gui.gui.views.option_row import OptionRow
from xception_gui.gui.views.page_dialog import EDGE, PageDialog

if TYPE_CHECKING:
    from xception_gui.gui.main_window import MainWindow

_WIDE = 860


class TutorialsPage(FactPage):
    """Five tutorials that present themselves as Xception; counted when it is first opened."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window, _WIDE)
        self._window = window
        self._found: Sequence[Tutorial] = ()
        offer_table(self, window, "tutorials", lambda: list(map(tutorial_row, self._found)))
        self.retranslate()

    def look(self) -> None:
        """Show it."""
        self.open_page()
        if not self._found:
            job = Job("Count the tutorials", _tutorials, self._show, latest="tutorials")
            self._window.lanes.submit("model", job)

    def parts(self) -> Iterator[QWidget]:
        """For each what it builds, how it departs from the paper, its numbers."""
        if not self._found:
            yield ElidedLabel(tr("Counting…"), role="muted")
            return
        for found in self._found:
            yield group_title(f"{found.letter} · {tr(found.builds)}")
            for text in found.differs:
                yield sentence(f"· {tr(text)}")
            if found.stop is not None:
                yield sentence(stop_words(found), "error")
            for row in tutorial_rows(found):
                yield FactRowView(row)

    def retranslate(self) -> None:
        """Read the texts again."""
        self.setWindowTitle(tr("Tutorials"))
        super().retranslate()

    def _show(self, found: Sequence[Tutorial]) -> None:
        self._found = found
        self.refill()


class CostPage(PageDialog):
    """What one layer costs in three forms, live."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window, _WIDE)
        self.values = {name: spin(value) for name, (value, _) in LAYER_VALUES.items()}
        self._rows = {name: OptionRow() for name in LAYER_VALUES}
        self._title, self._lines = QLabel(), QWidget()
        self._column = QVBoxLayout(self.page)
        self._column.setContentsMargins(*[style.px(EDGE), style.px(12)] * 2)
        self._column.setSpacing(0)
        for name, row in self._rows.items():
            row.set_control(self.values[name])
            self.values[name].valueChanged.connect(self._count)
            self._column.addWidget(row)
        self._title.setFont(style.font("bold"))
        self._title.setContentsMargins(0, style.px(12), 0, style.px(4))
        self._column.addWidget(self._title)
        self._column.addWidget(self._lines)
        self._column.addStretch()
        offer_table(self, window, "layer_cost", lambda: [asdict(cost) for cost in self._costs()])
        self.retranslate()

    def retranslate(self) -> None:
        """Read the texts again."""
        super().retranslate()
        self.setWindowTitle(tr("Cost of a layer"))
        for name, (_, words) in LAYER_VALUES.items():
            self._rows[name].set_words(tr(words), "")
        self._title.setText(tr("Parameters, without biases"))
        self._count()

    def _costs(self) -> tuple[LayerCost, ...]:
        return layer_costs(*(control.value() for control in self.values.values()))

    def _count(self) -> None:
        lines = QWidget()
        column = QVBoxLayout(lines)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for cost in self._costs():
            column.addWidget(FactRowView(cost_row(cost)))
        self._column.replaceWidget(self._lines, lines)
        self._lines.deleteLater()
        self._lines = lines


LAYER_VALUES = {
    "inside": (32, mark("Channels before")),
    "outside": (64, mark("Channels after")),
    "kernel": (3, mark("Kernel, pixels")),
    "size": (112, mark("Output, pixels")),
}


def spin(value: int) -> QSpinBox:
    """A field for a whole number from 1 on."""
    made = QSpinBox()
    made.setRange(1, 10_000)
    made.setValue(value)
    return made


def _tutorials() -> Sequence[Tutorial]:
    from xception_gui.inspection.tutorials import LETTERS, tutorial

    return [tutorial(letter) for letter in LETTERS]
