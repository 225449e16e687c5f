"""The catalogue of weights as a page: what is here, what can be fetched, and from where."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QVBoxLayout

from xception_gui.base import numbers
from xception_gui.base.config import PAPER_SIZE, XceptionConfig
from xception_gui.base.results import Weights
from xception_gui.gui import style
from xception_gui.gui.lanes import Job
from xception_gui.gui.language import mark, tr
from xception_gui.gui.page_export import offer_table
from xception_gui.gui.views.page_dialog import EDGE, PageDialog
from xception_gui.gui.views.separator import Separator
from xception_gui.gui.views.weights_card import CardState, CardWords, WeightsCard

if TYPE_CHECKING:
    from xception_gui.gui.main_window import MainWindow
    from xception_gui.weights.listing import Entry

_WIDTH = 680
_TITLES = {
    "demo": mark("Demonstration weights"),
    "none": mark("None (untrained)"),
    "keras": mark("Keras: the author's own"),
    "timm": "timm: legacy_xception.tf_in1k",
}
_FACTS = {
    "demo": mark("10 classes of CIFAR-10, a narrow network; comes with the program"),
    "none": mark("The paper's network with random numbers: shapes and costs, no answers"),
}


class WeightsPage(PageDialog):
    """Looks again each time it is opened."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window, _WIDTH)
        self._window, self._fetching = window, window.workspace.fetching
        self._entries: Sequence[Entry] = ()
        self.cards: dict[str, WeightsCard] = {}
        self._mirror_name, self.mirror = QLabel(), QLineEdit()
        self._mirror_name.setBuddy(self.mirror)
        self.mirror.setText(window.settings.values.mirror)
        self.mirror.editingFinished.connect(self._keep_mirror)
        self._arrange()
        offer_table(self, window, "weights_list", lambda: list(map(asdict, self._entries)))
        self._fetching.changed.connect(self._fill)
        self._fetching.fetched.connect(lambda _name: self._list())
        window.workspace.network_changed.connect(lambda _network: self._fill())
        self.retranslate()

    def look(self) -> None:
        """Have it looked up what is here, and show it."""
        self.open_page()
        self._list()

    def retranslate(self) -> None:
        """Read the texts again."""
        super().retranslate()
        self.setWindowTitle(tr("Weights"))
        self._mirror_name.setText(tr("Mirror"))
        self.mirror.setPlaceholderText(tr("https address of a folder, if not from the source"))
        self.mirror.setAccessibleName(tr("Mirror"))
        self._fill()

    def _list(self) -> None:
        job = Job("List the weights", _catalogue, self._show, latest="catalogue")
        self._window.lanes.submit("model", job)

    def _show(self, entries: Sequence[Entry]) -> None:
        self._entries = entries
        for entry in entries:
            if entry.name not in self.cards:
                self._add(entry.name)
        self._fill()
        QTimer.singleShot(0, self, self.fit)  # when its rows are laid out

    def _add(self, name: str) -> None:
        card = self.cards[name] = WeightsCard()
        card.use_wanted.connect(partial(self._window.commands.load, name))
        card.fetch_wanted.connect(lambda: self._fetching.fetch(name, self.mirror.text().strip()))
        card.stop_wanted.connect(self._fetching.cancel)
        self._rows.addWidget(card)
        self._rows.addWidget(Separator())

    def _fill(self) -> None:
        for entry in self._entries:
            card, steps = self.cards[entry.name], entry.preprocessing
            card.show_words(self._words(entry))
            card.setToolTip(tr("Pre-processing: {steps}", steps=steps) if steps else "")

    def _words(self, entry: Entry) -> CardWords:
        title, state = tr(_TITLES[entry.name]), self._state(entry)
        facts = tr(_FACTS[entry.name]) if entry.name in _FACTS else _facts(entry)
        progress = self._fetching.progress
        if state != "fetching" or progress is None:
            return CardWords(title, facts, entry.source, state)
        share = progress.done / max(1, progress.total)
        done, total = numbers.size(progress.done), numbers.size(progress.total)
        words = tr("{done} of {total}", done=done, total=total)
        return CardWords(title, facts, entry.source, state, share, words)

    def _state(self, entry: Entry) -> CardState:
        network = self._window.workspace.network
        if network is not None and _is_of(entry, network.weights):
            return "used"
        if self._fetching.name == entry.name:
            return "fetching"
        return "here" if entry.available else "absent"

    def _keep_mirror(self) -> None:
        self._window.change_settings(mirror=self.mirror.text().strip())

    def _arrange(self) -> None:
        edge = style.px(EDGE)
        column = QVBoxLayout(self.page)
        column.setContentsMargins(edge, style.px(6), edge, style.px(12))
        column.setSpacing(0)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(0)
        column.addLayout(self._rows)
        line = QHBoxLayout()
        line.setContentsMargins(0, style.px(12), 0, 0)
        line.setSpacing(style.px(16))
        line.addWidget(self._mirror_name)
        line.addWidget(self.mirror, 1)
        column.addLayout(line)
        column.addStretch()


def _is_of(entry: Entry, weights: Weights) -> bool:
    """Whether these are the entry's; every untrained network has the name of the paper's."""
    papers = (weights.config, weights.input_size) == (XceptionConfig(), PAPER_SIZE)
    return weights.name == entry.name and (papers or weights.dialect != "none")


def _facts(entry: Entry) -> str:
    reached = tr(
        "{top1} top-1, {top5} top-5 on ImageNet",
        top1=numbers.percent(entry.top1),
        top5=numbers.percent(entry.top5),
    )
    side = tr("{size} × {size} pixels", size=entry.input_size)
    return " · ".join((reached, side, numbers.size(entry.size), entry.licence))


def _catalogue() -> Sequence[Entry]:
    from xception_gui.weights import catalogue

    return catalogue()
