"""One variant of an architecture: whether it is trained too, what it costs, what it is about."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QHBoxLayout,
    QSizePolicy,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from xception_gui.gui import style
from xception_gui.gui.views.elide import ElidedLabel

_COST, _INDENT = 250, 21


class VariantRow(QWidget):
    """A check box with its words below and the number of parameters at the right.

    Parameters
    ----------
    most : int, optional
        With it, a whole number up to that is chosen beside the check box.
    """

    changed = Signal()

    def __init__(self, most: int | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.box, self.number = QCheckBox(), QSpinBox(self)
        self._about = ElidedLabel(role="faint", kind="small")
        self.cost = ElidedLabel(role="muted")
        self.cost.set_alignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.number.setVisible(most is not None)
        self.number.setRange(0, most or 0)
        self.box.toggled.connect(self.changed)
        self.number.valueChanged.connect(self.changed)
        self._arrange()

    def set_words(self, title: str, about: str) -> None:
        """What it is, and what the paper says of it."""
        self.box.setText(title)
        self.box.setAccessibleDescription(about)
        self.number.setAccessibleName(title)
        self._about.set_text(about)

    def set_cost(self, text: str) -> None:
        """``841,975 parameters (−39,896)``."""
        self.cost.set_text(text)

    def _arrange(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, style.px(4), 0, style.px(4))
        column.setSpacing(style.px(2))
        row = QHBoxLayout()
        row.setSpacing(style.px(8))
        row.addWidget(self.box)
        row.addWidget(self.number)
        row.addStretch(1)
        self.cost.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.cost.setFixedWidth(style.px(_COST))
        row.addWidget(self.cost)
        column.addLayout(row)
        below = QHBoxLayout()
        below.addSpacing(style.px(_INDENT))
        below.addWidget(self._about, 1)
        column.addLayout(below)
