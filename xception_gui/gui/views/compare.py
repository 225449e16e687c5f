"""The tab Compare: architectures, weights, answers; one band above its three pages."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from xception_gui.gui import style
from xception_gui.gui.language import mark, tr
from xception_gui.gui.style.tokens import TOOL_BAND
from xception_gui.gui.views.compare_answers import AnswersPage
from xception_gui.gui.views.compare_architectures import ArchitecturesPage
from xception_gui.gui.views.compare_weights import WeightsPage
from xception_gui.gui.views.export_button import ExportButton
from xception_gui.gui.views.pane_header import Band
from xception_gui.gui.views.segmented import Segmented
from xception_gui.gui.views.translated import Translated

PAGES = ("architectures", "weights", "answers")
_WORDS = (mark("Architectures"), mark("Weights"), mark("Answers"))
KINDS = {
    "csv": mark("Table as CSV…"),
    "json": mark("Table as JSON…"),
    "svg": mark("Drawing as SVG…"),
    "png": mark("Picture as PNG…"),
}
_OFFERED = {
    "architectures": ("csv", "json"),
    "weights": ("csv", "json"),
    "answers": ("csv", "json", "svg", "png"),
}


class CompareView(Translated):
    """`page_changed` tells which page is shown, `export_requested` the ending of the file.

    `spoken` tells that the language has changed: names of weights are words too.
    """

    page_changed = Signal(str)
    spoken = Signal()
    export_requested = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.pages, self.switch, self.export = (
            QStackedWidget(),
            Segmented(),
            ExportButton(self._kinds),
        )
        self.architectures, self.weights = ArchitecturesPage(), WeightsPage()
        self.answers = AnswersPage()
        self.export = ExportButton(self._kinds)
        for page in (self.architectures, self.weights, self.answers):
            self.pages.addWidget(page)
        self.switch.chosen.connect(self.show_page)
        self.export.wanted.connect(self.export_requested)
        self.setFocusProxy(self.architectures.tree)
        self._arrange()
        self.retranslate()

    @property
    def page(self) -> str:
        """The name of the page that is shown."""
        return PAGES[self.pages.currentIndex()]

    def show_page(self, index: int) -> None:
        """Show another page."""
        self.switch.set_current(index)
        self.pages.setCurrentIndex(index)
        self.page_changed.emit(self.page)

    def select(self, path: str) -> None:
        """The module that is selected in the window."""
        self.architectures.tree.select(path)
        self.weights.tree.select(path)

    def retranslate(self) -> None:
        """Read the texts again."""
        self.switch.set_texts([tr(text) for text in _WORDS])
        self.switch.setAccessibleName(tr("What is compared"))
        self.spoken.emit()

    def _kinds(self) -> dict[str, str]:
        """What can be exported from the page that is shown."""
        return {kind: tr(KINDS[kind]) for kind in _OFFERED[self.page]}

    def _arrange(self) -> None:
        band = Band(TOOL_BAND)
        row = QHBoxLayout(band)
        row.setContentsMargins(style.px(12), 0, style.px(6), 1)
        row.addWidget(self.switch)
        row.addStretch(1)
        row.addWidget(self.export)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(band)
        column.addWidget(self.pages, 1)
