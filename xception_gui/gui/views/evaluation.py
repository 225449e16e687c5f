"""What an evaluation found, in a dialog beside the window."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from xception_gui.base.numbers import exact
from xception_gui.base.published import Published
from xception_gui.base.results import Evaluation
from xception_gui.gui import style
from xception_gui.gui.item_models.evaluation_models import ClassModel, ErrorModel
from xception_gui.gui.language import tr
from xception_gui.gui.views.confusion import ConfusionMatrix
from xception_gui.gui.views.elide import ElidedLabel
from xception_gui.gui.views.evaluation_figures import EvaluationFigures
from xception_gui.gui.views.page_dialog import EDGE, PageDialog
from xception_gui.gui.views.picked_errors import show_picked
from xception_gui.gui.views.pill import Pill
from xception_gui.gui.views.reliability import Reliability
from xception_gui.gui.views.segmented import Segmented
from xception_gui.gui.views.table import Table

_WIDTH, _MOST_NAMES = 980, 20
_ERRORS = 1  # its place among the views
_CLASS_WIDTHS = {1: 76, 2: 92, 3: 80, 4: 64}
_ERROR_WIDTHS = {1: 96, 2: 96, 3: 92}


class EvaluationDialog(PageDialog):
    """One evaluation at a time; rows of the worst errors are told by their place."""

    export_requested = Signal()
    picture_requested = Signal(int)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, _WIDTH)
        self._found: Evaluation | None = None
        self._published: Published | None = None
        self._trained = True
        self._words: Callable[[], str] = str  # of the title: none yet
        self._title, self.untrained = ElidedLabel(kind="title"), Pill()
        self.figures, self.left_out = EvaluationFigures(), ElidedLabel(role="muted")
        self.matrix, self.reliability = ConfusionMatrix(), Reliability()
        self._class_model, self._error_model = ClassModel(), ErrorModel()
        self.classes = Table(self._class_model, _CLASS_WIDTHS)
        self.errors = Table(self._error_model, _ERROR_WIDTHS)
        self.views, self._pages = Segmented(), QStackedWidget()
        self._matrix_words, self._page_words = (ElidedLabel(role="muted") for _ in range(2))
        self._export = self.add_button()
        self._arrange()
        self._connect()
        self.retranslate()

    def show_evaluation(
        self,
        title: Callable[[], str],
        trained: bool,
        found: Evaluation,
        published: Published | None = None,
    ) -> None:
        """Show another one.

        Parameters
        ----------
        title : callable
            Says data and weights, in the language in force.
        published : Published, optional
            The weights, if they are known ones.
        """
        self._found, self._trained, self._published = found, trained, published
        self._words = title
        self.matrix.set_confusion(found.classes, found.confusion)
        self.reliability.set_bins(found.calibration)
        self._class_model.set_rows(found.rows)
        self._error_model.set_rows(found.worst)
        self.matrix.pick(None)
        for table in (self.classes, self.errors):  # as given: the worst error first
            table.sortByColumn(-1, Qt.SortOrder.AscendingOrder)
        self.retranslate()

    def retranslate(self) -> None:
        """Read the texts again."""
        super().retranslate()
        self.setWindowTitle(tr("Evaluation"))
        self._export.setText(tr("Export…"))
        self.views.set_texts((tr("Classes"), tr("Worst errors"), tr("Calibration")))
        self.views.setAccessibleName(tr("Shown beside the confusion matrix"))
        self.classes.setAccessibleName(tr("Classes"))
        self.errors.setAccessibleName(tr("Worst errors"))
        self.untrained.set_status(tr("Untrained weights"))
        self.untrained.setToolTip(tr("These numbers are random."))
        self.untrained.setVisible(not self._trained)
        self.matrix.retranslate()
        self.reliability.retranslate()
        self._title.set_text(self._words())
        if self._found is not None:
            self.figures.show_evaluation(self._found, self._published)
            self._say_left_out(self._found)
            self._say_page()

    def _say_left_out(self, found: Evaluation) -> None:
        """Whole classes apart from single pictures: of these alone the number says how many."""
        names = [name for name, _ in found.unreadable]
        classes = [name for name in names if name.endswith("/")]
        pictures = [name for name in names if not name.endswith("/")]
        told = []
        if classes:
            words = _listed(classes)
            told.append(tr("Classes that the weights do not have: {names}", names=words))
        if pictures:
            count, words = exact(len(pictures)), _listed(pictures)
            told.append(tr("Left out: {count} ({names})", count=count, names=words))
        if found.unnamed:
            told.append(tr("Pictures without a label: {count}", count=exact(found.unnamed)))
        if found.missing:
            told.append(tr("Labels without a picture: {count}", count=exact(found.missing)))
        self.left_out.set_text(" · ".join(told))
        self.left_out.setVisible(bool(told))

    def _arrange(self) -> None:
        column = QVBoxLayout(self.page)
        column.setContentsMargins(*[style.px(EDGE)] * 4)
        column.setSpacing(style.px(12))
        head = QHBoxLayout()
        head.addWidget(self._title, 1)
        head.addWidget(self.untrained)
        column.addLayout(head)
        column.addWidget(self.figures)
        column.addWidget(self.left_out)
        body = QHBoxLayout()
        body.setSpacing(style.px(EDGE))
        body.addLayout(_stacked(self.matrix, self._matrix_words), 1)
        for page in (self.classes, self.errors, self.reliability):
            self._pages.addWidget(page)
        body.addLayout(_stacked(self.views, self._pages, self._page_words), 1)
        column.addLayout(body, 1)

    def _connect(self) -> None:
        self._export.clicked.connect(self.export_requested)
        self.views.chosen.connect(self._choose)
        self.errors.activated.connect(self._activated)
        self.matrix.told.connect(self._say_cell)
        self.matrix.picked.connect(self._show_picked)
        self.reliability.told.connect(lambda _words: self._say_page())

    def _choose(self, place: int) -> None:
        self._pages.setCurrentIndex(place)
        self._say_page()

    def _say_cell(self, words: str) -> None:
        axes = tr("Rows: class · columns: answer · colour: share of the row")
        self._matrix_words.set_text(words or axes)

    def _show_picked(self) -> None:
        """Errors that were asked for are to be seen."""
        if self.matrix.pair() is not None:
            self.views.set_current(_ERRORS)
        self._choose(self.views.current())

    def _say_page(self) -> None:
        """What is below the view at the right."""
        wrong = self._error_model.rowCount() > 0
        errors = () if self._found is None else self._found.worst
        only = show_picked(self.matrix, self.errors, errors)
        hints = (
            tr("Precision: of what was said to be the class. Recall: of its pictures."),
            only or tr("Enter or a double click opens the picture.")
            if wrong
            else tr("No picture was answered wrongly."),
            self.reliability.accessibleDescription()
            or tr("Calibrated: the bars end at the dashed line."),
        )
        self._page_words.set_text(hints[self.views.current()])

    def _activated(self, index: QModelIndex) -> None:
        self.picture_requested.emit(self.errors.row_of(index))


def _listed(names: Sequence[str]) -> str:
    more = ", …" if len(names) > _MOST_NAMES else ""
    return ", ".join(names[:_MOST_NAMES]) + more


def _stacked(*parts: QWidget) -> QVBoxLayout:
    column = QVBoxLayout()
    column.setSpacing(style.px(8))
    for part in parts:
        column.addWidget(part, 1 if isinstance(part, QStackedWidget | ConfusionMatrix) else 0)
    return column
