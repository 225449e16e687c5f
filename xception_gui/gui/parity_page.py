"""Port parity: the picture under every convention as a grid of cards; below, why figures differ."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from xception_gui.base.config import XceptionConfig
from xception_gui.base.numbers import NARROW, percent, real
from xception_gui.base.parity import (
    ACCURACIES,
    CHANCE,
    VIEWS,
    Accuracy,
    Convention,
    ParityAnswer,
    answer_row,
    in_short,
    worded,
)
from xception_gui.gui import style
from xception_gui.gui.item_models.class_texts import class_words
from xception_gui.gui.language import language, tr
from xception_gui.gui.messages import error_words
from xception_gui.gui.page_export import offer_table
from xception_gui.gui.parity import Parity
from xception_gui.gui.views.elide import ElidedLabel
from xception_gui.gui.views.fact_page import FactPage
from xception_gui.gui.views.fact_rows import group_title, sentence
from xception_gui.gui.views.parity_card import ParityCard, ParityWords
from xception_gui.gui.views.pill import Pill
from xception_gui.gui.views.share_bar import ShareBar
from xception_gui.gui.weights_words import paddings

if TYPE_CHECKING:
    from xception_gui.gui.main_window import MainWindow

_WIDTH, _TITLE, _FIGURE, _TOP = 1096, 144, 144, 5
Key = tuple[str, XceptionConfig]


class ParityPage(FactPage):
    """Follows the picture and the network while it is open."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window, _WIDTH)
        self._window = window
        self.parity = Parity(window, self)
        self.cards: dict[Key, ParityCard] = {}
        self._state, self._bar = QLabel(), ShareBar()
        self._cards: QWidget | None = None
        self.cancel = self.add_button()
        offer_table(self, window, "parity", self._table, lambda: self._cards)
        self.cancel.clicked.connect(self.parity.cancel)
        self.parity.began.connect(self.refill)
        self.parity.arrived.connect(self._show)
        self.parity.ended.connect(self._tell)
        window.workspace.prepared_changed.connect(lambda _prepared: self._follow())
        window.workspace.network_changed.connect(lambda _network: self._follow())
        self.retranslate()

    def look(self) -> None:
        """Show it, and compare."""
        self.open_page()
        self._follow()

    def retranslate(self) -> None:
        """Read the texts again."""
        self.setWindowTitle(tr("Port parity"))
        self.cancel.setText(tr("Cancel"))
        super().retranslate()

    def hideEvent(self, event: QHideEvent) -> None:
        """Nobody looks any more."""
        super().hideEvent(event)
        self.parity.cancel()

    def _follow(self) -> None:
        if self.isVisible():
            self.parity.ask()

    # What is shown

    def parts(self) -> Iterator[QWidget]:
        """What is compared, the cards, the published figures."""
        text = tr(
            "The same weights as each port runs them. Difference: of the pooled features from "
            "those under the weights' own convention. Heat maps: of the class that is first there."
        )
        yield sentence(text, "muted")
        network = self._window.workspace.network
        if network is not None and not network.weights.trained:
            yield Pill(tr("These numbers are random."), "warning")
        self._state, self._bar, self._cards = sentence(""), ShareBar(self.page), None
        self._state.setParent(self.page)  # both are shown and hidden before they have their place
        yield self._state
        yield self._bar
        if self.parity.conventions:
            self._cards = self._grid()
            yield self._cards
        yield group_title(tr("Why published accuracies differ"))
        yield from map(_figure, ACCURACIES)
        yield sentence(worded(CHANCE, language()), "muted")
        self._tell()
        for answer in self.parity.answers:
            self._show(answer)

    def _grid(self) -> QWidget:
        made = QWidget()
        grid = QGridLayout(made)
        grid.setContentsMargins(0, style.px(8), 0, 0)
        grid.setSpacing(style.px(8))
        grid.setColumnMinimumWidth(0, style.px(_TITLE))
        self.cards = {}
        views = list(dict.fromkeys(way.view for way in self.parity.conventions))
        configs = list(dict.fromkeys(way.config for way in self.parity.conventions))
        for way in self.parity.conventions:
            row, column = views.index(way.view) + 1, configs.index(way.config) + 1
            if row == 1:
                grid.addWidget(_network_title(way.config), 0, column)
                grid.setColumnStretch(column, 1)
            if column == 1:
                grid.addWidget(_view_title(way), row, 0)
            card = self.cards[way.view, way.config] = ParityCard()
            card.setAccessibleName(f"{_network_words(way.config)}, {_view_words(way)}")
            grid.addWidget(card, row, column)
        return made

    def _table(self) -> list[dict[str, object]]:
        answers = self.parity.answers
        own = next((answer for answer in answers if answer.convention.own), None)
        return [answer_row(answer, _TOP, own) for answer in answers]

    def _show(self, answer: ParityAnswer) -> None:
        way = answer.convention
        rows = [
            (class_words(row.label), percent(row.probability))
            for row in answer.prediction.top(_TOP)
        ]
        words = ParityWords(rows, _foot(answer), way.own)
        card, colours = self.cards[way.view, way.config], self._window.settings.values.colours
        card.show_answer(words, answer.shown, answer.heatmap.values, colours)
        self._tell()

    def _tell(self) -> None:
        """How far it is, or why there is nothing."""
        parity = self.parity
        done, total = len(parity.answers), len(parity.conventions)
        self.cancel.setEnabled(parity.is_running)
        self._bar.setVisible(parity.is_running)
        self._bar.set_share(done / max(1, total), "entry")
        self._state.setText(self._words(done, total))
        self._state.setVisible(bool(self._state.text()))

    def _words(self, done: int, total: int) -> str:
        failure = self.parity.failure
        if failure is not None:
            return error_words(failure, picture=False, weights=False).text
        if not total:
            return tr("Open a picture to compare what the ports make of it.")
        if self.parity.is_running:
            return tr("{done} of {total}", done=done, total=total)
        stopped = tr("Given up after {done} of {total}.", done=done, total=total)
        return "" if done == total else stopped


