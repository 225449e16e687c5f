"""Every answer of this run as a table to sort, filter, open again and take away."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QModelIndex, Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from xception_gui.gui import style
from xception_gui.gui.item_models.history_model import TIME, HistoryModel, HistoryRow
from xception_gui.gui.language import tr
from xception_gui.gui.views.elide import ElidedLabel
from xception_gui.gui.views.table import Table

_WIDTHS = {1: 130, 2: 90, 3: 150, 4: 80}


class HistoryDialog(QDialog):
    """Does not block the window; rows are told by their place in the list that was given."""

    opened = Signal(int)
    export_requested = Signal()
    copy_requested = Signal()
    clear_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = HistoryModel()
        self.filter, self.table = QLineEdit(), Table(self._model, _WIDTHS)
        self.table.sortByColumn(TIME, Qt.SortOrder.DescendingOrder)
        self.table.sorted.setFilterKeyColumn(-1)
        self.table.sorted.setFilterCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.filter.setClearButtonEnabled(True)
        self.filter.textChanged.connect(self.table.sorted.setFilterFixedString)
        self._nothing = ElidedLabel(role="muted")
        self._export, self._copy = QPushButton(), QPushButton()
        self._clear, self._close = QPushButton(), QPushButton()
        self._arrange()
        self._connect()
        self.retranslate()
        self.resize(style.px(720), style.px(440))

    def set_rows(self, rows: Sequence[HistoryRow]) -> None:
        """Every answer, oldest first."""
        self._model.set_rows(rows)
        self._pages.setCurrentIndex(0 if rows else 1)
        for button in (self._export, self._copy, self._clear):
            button.setEnabled(bool(rows))

    def retranslate(self) -> None:
        """Read the texts again."""
        self.setWindowTitle(tr("History"))
        self.filter.setPlaceholderText(tr("Filter answers"))
        self.filter.setAccessibleName(tr("Filter answers"))
        self.table.setAccessibleName(tr("Answers of this run"))
        self._nothing.set_text(tr("No picture has been answered yet."))
        self._export.setText(tr("Export table…"))
        self._copy.setText(tr("Copy table"))
        self._clear.setText(tr("Clear"))
        self._close.setText(tr("Close"))

    def changeEvent(self, event: QEvent) -> None:
        """Another language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def _arrange(self) -> None:
        self._pages = QStackedWidget()
        self._pages.addWidget(self.table)
        self._pages.addWidget(self._nothing)
        buttons = QHBoxLayout()
        for button in (self._export, self._copy, self._clear):
            buttons.addWidget(button)
        buttons.addStretch(1)
        buttons.addWidget(self._close)
        column = QVBoxLayout(self)
        edge = style.px(12)
        column.setContentsMargins(edge, edge, edge, edge)
        column.addWidget(self.filter)
        column.addWidget(self._pages, 1)
        column.addLayout(buttons)

    def _connect(self) -> None:
        self.table.activated.connect(self._activated)
        self._export.clicked.connect(self.export_requested)
        self._copy.clicked.connect(self.copy_requested)
        self._clear.clicked.connect(self.clear_requested)
        self._close.clicked.connect(self.close)

    def _activated(self, index: QModelIndex) -> None:
        self.opened.emit(self.table.row_of(index))
