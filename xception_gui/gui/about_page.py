"""About: which version, under which licence, after which paper, with which weights."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QVBoxLayout

from xception_gui import __version__
from xception_gui.gui import messages, style
from xception_gui.gui.language import tr
from xception_gui.gui.views.elide import ElidedLabel
from xception_gui.gui.views.page_dialog import EDGE, PageDialog
from xception_gui.gui.views.pill import Pill
from xception_gui.gui.views.separator import Separator

if TYPE_CHECKING:
    from xception_gui.gui.main_window import MainWindow

_WIDTH, _SIGN, _KEY = 520, 64, 90
_LICENCE = "Apache License 2.0"
_PAPER = (
    "F. Chollet, “Xception: Deep Learning with Depthwise Separable Convolutions”, CVPR 2017, "
    '<a href="https://arxiv.org/abs/1610.02357">arXiv 1610.02357</a>'
)


class AboutPage(PageDialog):
    """Tells the weights that are in force when it is looked at."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window, _WIDTH)
        self._window = window
        self._sign, self._words = QLabel(), QLabel()
        self._keys = [ElidedLabel(role="muted") for _ in range(3)]
        self.weights, self._licence, self.paper = (QLabel() for _ in range(3))
        self._offline = Pill()
        self._arrange()
        window.workspace.network_changed.connect(self._show_weights)
        self.retranslate()

    def retranslate(self) -> None:
        """Read the texts again."""
        super().retranslate()
        self.setWindowTitle(tr("About"))
        size, ratio = style.px(_SIGN), self.devicePixelRatioF()
        self._sign.setPixmap(style.pixmap("xception-gui", "text", size, ratio))
        self._words.setText(tr("Drop a picture: read what it is, see where the network saw it."))
        for key, text in zip(self._keys, (tr("Weights"), tr("Licence"), tr("Paper")), strict=True):
            key.set_text(text)
        self._licence.setText(_LICENCE)
        self.paper.setText(_PAPER)
        self.paper.setAccessibleName(tr("Paper"))
        self._offline.set_status(tr("Works offline."), "good")
        self._show_weights()

    def changeEvent(self, event: QEvent) -> None:
        """Other colours: the link has its colour from when it was written."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self.paper.setText("")
            self.paper.setText(_PAPER)

    def _show_weights(self, _network: object = None) -> None:
        network = self._window.workspace.network
        words = messages.about_weights(network.weights) if network else tr("No network")
        self.weights.setText(words)

    def _arrange(self) -> None:
        column = QVBoxLayout(self.page)
        edge = style.px(EDGE)
        column.setContentsMargins(edge, edge, edge, edge)
        column.setSpacing(style.px(12))
        column.addLayout(self._made_head())
        column.addWidget(Separator())
        column.addLayout(self._made_rows())
        column.addWidget(self._offline, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch()

    def _made_head(self) -> QHBoxLayout:
        title, version = QLabel("xception-gui"), QLabel(__version__)
        title.setFont(style.font("title"))
        head, words = QHBoxLayout(), QVBoxLayout()
        head.setSpacing(style.px(16))
        words.setSpacing(style.px(4))
        self._words.setWordWrap(True)
        words.addStretch()
        for part in (title, version, self._words):
            words.addWidget(part)
        words.addStretch()
        head.addWidget(self._sign)
        head.addLayout(words, 1)
        return head

    def _made_rows(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(style.px(8))
        grid.setVerticalSpacing(style.px(8))
        grid.setColumnMinimumWidth(0, style.px(_KEY))
        grid.setColumnStretch(1, 1)
        top = Qt.AlignmentFlag.AlignTop
        for line, value in enumerate((self.weights, self._licence, self.paper)):
            value.setWordWrap(True)
            grid.addWidget(self._keys[line], line, 0, top)
            grid.addWidget(value, line, 1, top)
        self.paper.setTextInteractionFlags(Qt.TextInteractionFlag.TextBrowserInteraction)
        self.paper.setOpenExternalLinks(True)
        return grid
