"""What the network in force shall be judged by: a folder of pictures, and their classes."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QPushButton, QVBoxLayout

from xception_gui.gui import dialogs, style
from xception_gui.gui.language import tr
from xception_gui.gui.sources import shown_name
from xception_gui.gui.views.elide import ElidedLabel
from xception_gui.gui.views.icon_button import IconButton
from xception_gui.gui.views.page_dialog import EDGE, PageDialog

if TYPE_CHECKING:
    from xception_gui.gui.main_window import MainWindow

_WIDTH, _NAME = 560, 88


class EvaluatePage(PageDialog):
    """Keeps what was chosen: the next weights are judged by the same pictures."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window, _WIDTH)
        self._window, self.folder, self.labels = window, "", ""
        self._names = (QLabel(), QLabel())
        self.values = tuple(ElidedLabel(mode=Qt.TextElideMode.ElideMiddle) for _ in range(2))
        self.choose = (QPushButton(), QPushButton())
        self._remark = QLabel()
        self._remark.setWordWrap(True)
        self.clear = IconButton("close", "muted")
        self.clear.clicked.connect(lambda: self._take_labels([""]))
        self.start = self.add_button()
        self.start.setProperty("primary", True)
        self.start.clicked.connect(self._start)
        for button, ask in zip(self.choose, (self._ask_folder, self._ask_labels), strict=True):
            button.setAutoDefault(False)
            button.clicked.connect(ask)
        self._arrange()
        self.retranslate()

    def retranslate(self) -> None:
        """Read the texts again."""
        super().retranslate()
        self.setWindowTitle(tr("Evaluate"))
        names = (tr("Pictures"), tr("Classes"))
        buttons = (tr("Choose folder…"), tr("Choose labels file…"))
        for label, button, name, text in zip(self._names, self.choose, names, buttons, strict=True):
            label.setText(name)
            button.setText(text)
        self._remark.setText(
            tr(
                "A folder for each class, or a labels file for pictures in one folder: the name and"
                " the class of a picture on each line, as in ImageNet's val.txt."
            )
        )
        self.clear.set_words(tr("Without a labels file"))
        self.start.setText(tr("Evaluate"))
        self._fill()

    def _fill(self) -> None:
        folder, labels = self.values
        folder.set_text(shown_name(self.folder) or tr("None chosen"))
        labels.set_text(shown_name(self.labels) or tr("The names of the folders"))
        self.clear.setVisible(bool(self.labels))
        self.start.setEnabled(bool(self.folder))

    def _ask_folder(self) -> None:
        dialogs.choose_folder(self, tr("Choose folder…"), self._start_folder(), self._take_folder)

    def _ask_labels(self) -> None:
        kinds, folder = (dialogs.LABELS, dialogs.EVERYTHING), self._start_folder()
        dialogs.choose_files(self, tr("Choose labels file…"), folder, kinds, self._take_labels)

    def _take_folder(self, paths: Sequence[str]) -> None:
        self.folder = paths[0]
        self._window.change_settings(last_folder=os.path.dirname(self.folder))
        self._fill()

    def _take_labels(self, paths: Sequence[str]) -> None:
        self.labels = paths[0]
        self._fill()

    def _start_folder(self) -> str:
        return self._window.settings.values.last_folder or os.path.expanduser("~")

    def _start(self) -> None:
        self._window.workspace.evaluate(self.folder, self.labels)
        self.accept()

    def _arrange(self) -> None:
        column, grid = QVBoxLayout(self.page), QGridLayout()
        column.setContentsMargins(*[style.px(EDGE), style.px(12)] * 2)
        column.setSpacing(style.px(12))
        grid.setHorizontalSpacing(style.px(12))
        grid.setVerticalSpacing(style.px(8))
        grid.setColumnMinimumWidth(0, style.px(_NAME))
        grid.setColumnStretch(1, 1)
        for row, parts in enumerate(zip(self._names, self.values, self.choose, strict=True)):
            for place, part in zip((0, 1, 3), parts, strict=True):
                grid.addWidget(part, row, place)
        grid.addWidget(self.clear, 1, 2)
        column.addLayout(grid)
        column.addWidget(self._remark)
        column.addStretch()
