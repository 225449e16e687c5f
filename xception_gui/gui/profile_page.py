"""Profile: the time of every module on this device, beside its share of the MACs."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from xception_gui.base.numbers import duration
from xception_gui.base.profile import PASSES, WARM_UP
from xception_gui.base.tables import Row
from xception_gui.gui import style
from xception_gui.gui.item_models.profile_rows import BARS, SCOPES, ProfileModel, in_scope
from xception_gui.gui.language import tr
from xception_gui.gui.messages import device_words, error_words
from xception_gui.gui.page_export import offer_table
from xception_gui.gui.profiling import Profiling
from xception_gui.gui.views.page_dialog import EDGE, PageDialog
from xception_gui.gui.views.profile_bars import ProfileBars
from xception_gui.gui.views.segmented import Segmented
from xception_gui.gui.views.share_bar import ShareBar
from xception_gui.gui.views.table import Table

if TYPE_CHECKING:
    from xception_gui.gui.main_window import MainWindow

_WIDTH, _TABLE = 860, 420
_WIDTHS = {1: 220, 2: 96, 3: 96, 4: 96, 5: 84}


class ProfilePage(PageDialog):
    """Measures when it is opened and when the network changes; a row is the window's module."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window, _WIDTH)
        self._window, self._workspace = window, window.workspace
        self.profiling = Profiling(window, self)
        self._model, self._quiet = ProfileModel(), False
        self.table = Table(self._model, _WIDTHS)
        self.table.setMinimumHeight(style.px(_TABLE))
        self.table.setItemDelegateForColumn(BARS, ProfileBars(self.table))
        self.table.sortByColumn(-1, Qt.SortOrder.AscendingOrder)  # as in the network
        self.scopes, self._bar = Segmented(), ShareBar()
        self.title, self._note = QLabel(wordWrap=True), QLabel(wordWrap=True)
        self.again, self.cancel = self.add_button(), self.add_button()
        offer_table(self, window, "profile", self._rows, self._drawing)
        self._arrange()
        self._connect()
        self.retranslate()

    def look(self) -> None:
        """Show it; what was measured of this network is measured anew only when it is wanted."""
        self.open_page()
        self._follow()

    def retranslate(self) -> None:
        """Read the texts again."""
        super().retranslate()
        self.setWindowTitle(tr("Profile"))
        self.again.setText(tr("Measure again"))
        self.cancel.setText(tr("Cancel"))
        self.scopes.set_texts([tr(text) for text in SCOPES])
        self.scopes.setAccessibleName(tr("Which modules"))
        self.table.setAccessibleName(tr("Profile"))
        self._note.setText(
            tr(
                "Above in colour the share of the time, below in grey that of the MACs. Measured "
                "in float32 with every module waited for and batch norms by themselves: not the "
                "time of an answer."
            )
        )
        self._tell()

    def hideEvent(self, event: QHideEvent) -> None:
        """Nobody looks any more."""
        super().hideEvent(event)
        if self.profiling.is_running:
            self.profiling.cancel()

    def _follow(self, _network: object = None) -> None:
        if self.isVisible() and not self.profiling.is_whole:
            self.profiling.ask()

    # What is shown

    def _show(self) -> None:
        """Other rows; the selection and the place stay."""
        place, self._quiet = self.table.verticalScrollBar().value(), True
        self._model.set_rows(in_scope(self.profiling.rows, self.scopes.current()))
        self._quiet = False
        self._select(self._workspace.module)
        self.table.verticalScrollBar().setValue(place)
        self._tell()

    def _tell(self) -> None:
        """How far it is, what was found, or why there is nothing."""
        running = self.profiling.is_running
        self.cancel.setEnabled(running)
        self.again.setEnabled(not running)
        self._bar.setVisible(running)
        self._bar.set_share(self.profiling.done / PASSES, "entry")
        self.title.setText(" · ".join(filter(None, (self._state(), self._found()))))

    def _state(self) -> str:
        profiling = self.profiling
        if profiling.failure is not None:
            return error_words(profiling.failure, picture=False, weights=False).text
        if profiling.is_running:
            return tr("{done} of {total}", done=profiling.done, total=PASSES)
        stopped = tr("Given up after {done} of {total}.", done=profiling.done, total=PASSES)
        return "" if profiling.done == PASSES else stopped

    def _found(self) -> str:
        rows, network = self.profiling.rows, self.profiling.network
        if not rows or network is None:
            return ""
        return tr(
            "{ms} for the whole network · {device} · median of warm runs: {count}",
            ms=duration(rows[0].ms),
            device=device_words(network),
            count=self.profiling.done - WARM_UP,
        )

    def _rows(self) -> list[Row]:
        return list(map(asdict, self.profiling.rows))

    def _drawing(self) -> QWidget | None:
        """Every row that is shown, those too to which one would scroll."""
        if not self.profiling.rows:
            return None
        whole = Table(self._model, _WIDTHS)
        whole.setItemDelegateForColumn(BARS, ProfileBars(whole))
        whole.sortByColumn(self.table.sorted.sortColumn(), self.table.sorted.sortOrder())
        height = whole.verticalHeader().length() + whole.horizontalHeader().sizeHint().height()
        whole.resize(self.table.width(), height + 2 * whole.frameWidth())
        return whole

    # The selection

    def _choose(self, index: QModelIndex) -> None:
        if index.isValid() and not self._quiet:
            self._workspace.select_module(self._model.path(self.table.sorted.mapToSource(index)))

    def _select(self, path: str) -> None:
        """The row of the module that the window has selected, if it is here."""
        self._quiet = True
        found = self.table.sorted.match(self.table.sorted.index(0, 0), 0, path, 1, _EXACTLY)
        if path and found:
            self.table.selectRow(found[0].row())
        else:
            self.table.clearSelection()
        self._quiet = False

    def _arrange(self) -> None:
        column = QVBoxLayout(self.page)
        column.setContentsMargins(*[style.px(EDGE), style.px(12)] * 2)
        column.setSpacing(style.px(8))
        head = QHBoxLayout()
        head.addWidget(self.title, 1)
        head.addWidget(self.scopes)
        column.addLayout(head)
        keep = self._bar.sizePolicy()
        keep.setRetainSizeWhenHidden(True)
        self._bar.setSizePolicy(keep)
        column.addWidget(self._bar)
        column.addWidget(self._note)
        column.addWidget(self.table, 1)

    def _connect(self) -> None:
        self.again.clicked.connect(self.profiling.ask)
        self.cancel.clicked.connect(self.profiling.cancel)
        self.profiling.changed.connect(self._show)
        self.profiling.advanced.connect(self._tell)
        self.scopes.chosen.connect(self._show)
        self.table.selectionModel().currentRowChanged.connect(self._choose)
        self._workspace.module_selected.connect(self._select)
        self._workspace.network_changed.connect(self._follow)


_EXACTLY = Qt.MatchFlag.MatchExactly
