"""How the newest epoch of a run was judged: confusion matrix and worst errors, those of a cell."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from xception_gui.base.results import Evaluation
from xception_gui.gui import style
from xception_gui.gui.item_models.evaluation_models import ErrorModel
from xception_gui.gui.language import tr
from xception_gui.gui.views.confusion import ConfusionMatrix
from xception_gui.gui.views.elide import ElidedLabel
from xception_gui.gui.views.picked_errors import show_picked
from xception_gui.gui.views.table import Table
from xception_gui.gui.views.translated import Translated

_WIDTHS = {1: 72, 2: 80, 3: 80}


class TrainErrors(Translated):
    """The worst error that is activated is told by its place in the evaluation."""

    picture_wanted = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAutoFillBackground(True)
        self.setBackgroundRole(QPalette.ColorRole.Base)
        self._found: Evaluation | None = None
        self._model = ErrorModel()
        self.matrix, self.errors = ConfusionMatrix(), Table(self._model, _WIDTHS)
        self._cell, self._hint = ElidedLabel(role="muted"), ElidedLabel(role="muted")
        row = QHBoxLayout(self)
        row.setContentsMargins(*[style.px(edge) for edge in (16, 12, 16, 12)])
        row.setSpacing(style.px(16))
        parts = ((self.matrix, self._cell, 2), (self.errors, self._hint, 3))
        for view, words, share in parts:
            column = QVBoxLayout()
            column.addWidget(view, 1)
            column.addWidget(words)
            row.addLayout(column, share)
        self.matrix.told.connect(self._say_cell)
        self.matrix.picked.connect(self.retranslate)
        self.errors.activated.connect(self._activated)
        self.set_evaluation(None)

    def set_evaluation(self, found: Evaluation | None) -> None:
        """Of the newest epoch; None before the first, or where nothing is held back.

        The errors of a run stay sorted as they are; those of another one come the worst first.
        """
        self._found = found
        for view in (self.matrix, self.errors):
            view.setVisible(found is not None)
        if found is not None:
            self.matrix.set_confusion(found.classes, found.confusion)
            self._model.set_rows(found.worst)
        else:
            self.errors.sortByColumn(-1, Qt.SortOrder.AscendingOrder)
        self.retranslate()

    def retranslate(self) -> None:
        """Read the texts again."""
        self.errors.setAccessibleName(tr("Worst errors"))
        self.matrix.retranslate()
        if self._found is None:
            self._hint.set_text(tr("After the first epoch with held-back pictures, see here."))
        else:
            only = show_picked(self.matrix, self.errors, self._found.worst)
            self._hint.set_text(only or tr("Enter or a double click opens it with these weights."))

    def _say_cell(self, words: str) -> None:
        axes = tr("Rows: class · columns: answer · colour: share of the row")
        self._cell.set_text(words or (axes if self._found is not None else ""))

    def _activated(self, index: QModelIndex) -> None:
        self.picture_wanted.emit(self.errors.row_of(index))
