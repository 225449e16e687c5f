"""The foot below the maps: what is said of all of them, which part is shown, zoom."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QToolButton, QWidget

from xception_gui.gui import style
from xception_gui.gui.language import tr
from xception_gui.gui.views.elide import ElidedLabel
from xception_gui.gui.views.icon_button import IconButton
from xception_gui.gui.views.pane_header import Band
from xception_gui.gui.views.segmented import Segmented

_HEIGHT, _LEFT, _RIGHT, _GAP, _FACT_GAP, _FACTOR = 33, 12, 6, 8, 17, 40


class MapsFoot(Band):
    """Facts at the left vanish from the last one on where room lacks; all are in the tool tip."""

    part_chosen = Signal(int)
    zoom_in_requested = Signal()
    zoom_out_requested = Signal()
    fit_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_HEIGHT, line_above=True, parent=parent)
        self._facts: list[ElidedLabel] = []
        self._said: tuple[str, ...] = ()
        self._has_parts = False
        self.parts = Segmented()
        self.parts.chosen.connect(self.part_chosen)
        self._factor, self._hint = ElidedLabel(role="muted"), ElidedLabel(role="muted")
        self.smaller, self.larger = _sign("−"), _sign("+")
        self.fit = IconButton("fit")
        self.smaller.clicked.connect(self.zoom_out_requested)
        self.larger.clicked.connect(self.zoom_in_requested)
        self.fit.clicked.connect(self.fit_requested)
        self._arrange()
        self.set_parts((), 0)
        self.retranslate()

    def set_facts(self, facts: Sequence[str], hint: str = "") -> None:
        """Say something of the maps, most important first; `hint` stands at the right."""
        self._said = tuple(facts)
        while len(self._facts) < len(facts):
            label = ElidedLabel(role="muted")
            label.take_own_width()
            self._facts_row.addWidget(label)
            self._facts.append(label)
        for label, text in zip(self._facts, (*facts, *[""] * len(self._facts)), strict=False):
            label.set_text(text)
        self._hint.set_text(hint)
        self.setToolTip(" · ".join(self._said))
        self._fit()

    def set_parts(self, names: Sequence[str], current: int) -> None:
        """Offer parts of the module; none: there is but one."""
        self._has_parts = len(names) > 1
        self.parts.set_texts(names)
        self.parts.set_current(current)
        self._fit()

    def set_zoom(self, factor: float | None) -> None:
        """How much the tiles are enlarged; None where they cannot be."""
        for part in (self.smaller, self._factor, self.larger, self.fit):
            part.setVisible(factor is not None)
        self._factor.set_text(f"{factor:.2g}×" if factor is not None else "")
        self.smaller.setEnabled(factor is not None and factor > 1)
        self._fit()

    def facts(self) -> tuple[str, ...]:
        """What is said and has room."""
        return tuple(label.text() for label in self._facts if not label.isHidden())

    def retranslate(self) -> None:
        """Read the texts again."""
        self.parts.setAccessibleName(tr("Which part of the module is shown"))
        for button, words in (
            (self.smaller, tr("Smaller tiles")),
            (self.larger, tr("Larger tiles")),
        ):
            button.setToolTip(words)
            button.setAccessibleName(words)
        self.fit.set_words(tr("All tiles in the view"))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """What has room."""
        self._fit()
        super().resizeEvent(event)

    def _arrange(self) -> None:
        # What has no room vanishes; the band itself never widens the window.
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        row = QHBoxLayout(self)
        self._row = row
        row.setSpacing(style.px(_GAP))
        self._facts_row = QHBoxLayout()
        self._facts_row.setSpacing(style.px(_FACT_GAP))
        self._hint.take_own_width()
        # Not Ignored, as elided labels are: a layout takes no notice of its fixed width then.
        self._factor.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._factor.setFixedWidth(style.px(_FACTOR))
        self._factor.set_alignment(Qt.AlignmentFlag.AlignHCenter)
        row.addLayout(self._facts_row)
        row.addStretch(1)
        for part in (self.parts, self._hint, self.smaller, self._factor, self.larger, self.fit):
            row.addWidget(part)

    def _fit(self) -> None:
        self.parts.setVisible(self._has_parts)
        self._hint.setVisible(bool(self._hint.text()))
        # Words keep their distance from the edge; a button brings its own.
        right = _LEFT if self.fit.isHidden() else _RIGHT
        self._row.setContentsMargins(style.px(_LEFT), 1, style.px(right), 0)
        always = (self.parts, self._hint, self.smaller, self._factor, self.larger, self.fit)
        taken = [part.sizeHint().width() + style.px(_GAP) for part in always if not part.isHidden()]
        room = self.width() - style.px(_LEFT) - style.px(right) - sum(taken)
        for label in self._facts:
            room -= label.sizeHint().width()
            label.setVisible(bool(label.text()) and room >= 0)
            room -= style.px(_FACT_GAP)


def _sign(text: str) -> QToolButton:
    button = QToolButton()
    button.setText(text)
    button.setAutoRaise(True)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    button.setFixedSize(style.px(28), style.px(28))
    return button
