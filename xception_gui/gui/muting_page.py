"""What is it worth: the answer without some parts, and a bar for each block."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from xception_gui.base.muting import Mute, Muted
from xception_gui.base.numbers import percent
from xception_gui.gui.item_models.class_texts import class_words
from xception_gui.gui.item_models.fact_row import FactRow
from xception_gui.gui.language import tr
from xception_gui.gui.muting import Muting
from xception_gui.gui.page_export import offer_table
from xception_gui.gui.views.fact_page import FactPage
from xception_gui.gui.views.fact_rows import FactRowView, group_title, sentence
from xception_gui.gui.views.link import Link
from xception_gui.gui.views.pill import Pill
from xception_gui.gui.views.worth_row import Worth, WorthRow, signed

if TYPE_CHECKING:
    from xception_gui.gui.main_window import MainWindow

_WIDTH, _TOP, _REFILL_MS = 720, 5, 60


class MutingPage(FactPage):
    """Stays open beside the window, and follows the picture that is shown."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window, _WIDTH)
        self._window = window
        self.muting: Muting = window.muting
        self._timer = QTimer(self, interval=_REFILL_MS, singleShot=True)
        self._timer.timeout.connect(self.refill)
        self.muting.changed.connect(self._timer.start)
        self.clear = self.add_button()
        self.clear.clicked.connect(lambda: self.muting.set_mutes(()))
        self._chart: QWidget | None = None
        offer_table(self, window, "worth", self._table, lambda: self._chart)
        self.retranslate()

    def look(self) -> None:
        """Show it."""
        self.open_page()
        self.muting.set_active(True)

    def retranslate(self) -> None:
        """Read the texts again."""
        self.setWindowTitle(tr("What is it worth?"))
        self.clear.setText(tr("Put everything back"))
        super().retranslate()

    def refill(self) -> None:
        """Make every part again; the keyboard stays on the block where it was."""
        rows = self.findChildren(WorthRow)
        held = next((row.worth.path for row in rows if row.hasFocus()), "")
        super().refill()
        chart = self._chart
        if held and chart is not None:
            chart.show()  # what is hidden takes no keyboard
            for row in chart.findChildren(WorthRow):
                if row.worth.path == held:
                    row.setFocus(Qt.FocusReason.OtherFocusReason)

    def hideEvent(self, event: QHideEvent) -> None:
        """Nobody looks any more."""
        self.muting.set_active(False)
        super().hideEvent(event)

    # What is shown

    def parts(self) -> Iterator[QWidget]:
        """What is out, the answer without it, each block."""
        self.clear.setEnabled(bool(self.muting.mutes))
        self._chart = None
        answer = self.muting.answer
        if answer is None:
            hint = tr("Open a picture to see what parts of the network are worth.")
            yield sentence(tr("Counting…") if self._window.workspace.picture else hint, "muted")
            return
        if not answer.before.trained:
            yield Pill(tr("These numbers are random."), "warning")
        yield from self._taken_out()
        yield group_title(tr("Answer"))
        if answer.mutes != self.muting.mutes:  # that of other parts
            yield sentence(tr("Counting…"), "muted")
        else:
            for row in answer.after.top(_TOP):
                yield FactRowView(_answer_row(answer, row.index))
        if self.muting.blocks:
            best = answer.before.top(1)[0]
            words = tr("Logit of {name} without each block", name=class_words(best.label))
            self._chart = self._bars(words, best.index)
            yield self._chart

    def _taken_out(self) -> Iterator[QWidget]:
        yield group_title(tr("Taken out"))
        if not self.muting.mutes:
            yield sentence(
                tr("Nothing. Click a block below, or use the menu Model for what is selected."),
                "muted",
            )
        for mute in self.muting.mutes:
            link = Link(kind="mono")
            link.set_text(str(mute), tr("Put it back"))
            link.clicked.connect(partial(self.muting.toggle, mute))
            yield link

    def _bars(self, title: str, index: int) -> QWidget:
        """One widget, which can be saved as a drawing."""
        chart = QWidget()
        column = QVBoxLayout(chart)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(group_title(title))
        changes = [muted.change(index) for muted in self.muting.blocks]
        most = max(map(abs, changes)) or 1.0
        for muted, change in zip(self.muting.blocks, changes, strict=True):
            row = WorthRow(self._worth(muted, change, change / most))
            row.clicked.connect(partial(self._toggle, muted.mutes[0]))
            column.addWidget(row)
        return chart

    def _worth(self, muted: Muted, change: float, share: float) -> Worth:
        mute = muted.mutes[0]
        label = class_words(muted.after.top(1)[0].label)
        flow = mute.path.partition(".")[0]
        return Worth(mute.path, flow, change, share, label, mute in self.muting.mutes)

    def _table(self) -> list[dict[str, object]]:
        """What each block by itself is worth for the likeliest class."""
        answer = self.muting.answer
        if answer is None:
            return []
        best = answer.before.top(1)[0].index
        return [muted.row(best) for muted in self.muting.blocks]

    def _toggle(self, mute: Mute, _checked: bool = False) -> None:
        self.muting.toggle(mute)


def _answer_row(answer: Muted, index: int) -> FactRow:
    before = percent(float(answer.before.probabilities[index]))
    after = percent(float(answer.after.probabilities[index]))
    note = tr("before {share} · logit {change}", share=before, change=signed(answer.change(index)))
    return FactRow(class_words(answer.after.row(index).label), after, note)
