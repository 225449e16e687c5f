"""The band above the maps: one module or by flow, how they are sorted and scaled, the colours."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from xception_gui.gui import style
from xception_gui.gui.item_models.map_texts import (
    SCALE_HINTS,
    SCALE_WORDS,
    SORT_HINTS,
    SORT_WORDS,
)
from xception_gui.gui.language import tr
from xception_gui.gui.style.tokens import TOOL_BAND
from xception_gui.gui.views.choice import Choice
from xception_gui.gui.views.elide import ElidedLabel
from xception_gui.gui.views.icon_button import IconButton
from xception_gui.gui.views.map_legend import MapLegend
from xception_gui.gui.views.pane_header import Band
from xception_gui.gui.views.segmented import Segmented

MODES = ("module", "flows")
_LEFT, _RIGHT, _GAP = 12, 6, 8


class MapsBand(Band):
    """Tells what is wanted; where room lacks, labels vanish first, then copy and save."""

    mode_changed = Signal(str)
    sort_changed = Signal(str)
    scale_changed = Signal(str)
    colours_chosen = Signal(str)
    copy_requested = Signal()
    save_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(TOOL_BAND, parent=parent)
        self.switch, self.legend = Segmented(), MapLegend()
        self.sort = Choice(SORT_WORDS, SORT_HINTS)
        self.scale = Choice(SCALE_WORDS, SCALE_HINTS)
        self._sort_word, self._scale_word = ElidedLabel(role="muted"), ElidedLabel(role="muted")
        self.copy, self.save = IconButton("copy"), IconButton("save")
        self.switch.chosen.connect(lambda index: self.mode_changed.emit(MODES[index]))
        self.sort.picked.connect(self.sort_changed)
        self.scale.picked.connect(self.scale_changed)
        self.sort.currentIndexChanged.connect(self._fit)
        self.scale.currentIndexChanged.connect(self._fit)
        self.legend.chosen.connect(self.colours_chosen)
        self.copy.clicked.connect(self.copy_requested)
        self.save.clicked.connect(self.save_requested)
        self._arrange()
        self.retranslate()

    def set_mode(self, mode: str) -> None:
        """Set the switch without a signal."""
        self.switch.set_current(MODES.index(mode))

    def set_kinds(self, plain: bool, signed: bool) -> None:
        """Whether maps without and maps with values below zero are shown."""
        self.legend.set_kinds(plain, signed)
        self._fit()

    def set_picture(self, there: bool) -> None:
        """Whether there is a mosaic to copy and save."""
        self.copy.setEnabled(there)
        self.save.setEnabled(there)

    def retranslate(self) -> None:
        """Read the texts again."""
        self.switch.set_texts((tr("One module"), tr("By flow")))
        self.switch.setAccessibleName(tr("Which maps are shown"))
        self._sort_word.set_text(tr("Sort"))
        self._scale_word.set_text(tr("Scale"))
        self.sort.retranslate(tr("Sort"))
        self.scale.retranslate(tr("Scale"))
        self.copy.set_words(tr("Copy these maps as a picture"))
        self.save.set_words(tr("Save these maps as a picture…"))
        self.legend.retranslate()
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """What has room."""
        self._fit()
        super().resizeEvent(event)

    def _arrange(self) -> None:
        # What has no room vanishes; the band itself never widens the window.
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        row = QHBoxLayout(self)
        row.setContentsMargins(style.px(_LEFT), 0, style.px(_RIGHT), 1)
        row.setSpacing(style.px(_GAP))
        for label in (self._sort_word, self._scale_word):
            label.take_own_width()
        row.addWidget(self.switch)
        row.addStretch(1)
        for part in (self._sort_word, self.sort, self._scale_word, self.scale, self.legend):
            row.addWidget(part)
        row.addLayout(self._buttons_row())

    def _buttons_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(0)  # each button brings its own distance
        row.addWidget(self.copy)
        row.addWidget(self.save)
        return row

    def _fit(self) -> None:
        """Show labels, and buttons, as far as all has room."""
        labels, buttons = (self._sort_word, self._scale_word), (self.copy, self.save)
        always = (self.switch, self.sort, self.scale, self.legend)
        room = self.width() - style.px(_LEFT + _RIGHT - _GAP) - self._room(always)
        taken = self._room(buttons) - style.px(_GAP)
        has_buttons = taken <= room
        has_labels = self._room(labels) <= room - (taken if has_buttons else 0)
        for button in buttons:
            button.setVisible(has_buttons)
        for label in labels:
            label.setVisible(has_labels)

    def _room(self, parts: tuple[QWidget, ...]) -> int:
        return sum(part.sizeHint().width() + style.px(_GAP) for part in parts)