def _foot(answer: ParityAnswer) -> str:
    if answer.convention.own:
        return tr("The weights' own convention")
    if not answer.difference:
        return tr("No difference")
    return tr("Difference {share}", share=f"{real(100 * answer.difference)}{NARROW}%")


def _network_words(config: XceptionConfig) -> str:
    padding = paddings(config.pool_padding)
    return tr("Pooling {padding}, ε {epsilon}", padding=padding, epsilon=f"{config.bn_eps:g}")


def _network_title(config: XceptionConfig) -> QWidget:
    return ElidedLabel(_network_words(config), role="muted")


def _view_words(way: Convention) -> str:
    return worded(VIEWS[way.view], language())


def _steps_words(way: Convention) -> str:
    """``333 → 299 bicubic``."""
    filters = {"bicubic": tr("bicubic"), "bilinear": tr("bilinear"), "nearest": tr("nearest")}
    return " ".join(filters.get(word, word) for word in in_short(way.steps).split(" "))


def _view_title(way: Convention) -> QWidget:
    made = QWidget()
    made.setFixedWidth(style.px(_TITLE))
    column = QVBoxLayout(made)
    column.setContentsMargins(0, style.px(8), 0, 0)
    column.setSpacing(style.px(2))
    column.addWidget(ElidedLabel(_view_words(way)))
    steps = sentence(_steps_words(way), "faint")
    steps.setFont(style.font("small"))
    column.addWidget(steps)
    column.addStretch()
    return made


def _figure(row: Accuracy) -> QWidget:
    """One published figure: the numbers, whose they are, why, where."""
    made = QWidget()
    line = QHBoxLayout(made)
    line.setContentsMargins(0, style.px(4), 0, style.px(4))
    line.setSpacing(style.px(8))
    number = QLabel(f"{row.top1:.3f}{NARROW}% · {row.top5:.3f}{NARROW}%")
    number.setFont(style.font("body"))
    number.setFixedWidth(style.px(_FIGURE))
    number.setToolTip(tr("top-1 · top-5"))
    line.addWidget(number, 0, Qt.AlignmentFlag.AlignTop)
    words = QVBoxLayout()
    words.setSpacing(0)
    words.addWidget(sentence(f"{worded(row.who, language())}: {worded(row.why, language())}"))
    source = ElidedLabel(row.source, role="faint", kind="small")
    words.addWidget(source)
    line.addLayout(words, 1)
    return made
