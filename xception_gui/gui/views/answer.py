"""The answer: headline and rows; under the picture, or beside it where there is width.

An answer that belongs to another picture or another state of the network stands there faint.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QIcon, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QGridLayout,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from xception_gui.base.numbers import duration, percent
from xception_gui.base.preprocessing import Steps
from xception_gui.base.results import ClassProbability, Prediction, Prepared
from xception_gui.gui import style
from xception_gui.gui.item_models.class_texts import class_words
from xception_gui.gui.language import tr
from xception_gui.gui.views.answer_rows import AnswerRows
from xception_gui.gui.views.canvas import STALE
from xception_gui.gui.views.elide import ElidedLabel
from xception_gui.gui.views.headline import Headline
from xception_gui.gui.views.input_card import InputCard
from xception_gui.gui.views.pill import Pill
from xception_gui.gui.views.separator import Separator

WIDE = 300
ROWS_BELOW, ROWS_BESIDE, ROWS_LOW = 5, 10, 3
_COLUMN = 216
_HEAD = 78  # above the rows: facts, or the warning that there are none
_WARNING_GAP = 8
_CARD_FROM = 520  # height from which the network's input has room below ten rows


class Answer(QWidget):
    """What the network says; `class_chosen` asks for the explanation of another class."""

    class_chosen = Signal(int)
    weights_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._prediction: Prediction | None = None
        self._explained: int | None = None
        self._waiting, self._updating = "", True
        self._stale, self._beside, self._low = False, False, False
        self._most = ROWS_BESIDE
        self.headline = Headline()
        self.pill = Pill()
        self.words = ElidedLabel(role="muted")
        self.load = QPushButton()
        self.load.clicked.connect(self.weights_requested)
        self.rows = AnswerRows(ROWS_BELOW)
        self.rows.class_chosen.connect(self.class_chosen)
        self._line = Separator()
        self.card = InputCard()
        self._arrange()
        self.retranslate()

    # What is shown

    def set_prediction(self, prediction: Prediction | None, animate: bool = False) -> None:
        """Show an answer; bars ease if the user asked for it."""
        self._prediction = prediction
        self._show(animate)

    def set_explained(self, index: int | None) -> None:
        """Which class the heat map is of."""
        self._explained = index
        self._show()

    def set_stale(self, stale: bool) -> None:
        """Draw the answer faint: it is not (or no longer) the one to what is shown."""
        self._stale = stale
        strength = STALE if stale else 1.0
        self.headline.set_strength(strength)
        self.rows.set_strength(strength)
        self.card.set_strength(strength)
        self._show()

    def set_updating(self, updating: bool) -> None:
        """Whether a faint answer is being made anew; it may have been given up, or not be had."""
        self._updating = updating
        self._show()

    def set_waiting(self, words: str) -> None:
        """What stands in place of the first answer, for instance that the network is loading."""
        self._waiting = words
        self._show()

    def set_prepared(self, prepared: Prepared | None) -> None:
        """What the network received."""
        self.card.set_prepared(prepared)

    def set_steps(self, steps: Steps) -> None:
        """How pictures are prepared for the network."""
        self.card.set_steps(steps)

    def set_beside(self, beside: bool) -> None:
        """Stand beside the picture, 300 wide with ten rows, or under it with five."""
        self._beside = beside
        way = QBoxLayout.Direction.TopToBottom if beside else QBoxLayout.Direction.LeftToRight
        self._layout.setDirection(way)
        self._layout.setStretchFactor(self.rows, 0 if beside else 1)
        self._layout.setStretch(self._layout.count() - 1, 1 if beside else 0)
        self._arrange_warning()
        self._arrange_sizes()

    def set_low(self, low: bool) -> None:
        """Only three rows: the window is low."""
        self._low = low
        self._arrange_sizes()

    def set_most_rows(self, count: int) -> None:
        """Rows at most, however much room there is."""
        self._most = count
        self._arrange_sizes()

    def retranslate(self) -> None:
        """Read the texts again."""
        self.pill.set_status(tr("Untrained weights"), "warning")
        self.words.set_text(tr("These numbers are random."))
        self.load.setText(tr("Load weights…"))
        self._arrange_warning()
        self._show()

    # Qt

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Surface."""
        QPainter(self).fillRect(self.rect(), style.colour("base"))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The card goes where there is no height for it."""
        self._show_card()
        super().resizeEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """Another language, or other colours for the icon."""
        if event.type() in (QEvent.Type.LanguageChange, QEvent.Type.PaletteChange):
            self.retranslate()
        super().changeEvent(event)

    # Inside

    def _arrange(self) -> None:
        self._column = QWidget()
        column = QVBoxLayout(self._column)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(style.px(4))
        column.addWidget(self.headline)
        self._warning = QGridLayout()
        self._warning.setHorizontalSpacing(style.px(_WARNING_GAP))
        column.addLayout(self._warning)
        column.addStretch(1)
        self._layout = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._layout.setContentsMargins(*[style.px(12)] * 4)
        self._layout.setSpacing(style.px(12))
        top = Qt.AlignmentFlag.AlignTop
        self._layout.addWidget(self._column)
        self._layout.addWidget(self.rows, 1, top)
        self._layout.addWidget(self._line)
        self._layout.addWidget(self.card)
        self._layout.addStretch()
        self.set_beside(False)

    def _arrange_sizes(self) -> None:
        beside = self._beside
        self.headline.set_one_line(beside)
        room = ROWS_BESIDE if beside else ROWS_LOW if self._low else ROWS_BELOW
        self.rows.set_count(min(room, self._most))
        most = 16777215
        self.setFixedWidth(style.px(WIDE)) if beside else self.setMaximumWidth(most)
        self.setMinimumWidth(style.px(WIDE) if beside else 0)
        self._column.setMinimumWidth(0 if beside else style.px(_COLUMN))
        self._column.setMaximumWidth(most if beside else style.px(_COLUMN))
        self._column.setMinimumHeight(style.px(_HEAD) if beside else 0)
        fixed, free = QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding
        self.setSizePolicy(fixed if beside else free, free if beside else fixed)
        self._show_card()
        self._show()

    def _arrange_warning(self) -> None:
        """Three lines; beside the picture two, if they fit: so the rows below stay in place."""
        left, grid = Qt.AlignmentFlag.AlignLeft, self._warning
        self.load.setIcon(QIcon())
        room = style.px(WIDE) - 2 * style.px(12) - style.px(_WARNING_GAP)
        taken = self.pill.sizeHint().width() + self.load.sizeHint().width()
        in_line = self._beside and taken <= room
        if not in_line:
            self.load.setIcon(style.icon("weights"))
        grid.setVerticalSpacing(style.px(4 if in_line else _WARNING_GAP))
        grid.addWidget(self.pill, 0, 0)
        grid.addWidget(self.load, 0 if in_line else 2, 1 if in_line else 0, left)
        grid.addWidget(self.words, 1, 0, 1, 2)

    def _show_card(self) -> None:
        there = self._beside and self.height() >= style.px(_CARD_FROM)
        self._line.setVisible(there)
        self.card.setVisible(there)

    def _show(self, animate: bool = False) -> None:
        made = self._prediction
        trained = made is None or made.trained
        for part in (self.pill, self.words, self.load):
            part.setVisible(not trained)
        title, figure, facts = _words(made, self._waiting)
        self.headline.set_words(title, figure, facts, self._note())
        self.rows.set_rows(self._top(), self._explained, trained, animate)

    def _note(self) -> str:
        if not self._stale or self._prediction is None:
            return ""
        return tr("updating…") if self._updating else tr("not updated")

    def _top(self) -> tuple[ClassProbability, ...]:
        """The likeliest classes; the explained one in the last row where it is not among them."""
        if self._prediction is None:
            return ()
        top = self._prediction.top(len(self.rows.rows))
        explained = self._explained
        if explained is None or explained in [row.index for row in top]:
            return top
        if explained >= len(self._prediction.probabilities):
            return top  # the heat map of the network before still stands there, for a moment
        return (*top[:-1], self._prediction.row(explained))


def weights_name(name: str) -> str:
    """What the window calls weights."""
    return {"demo": tr("Demo weights"), "none": tr("Untrained weights")}.get(name, name)


def _words(made: Prediction | None, waiting: str) -> tuple[str, str, tuple[str, ...]]:
    """Title, figure and facts of the headline."""
    if made is None:
        return waiting, "", ("", "")
    if not made.trained:
        return tr("No answer yet"), "", ()
    best = made.top(1)[0]
    classes = tr("{count} classes", count=len(made.probabilities))
    ms = duration(made.ms)
    facts = (
        f"{weights_name(made.weights)} · {classes}",
        f"{ms} · {made.device.upper()} · {made.precision}",
    )
    return class_words(best.label), percent(best.probability), facts
