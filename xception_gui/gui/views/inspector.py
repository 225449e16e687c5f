"""The right pane: shape, cost and source of the selected module."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QGuiApplication, QPalette
from PySide6.QtWidgets import QFrame, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from xception_gui.base.results import ModuleInfo
from xception_gui.gui.item_models.module_sections import Section, as_text, sections
from xception_gui.gui.language import tr
from xception_gui.gui.views.icon_button import IconButton
from xception_gui.gui.views.inspector_section import SectionView
from xception_gui.gui.views.inspector_title import InspectorTitle
from xception_gui.gui.views.nothing_selected import NothingSelected
from xception_gui.gui.views.pane_header import PaneHeader

_NOTHING, _MODULE = 0, 1


class Inspector(QWidget):
    """Tells what a module is; says how to get there while none is selected."""

    hide_requested = Signal()
    copied = Signal(str)
    """The module's numbers are in the clipboard: what to say of it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._info: ModuleInfo | None = None
        self._counterpart: ModuleInfo | None = None
        self._total = 0
        self._sections: tuple[Section, ...] = ()
        self._views: list[SectionView] = []
        self._header, self._hide = PaneHeader(), IconButton("side-right")
        self._header.add_button(self._hide)
        self._hide.clicked.connect(self.hide_requested)
        self._title = InspectorTitle()
        self._title.copy_requested.connect(self._copy)
        self._nothing = NothingSelected()
        self._pages = QStackedWidget()
        self._pages.addWidget(self._nothing)
        self._pages.addWidget(self._make_scroll())
        self.setBackgroundRole(QPalette.ColorRole.Base)
        self.setAutoFillBackground(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._header)
        column.addWidget(self._pages, 1)
        self.retranslate()

    def _make_scroll(self) -> QScrollArea:
        inside = QWidget()
        inside.setBackgroundRole(QPalette.ColorRole.Base)
        self._column = QVBoxLayout(inside)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addWidget(self._title)
        self._column.addStretch(1)
        self._scroll = QScrollArea()
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setBackgroundRole(QPalette.ColorRole.Base)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setWidgetResizable(True)
        self._scroll.setWidget(inside)
        return self._scroll

    def show_module(
        self, info: ModuleInfo | None, total_macs: int, counterpart: ModuleInfo | None = None
    ) -> None:
        """Tell what `info` is; ``None`` empties the pane.

        Parameters
        ----------
        total_macs : int
            Of the whole network.
        counterpart : ModuleInfo or None
            The paper's module, shown where its numbers differ.
        """
        self._info, self._total, self._counterpart = info, total_macs, counterpart
        self._fill()

    def retranslate(self) -> None:
        """Read the texts again."""
        self._header.set_title(tr("Inspector"))
        self._hide.set_words(tr("Hide the inspector"))
        self._scroll.setAccessibleName(tr("Inspector"))
        self._title.retranslate()
        self._nothing.retranslate()
        self._fill()

    def changeEvent(self, event: QEvent) -> None:
        """Another language has other texts."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def _fill(self) -> None:
        self._pages.setCurrentIndex(_NOTHING if self._info is None else _MODULE)
        if self._info is None:
            return
        self._sections = sections(self._info, self._total, self._counterpart)
        self._title.show_module(self._info)
        while len(self._views) < len(self._sections):
            self._views.append(SectionView())
            self._column.insertWidget(self._column.count() - 1, self._views[-1])
        for number, view in enumerate(self._views):
            view.setVisible(number < len(self._sections))
        for view, section in zip(self._views, self._sections, strict=False):
            view.set_section(section, self._info.flow)

    def _copy(self) -> None:
        if self._info is not None:
            QGuiApplication.clipboard().setText(as_text(self._info, self._sections))
            self.copied.emit(tr("Copied: {path}", path=self._info.path or self._info.name))
