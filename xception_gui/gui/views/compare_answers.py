"""One picture under two weights, or two pictures under one."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from xception_gui.base.beside import Beside
from xception_gui.gui import style
from xception_gui.gui.language import mark, tr
from xception_gui.gui.style.tokens import TOOL_BAND
from xception_gui.gui.views.beside_view import BesideView
from xception_gui.gui.views.icon_button import IconButton
from xception_gui.gui.views.module_field import ModuleField
from xception_gui.gui.views.named_choice import NamedChoice
from xception_gui.gui.views.pane_header import Band
from xception_gui.gui.views.remark import Remark
from xception_gui.gui.views.segmented import Segmented
from xception_gui.gui.views.translated import Translated

_FIELD = 110, 240  # pixels
_HINTS = {
    "": "",
    "picture": mark(
        "Open a picture, then choose other weights or another picture to see beside it."
    ),
    "weights": mark("Choose weights above to see their answer for this picture beside this one."),
    "other": mark("Open a second picture, or choose a file above, to see it beside this one."),
    "work": mark("Both answers are being worked out…"),
}


class AnswersPage(Translated):
    """Tells what is to be held against the picture that is shown."""

    changed = Signal()
    file_wanted = Signal()
    list_closed = Signal()  # That of the pictures; what is chosen in it is told after this

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.switch, self.weights, self.pictures = Segmented(), NamedChoice(), NamedChoice()
        self.file, self.module = IconButton("open"), ModuleField()
        # Not Ignored: a layout takes no notice of its widths then.
        self.module.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.module.setMinimumWidth(style.px(_FIELD[0]))
        self.module.setMaximumWidth(style.px(_FIELD[1]))
        self.view, self.remark = BesideView(), Remark("error")
        self._awaited, self._words = "picture", (dict[str, str](), "")
        self.pictures.view().installEventFilter(self)
        self.switch.chosen.connect(lambda _index: self._switched())
        self.weights.picked.connect(lambda _key: self.changed.emit())
        self.pictures.picked.connect(lambda _key: self.changed.emit())
        self.file.clicked.connect(self.file_wanted)
        self._arrange()
        self.pictures.hide()
        self.retranslate()

    @property
    def by_picture(self) -> bool:
        """Whether two pictures are compared, not two weights."""
        return self.switch.current() == 1

    def set_pictures(self, words: Mapping[str, str], name: str) -> bool:
        """Offer these, if they are others and nobody is choosing; whether they are offered now."""
        wanted = (dict(words), name)
        if wanted == self._words or self.pictures.view().isVisible():
            return False
        self._words = wanted
        self.pictures.set_words(words, name)
        return True

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The list was closed."""
        if event.type() == QEvent.Type.Hide:
            self.list_closed.emit()
        return super().eventFilter(watched, event)

    def show_pair(self, found: Beside | None, problem: str = "") -> None:
        """Both answers, or why there are none."""
        self.view.show_pair(found)
        self.remark.set_text(problem)

    def await_what(self, name: str) -> None:
        """Say what is missing while nothing is shown: a key of `_HINTS`."""
        self._awaited = name
        self.view.set_hint(tr(_HINTS[name]) if name else "")

    def retranslate(self) -> None:
        """Read the texts again."""
        self.switch.set_texts((tr("Other weights"), tr("Other picture")))
        self.switch.setAccessibleName(tr("What is held against the picture that is shown"))
        self.file.set_words(tr("Choose file…"))
        self.view.setAccessibleName(tr("Both answers"))
        self.await_what(self._awaited)
        self.module.retranslate()

    def _switched(self) -> None:
        self.weights.setVisible(not self.by_picture)
        self.pictures.setVisible(self.by_picture)
        self.changed.emit()

    def _arrange(self) -> None:
        band = Band(TOOL_BAND)
        row = QHBoxLayout(band)
        row.setContentsMargins(style.px(12), 0, style.px(12), 1)
        row.setSpacing(style.px(8))
        for part in (self.switch, self.weights, self.pictures, self.file):
            row.addWidget(part)
        row.addStretch()
        row.addWidget(self.module, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(band)
        column.addWidget(self.remark)
        column.addWidget(self.view, 1)
