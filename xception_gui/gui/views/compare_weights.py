"""Two sets of weights: how far each module's numbers are apart."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from xception_gui.base.numbers import exact, percent, real
from xception_gui.base.weight_difference import WeightsDifference
from xception_gui.gui import style
from xception_gui.gui.item_models.compare_rows import WEIGHTS_COLUMNS, weights_rows
from xception_gui.gui.language import tr
from xception_gui.gui.style.tokens import TOOL_BAND
from xception_gui.gui.views.compare_tree import CompareTree
from xception_gui.gui.views.elide import ElidedLabel
from xception_gui.gui.views.named_choice import NamedChoice
from xception_gui.gui.views.pane_header import Band
from xception_gui.gui.views.remark import Remark
from xception_gui.gui.views.segmented import Segmented
from xception_gui.gui.views.translated import Translated

_WIDTHS = {1: 76, 2: 90, 3: 150}
_FOOT = 33


class WeightsPage(Translated):
    """Tells which weights the active ones are to be compared with."""

    picked = Signal(str)
    file_wanted = Signal()
    path_selected = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.choice, self.file, self.order = NamedChoice(), QPushButton(), Segmented()
        self.file.setAutoDefault(False)
        self._active, self._against = ElidedLabel(), ElidedLabel(role="muted")
        self.tree, self.remark = CompareTree(WEIGHTS_COLUMNS, _WIDTHS), Remark()
        self._foot, self._total = Band(_FOOT, line_above=True), ElidedLabel()
        self.shown: WeightsDifference | None = None
        self.choice.picked.connect(self.picked)
        self.file.clicked.connect(self.file_wanted)
        self.order.chosen.connect(lambda _index: self._fill())
        self.tree.path_selected.connect(self.path_selected)
        self._arrange()
        self.retranslate()

    def set_active(self, name: str) -> None:
        """Name the weights in force."""
        self._active.set_text(name)

    def show_difference(self, found: WeightsDifference | None) -> None:
        """Show what differs; None while nothing is known."""
        self.shown = found
        self._fill()

    def retranslate(self) -> None:
        """Read the texts again."""
        self._against.set_text(tr("against"))
        self.file.setText(tr("Choose file…"))
        self.order.set_texts((tr("As a tree"), tr("Largest first")))
        self.order.setAccessibleName(tr("Order of the modules"))
        self.tree.setAccessibleName(tr("Difference of each module"))
        self.tree.set_hint(
            tr("Choose weights, or drop a file here, to compare the active ones with.")
        )
        self._fill()

    def _fill(self) -> None:
        found = self.shown
        self.tree.set_rows(weights_rows(found, self.order.current() == 1) if found else ())
        self._foot.setVisible(found is not None and found.relative is not None)
        self.remark.set_text("")
        if found is None:
            return
        if found.relative is None:
            self.remark.set_text(tr("These weights have no tensor of the same name and shape."))
            return
        same = sum(not row.largest for row in found.tensors)
        words = tr(
            "Difference of all numbers {relative} · {same} of {count} tensors equal",
            relative=f"{real(found.relative)} ({percent(found.relative)})",
            same=exact(same),
            count=exact(len(found.tensors)),
        )
        self._total.set_text(f"{words} · ‖b − a‖ / ‖a‖")

    def _arrange(self) -> None:
        band = Band(TOOL_BAND)
        row = QHBoxLayout(band)
        row.setContentsMargins(style.px(12), 0, style.px(12), 1)
        row.setSpacing(style.px(8))
        for label in (self._active, self._against):
            label.take_own_width()
        for part in (self._active, self._against, self.choice, self.file):
            row.addWidget(part)
        row.addStretch(1)
        row.addWidget(self.order)
        inner = QHBoxLayout(self._foot)
        inner.setContentsMargins(style.px(12), 1, style.px(12), 0)
        inner.addWidget(self._total)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(band)
        column.addWidget(self.remark)
        column.addWidget(self.tree, 1)
        column.addWidget(self._foot)
