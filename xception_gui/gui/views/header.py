"""The band above the centre: tabs, "Open…", and what brings back a hidden pane."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QTabBar, QToolButton, QWidget

from xception_gui.gui import style
from xception_gui.gui.language import mark, tr
from xception_gui.gui.style.tokens import HEADER_BAND
from xception_gui.gui.views.icon_button import IconButton
from xception_gui.gui.views.pane_header import Band

TABS = (
    ("classify", mark("Classify")),
    ("maps", mark("Feature maps")),
    ("train", mark("Train")),
    ("diagram", mark("Diagram")),
    ("compare", mark("Compare")),
)


class Header(Band):
    """Tabs of the views that exist, and buttons."""

    tab_chosen = Signal(str)
    open_requested = Signal()
    search_requested = Signal()
    tree_requested = Signal()
    inspector_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(HEADER_BAND, parent=parent)
        self.tabs = QTabBar()
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        for _ in TABS:
            self.tabs.addTab("")
        self.tabs.currentChanged.connect(lambda index: self.tab_chosen.emit(TABS[index][0]))
        self.tree, self.inspector = IconButton("side-left"), IconButton("side-right")
        self.search = IconButton("search")
        self.open = QToolButton()
        self.open.setAutoRaise(True)
        self.open.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.open.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.open.clicked.connect(self.open_requested)
        self.search.clicked.connect(self.search_requested)
        self.tree.clicked.connect(self.tree_requested)
        self.inspector.clicked.connect(self.inspector_requested)
        self._arrange()
        self.show_ways_back(tree=False, inspector=False)
        self.retranslate()

    def set_tab(self, name: str) -> None:
        """Another view is shown."""
        self.tabs.setCurrentIndex([tab for tab, _ in TABS].index(name))

    def show_ways_back(self, tree: bool, inspector: bool) -> None:
        """Offer to show the panes that are hidden."""
        self.tree.setVisible(tree)
        self.inspector.setVisible(inspector)
        self._fit()

    def retranslate(self) -> None:
        """Read the texts again."""
        for index, (_, text) in enumerate(TABS):
            self.tabs.setTabText(index, tr(text))
        self.tabs.setAccessibleName(tr("Views"))
        self.search.set_words(tr("Command palette"))
        self.open.setText(tr("Open…"))
        self.open.setIcon(style.icon("open", "muted"))
        self.open.setToolTip(tr("Open…"))
        self.open.setAccessibleName(tr("Open…"))
        self.tree.set_words(tr("Show the architecture"))
        self.inspector.set_words(tr("Show the inspector"))
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        """Another theme."""
        if event.type() == QEvent.Type.PaletteChange:
            self.retranslate()
        super().changeEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share out the room."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """The word "Open…" gives way before the tabs do."""
        self.open.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        if self.sizeHint().width() > self.width():
            self.open.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)

    def _arrange(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(style.px(4), 0, style.px(12), 1)
        row.setSpacing(style.px(4))
        row.addWidget(self.tree)
        row.addWidget(self.tabs, 1)
        row.addWidget(self.search)
        row.addWidget(self.open)
        row.addWidget(self.inspector)
