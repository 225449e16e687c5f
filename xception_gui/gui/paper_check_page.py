"""Paper check: published numbers beside those of the network in force, or of the paper's own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from functools import partial
from itertools import groupby
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QWidget

from xception_gui.base.config import PAPER_SIZE, XceptionConfig
from xception_gui.base.departures import Departure, departures
from xception_gui.base.paper_facts import PaperFact
from xception_gui.base.results import ModuleInfo, Weights
from xception_gui.gui import messages, style
from xception_gui.gui.item_models.architecture_texts import GROUPS, check_row, departure_words
from xception_gui.gui.lanes import Job
from xception_gui.gui.language import tr
from xception_gui.gui.page_export import offer_table
from xception_gui.gui.views.elide import ElidedLabel
from xception_gui.gui.views.fact_page import FactPage
from xception_gui.gui.views.fact_rows import FactRowView, group_title, sentence
from xception_gui.gui.views.page_dialog import EDGE
from xception_gui.gui.views.pane_header import Band
from xception_gui.gui.views.pill import Pill
from xception_gui.gui.views.segmented import Segmented

if TYPE_CHECKING:
    from xception_gui.gui.main_window import MainWindow

_WIDE, _BAND = 860, 40
_PAPER = 1  # of the switch


class PaperCheckPage(FactPage):
    """Counted again whenever it is opened, the network changes, or the other one is chosen.

    A network that is built otherwise than the paper's differs without alarm; red is for one that
    should not differ.
    """

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window, _WIDE)
        self._window = window
        self._found: tuple[PaperFact, ...] = ()
        self._weights: Weights | None = None  # whose network was counted; None: the paper's
        self.switch, head = Segmented(), Band(_BAND)
        row = QHBoxLayout(head)
        row.setContentsMargins(style.px(EDGE), 0, style.px(EDGE), 1)
        row.addWidget(self.switch)
        row.addStretch()
        self.set_head(head)
        self.switch.chosen.connect(self._follow)
        window.workspace.network_changed.connect(self._follow)
        offer_table(self, window, "paper_check", lambda: [asdict(fact) for fact in self._found])
        self.retranslate()

    def look(self) -> None:
        """Show it."""
        self.open_page()
        self._follow()

    def parts(self) -> Iterator[QWidget]:
        """A verdict, and a line for each number."""
        if not self._found:
            yield ElidedLabel(tr("Counting…"), role="muted")
            return
        weights = self._weights
        departs = departures(weights.config, weights.input_size) if weights else ()
        name = messages.weights_name(weights) if weights else tr("The paper's network")
        yield from verdict(name, departs, self._found)
        for group, facts in groupby(self._found, lambda fact: fact.group):
            yield group_title(tr(GROUPS[group]))
            for fact in facts:
                yield FactRowView(check_row(fact, bool(departs)))

    def retranslate(self) -> None:
        """Read the texts again."""
        self.setWindowTitle(tr("Paper check"))
        self.switch.set_texts((tr("This network"), tr("The paper's network")))
        self.switch.setAccessibleName(tr("Which network is checked"))
        super().retranslate()

    def _follow(self, _what: object = None) -> None:
        if not self.isVisible():
            return
        network = self._window.workspace.network
        if self.switch.current() == _PAPER:
            self._count(None, None)
        elif network is not None:
            self._count(network.weights, network.tree)

    def _count(self, weights: Weights | None, tree: ModuleInfo | None) -> None:
        work, show = partial(_checked, tree), partial(self._show, weights)
        job = Job("Check against the paper", work, show, latest="paper-check")
        self._window.lanes.submit("model", job)

    def _show(self, weights: Weights | None, found: tuple[PaperFact, ...]) -> None:
        self._weights, self._found = weights, found
        self.refill()


def verdict(
    name: str, departs: Sequence[Departure], found: Sequence[PaperFact]
) -> Iterator[QWidget]:
    """Whether it is the paper's network; if it is built otherwise, in what."""
    wrong = sum(fact.state == "bad" for fact in found)
    differ = tr("{count} of {all} differ", count=wrong, all=len(found))
    if departs and wrong:  # a picture of 300 pixels gives the numbers of one of 299
        yield group_title(tr("{name}: not as in the paper", name=name))
        yield sentence(tr("What is otherwise: {parts}.", parts=departure_words(departs)))
        yield sentence(tr("{differ}, as they must.", differ=differ), "muted")
        return
    words = differ if wrong else tr("Nothing differs from the paper")
    yield Pill(words, "error" if wrong else "good")
    yield sentence(name, "muted")


def _checked(tree: ModuleInfo | None) -> tuple[PaperFact, ...]:
    from xception_gui.inspection import module_tree, paper_check

    return paper_check(tree or module_tree(XceptionConfig(), PAPER_SIZE))
