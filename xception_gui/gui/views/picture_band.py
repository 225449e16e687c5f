"""The band above the picture: its name and size, photo or network input, fit, 1:1, copy, save."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QWidget

from xception_gui.base.results import Picture
from xception_gui.gui import style
from xception_gui.gui.language import tr
from xception_gui.gui.style.tokens import TOOL_BAND
from xception_gui.gui.views.elide import ElidedLabel
from xception_gui.gui.views.icon_button import IconButton
from xception_gui.gui.views.pane_header import Band
from xception_gui.gui.views.segmented import Segmented


class PictureBand(Band):
    """What is shown, and how. `input_shown` tells the switch, the others their button."""

    input_shown = Signal(bool)
    fit_requested = Signal()
    one_to_one_requested = Signal()
    copy_requested = Signal()
    save_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(TOOL_BAND, parent=parent)
        self._picture: Picture | None = None
        self._name = ElidedLabel(mode=Qt.TextElideMode.ElideMiddle)
        self._size = ElidedLabel(role="muted")
        self.switch = Segmented()
        self.switch.chosen.connect(lambda index: self.input_shown.emit(index == 1))
        self.fit, self.copy, self.save = IconButton("fit"), IconButton("copy"), IconButton("save")
        self.one_to_one = QToolButton()
        self.one_to_one.setText("1:1")
        self.one_to_one.setAutoRaise(True)
        self.one_to_one.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.one_to_one.setFixedHeight(style.px(28))
        self.fit.clicked.connect(self.fit_requested)
        self.one_to_one.clicked.connect(self.one_to_one_requested)
        self.copy.clicked.connect(self.copy_requested)
        self.save.clicked.connect(self.save_requested)
        self._arrange()
        self.retranslate()

    def set_picture(self, picture: Picture | None) -> None:
        """Name the picture that is shown."""
        self._picture = picture
        self.retranslate()

    def set_input_shown(self, shown: bool) -> None:
        """Set the switch without a signal."""
        self.switch.set_current(int(shown))

    def set_result(self, there: bool) -> None:
        """Whether there is an overlay to copy and save."""
        self.copy.setEnabled(there)
        self.save.setEnabled(there)

    def retranslate(self) -> None:
        """Read the texts again."""
        picture = self._picture
        self._name.set_text((picture.name or tr("pasted picture")) if picture else "")
        self._size.set_text(_size(picture) if picture else "")
        self._size.setMinimumWidth(self._size.sizeHint().width())  # a long name gives way
        self.switch.set_texts((tr("Photo"), tr("Network input")))
        self.switch.setAccessibleName(tr("What is shown"))
        self.fit.set_words(tr("Fit the picture into the view"))
        words = tr("One pixel of the picture on one pixel of the screen")
        self.one_to_one.setToolTip(words)
        self.one_to_one.setAccessibleName(words)
        self.copy.set_words(tr("Copy the picture with its heat map"))
        self.save.set_words(tr("Save the picture with its heat map…"))

    def _arrange(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(style.px(12), 0, style.px(6), 1)
        row.setSpacing(style.px(4))
        self._name.take_own_width()
        self._size.take_own_width()
        row.addWidget(self._name)
        row.addWidget(self._size)
        row.addStretch(1)
        row.addWidget(self.switch)
        row.addSpacing(style.px(4))
        for button in (self.fit, self.one_to_one, self.copy, self.save):
            row.addWidget(button)


def _size(picture: Picture) -> str:
    size = f"{picture.width}×{picture.height}"
    if picture.frames == 1:
        return size
    return f"{size} · {tr('frame 1 of {count}', count=picture.frames)}"
