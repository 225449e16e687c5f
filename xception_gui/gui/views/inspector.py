"""The right pane: shape, cost, source and weights of the selected module."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, Signal
from PySide6.QtGui import QGuiApplication, QPalette
from PySide6.QtWidgets import QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from xception_gui.base.results import ModuleInfo, ModuleWeights
from xception_gui.gui.item_models.module_sections import Section, as_text, sections
from xception_gui.gui.language import tr
from xception_gui.gui.views.icon_button import IconButton
from xception_gui.gui.views.inspector_section import SectionView
from xception_gui.gui.views.inspector_title import InspectorTitle
from xception_gui.gui.views.inspector_weights import WeightsView
from xception_gui.gui.views.nothing_selected import NothingSelected
from xception_gui.gui.views.overlaid_scroll import OverlaidScroll
from xception_gui.gui.views.pane_header import PaneHeader
from xception_gui.gui.views.top_slot import TopSlot
from xception_gui.gui.views.translated import Translated

if TYPE_CHECKING:
    from xception_gui.gui.views.inspector_inside import InsideView

_NOTHING, _MODULE = 0, 1
_BEFORE_WEIGHTS = 3  # sections: Shape, Cost, Where
_AROUND = 24  # pixels that stay visible above and below what the keyboard goes to


class Inspector(Translated):
    """Tells what a module is; says how to get there while none is selected."""

    hide_requested = Signal()
    source_requested = Signal()
    """The user wants to read the code of the module's class."""
    export_requested = Signal(str)
    """The inside of a separable convolution is wanted as a file of that kind."""
    copied = Signal(str)
    """The module's numbers are in the clipboard: what to say of it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._info: ModuleInfo | None = None
        self._counterpart: ModuleInfo | None = None
        self._total, self._in_memory = 0, True
        self._weights: ModuleWeights | None = None
        self.inside: InsideView | None = None
        self._sections: tuple[Section, ...] = ()
        self._views: list[SectionView] = []
        self._make_header()
        self._title, self._top, self._learnt = InspectorTitle(), TopSlot(), WeightsView()
        self._title.copy_requested.connect(self._copy)
        self._learnt.kernels.moved.connect(self._follow)
        self._nothing = NothingSelected()
        self._pages = QStackedWidget()
        self._pages.addWidget(self._nothing)
        self._pages.addWidget(self._make_scroll())
        self._top.opened.connect(lambda: self._scroll.verticalScrollBar().setValue(0))
        self.setBackgroundRole(QPalette.ColorRole.Base)
        self.setAutoFillBackground(True)
        column = _column(self)
        column.addWidget(self._header)
        column.addWidget(self._pages, 1)
        self.retranslate()

    def _make_header(self) -> None:
        self._header = PaneHeader()
        self._code, self._hide = IconButton("code"), IconButton("side-right")
        self._header.add_button(self._code)
        self._header.add_button(self._hide)
        self._code.clicked.connect(self.source_requested)
        self._hide.clicked.connect(self.hide_requested)

    def _make_scroll(self) -> QScrollArea:
        self._inside = inside = QWidget()
        inside.setBackgroundRole(QPalette.ColorRole.Base)
        column, self._places = _column(inside), QVBoxLayout()
        column.addWidget(self._title)
        column.addWidget(self._top)
        column.addLayout(self._places)
        column.addStretch(1)
        self._places.addWidget(self._learnt)
        self._deeper = column
        self._scroll = OverlaidScroll(inside)
        return self._scroll

    # What is shown

    @property
    def module(self) -> ModuleInfo | None:
        """Shown."""
        return self._info

    def set_top(self, widget: QWidget) -> None:
        """Put a widget between the title and the sections; it is hidden until it is shown."""
        self._top.put(widget)

    def show_module(
        self,
        info: ModuleInfo | None,
        total_macs: int,
        counterpart: ModuleInfo | None = None,
        in_memory: bool = True,
    ) -> None:
        """Tell what `info` is; ``None`` empties the pane.

        Parameters
        ----------
        total_macs : int
            Of the whole network.
        counterpart : ModuleInfo or None
            The paper's module, shown where its numbers differ.
        in_memory : bool
            Whether its weights can be counted; they come by `show_weights`.
        """
        self._info, self._total, self._counterpart = info, total_macs, counterpart
        self._in_memory, self._weights = in_memory, None
        self._fill()

    def show_weights(self, weights: ModuleWeights) -> None:
        """Tell what the module that is shown has learnt."""
        self._weights = weights
        self._fill_weights()

    def retranslate(self) -> None:
        """Read the texts again."""
        self._header.set_title(tr("Inspector"))
        self._code.set_words(tr("Show the source"))
        self._hide.set_words(tr("Hide the inspector"))
        self._scroll.setAccessibleName(tr("Inspector"))
        self._title.retranslate()
        self._nothing.retranslate()
        self._fill()

    def _fill(self) -> None:
        self._pages.setCurrentIndex(_NOTHING if self._info is None else _MODULE)
        self._code.setEnabled(self._info is not None)
        if self._info is None:
            return
        self._sections = sections(self._info, self._total, self._counterpart)
        self._title.show_module(self._info)
        while len(self._views) < len(self._sections):
            self._views.append(SectionView())
            self._views[-1].link_clicked.connect(self.source_requested)
            before = len(self._views) <= _BEFORE_WEIGHTS
            place = self._places.count() - 1 if before else self._places.count()
            self._places.insertWidget(place, self._views[-1])
        for number, view in enumerate(self._views):
            view.setVisible(number < len(self._sections))
        for view, section in zip(self._views, self._sections, strict=False):
            view.set_section(section, self._info.flow)
        self._fill_weights()

    def _fill_weights(self) -> None:
        if self._info is None:
            return
        self._learnt.setVisible(self._info.params > 0)
        if not self._in_memory:
            self._learnt.show_absent()
        elif self._weights is None:
            self._learnt.show_awaited(self._info)
        else:
            self._learnt.show_weights(self._weights, self._info.flow)
        self._fill_inside(self._info)

    def _fill_inside(self, info: ModuleInfo) -> None:
        """Few modules have such an inside, so its section is made for the first that does."""
        found = self._weights.pointwise if self._weights and self._in_memory else None
        if found is not None and self.inside is None:
            from xception_gui.gui.views.inspector_inside import InsideView

            self.inside = InsideView()
            self.inside.export.wanted.connect(self.export_requested)
            self._deeper.insertWidget(self._deeper.count() - 1, self.inside)
        if self.inside is not None:
            self.inside.setVisible(found is not None)
            if found is not None:
                self.inside.show_inside(found, info.output_shape[-1], info.flow)

    def _follow(self, place: QRect) -> None:
        """Scroll to where the keyboard has gone."""
        at = self._learnt.kernels.mapTo(self._inside, place.center())
        self._scroll.ensureVisible(at.x(), at.y(), 0, _AROUND)

    def _copy(self) -> None:
        if self._info is not None:
            shown = list(self._sections)
            if not self._learnt.isHidden():
                shown.insert(_BEFORE_WEIGHTS, self._learnt.section)
            if self.inside is not None and not self.inside.isHidden():
                shown.append(self.inside.section)
            QGuiApplication.clipboard().setText(as_text(self._info, shown))
            self.copied.emit(tr("Copied: {path}", path=self._info.path or self._info.name))


def _column(inside: QWidget) -> QVBoxLayout:
    made = QVBoxLayout(inside)
    made.setContentsMargins(0, 0, 0, 0)
    made.setSpacing(0)
    return made
