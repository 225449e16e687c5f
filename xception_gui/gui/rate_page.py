"""Find learning rate: rising rates tried on a network that is thrown away, and the loss of each."""

from __future__ import annotations

import math
from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QHideEvent, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from xception_gui.base.numbers import exact
from xception_gui.base.training import TrainingConfig
from xception_gui.gui import style
from xception_gui.gui.language import tr
from xception_gui.gui.messages import error_words
from xception_gui.gui.rate_finding import STEPS, RateFinding
from xception_gui.gui.views.page_dialog import EDGE, PageDialog
from xception_gui.gui.views.rate_plot import RatePlot
from xception_gui.gui.views.share_bar import ShareBar
from xception_gui.gui.views.train_plot_title import TITLE_SIDE, TrainPlotTitle
from xception_gui.gui.views.train_words import preparing_text

_WIDTH, _PLOT, _FIELD = 640, 280, 110


class RatePage(PageDialog):
    """Searches when it is opened; closing gives the search up.

    Parameters
    ----------
    use : callable
        Called with the rate that the user wants.
    """

    def __init__(self, window: QWidget, finding: RateFinding, use: Callable[[float], None]) -> None:
        super().__init__(window, _WIDTH)
        self.finding, self._use = finding, use
        self._what: tuple[str, TrainingConfig] | None = None
        self.title, self._about = QLabel(wordWrap=True), QLabel(wordWrap=True)
        self._bar, self.legend, self.plot = ShareBar(), TrainPlotTitle(), RatePlot()
        self._name, self.field = QLabel(), QLineEdit()
        self._name.setBuddy(self.field)
        self.use_button, self.again = self.add_button(), self.add_button()
        self.use_button.setProperty("primary", True)
        self._arrange()
        self._connect()
        self.retranslate()

    def look(self, data: str, config: TrainingConfig) -> None:
        """Open it; the same data and values are not searched again."""
        known = self.finding.state == "ended" and self._what == (data, config)
        self._what = data, config
        self.open_page()
        if not known:
            self._ask()

    def retranslate(self) -> None:
        """Read the texts again."""
        super().retranslate()
        self.setWindowTitle(tr("Find learning rate"))
        self._about.setText(
            tr(
                "Rates from 0.000001 to 10 are tried step by step on a network that is thrown "
                "away. Good rates lie where the loss falls fastest. Click in the plot to take "
                "another one."
            )
        )
        self._name.setText(tr("Learning rate"))
        self.plot.setAccessibleName(tr("Loss over learning rate"))
        self.use_button.setText(tr("Use this rate"))
        self._tell()

    def hideEvent(self, event: QHideEvent) -> None:
        """Nobody looks any more."""
        super().hideEvent(event)
        self.finding.cancel()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter takes the rate that was written."""
        written = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.field.hasFocus()
        if written and self.use_button.isEnabled():
            self._take()
        else:
            super().keyPressEvent(event)

    @property
    def rate(self) -> float | None:
        """What stands in the field, if it is a rate."""
        try:
            rate = float(self.field.text())
        except ValueError:
            return None
        return rate if math.isfinite(rate) and 0 < rate <= 100 else None

    # What happens

    def _ask(self) -> None:
        assert self._what is not None
        self.field.clear()
        self.finding.ask(*self._what)

    def _cancel_or_again(self) -> None:
        self.finding.cancel() if self.finding.state == "running" else self._ask()

    def _take(self) -> None:
        if self.rate is not None:
            self._use(self.rate)
            self.accept()

    def _follow(self) -> None:
        finding = self.finding
        if finding.state == "ended" and finding.found is not None and not self.field.text():
            self._set_rate(finding.found)
        self.plot.set_tried(finding.tried)
        self._tell()

    def _set_rate(self, rate: float) -> None:
        self.field.setText(f"{rate:.2g}")

    # What is shown

    def _tell(self) -> None:
        finding = self.finding
        running = finding.state == "running"
        self.title.setText(self._words())
        self.again.setText(tr("Cancel") if running else tr("Try again"))
        busy = finding.training.busy
        self.again.setEnabled(not busy)
        self.again.setToolTip(tr("Another run is under way.") if busy else "")
        self._bar.setVisible(running)
        self._bar.set_share(self._share(), "entry")
        self.legend.set_words(tr("Loss over learning rate"), self.plot.entries())
        self.use_button.setEnabled(self.rate is not None)
        self.plot.set_rate(self.rate)

    def _share(self) -> float:
        before = self.finding.preparing
        if before is not None:
            return before.done / max(1, before.total)
        return len(self.finding.tried) / STEPS

    def _words(self) -> str:
        finding, tried = self.finding, exact(len(self.finding.tried))
        if finding.state == "failed" and finding.failure is not None:
            return error_words(finding.failure, picture=False, weights=False).text
        if finding.preparing is not None:
            return preparing_text(finding.preparing)
        if finding.state == "running":
            return tr("Rate {number} of at most {count}", number=tried, count=exact(STEPS))
        if finding.state == "given up":
            return tr("Given up after {number} rates.", number=tried)
        if finding.found is None:
            return tr("The loss fell nowhere: these data, or these values, teach nothing.")
        return tr("The loss falls fastest at {rate}.", rate=f"{finding.found:.2g}")

    def _arrange(self) -> None:
        column = QVBoxLayout(self.page)
        column.setContentsMargins(*[style.px(EDGE - TITLE_SIDE), style.px(12)] * 2)
        column.setSpacing(style.px(8))
        keep = self._bar.sizePolicy()
        keep.setRetainSizeWhenHidden(True)
        self._bar.setSizePolicy(keep)
        self.plot.setFixedHeight(style.px(_PLOT))
        self.field.setFixedWidth(style.px(_FIELD))
        for part in (self._about, self.title, self._bar):
            column.addLayout(_indented(part))
        column.addWidget(self.legend)
        column.addWidget(self.plot)
        row = _indented(self._name)
        row.addWidget(self.field)
        row.addStretch(1)
        column.addLayout(row)
        column.addStretch()

    def _connect(self) -> None:
        self.finding.changed.connect(self._follow)
        self.finding.training.state_changed.connect(lambda _state: self._tell())
        self.plot.picked.connect(self._set_rate)
        self.field.textChanged.connect(self._tell)
        self.use_button.clicked.connect(self._take)
        self.again.clicked.connect(self._cancel_or_again)


def _indented(part: QWidget) -> QHBoxLayout:
    """As far from the edge as the title of the plot."""
    row = QHBoxLayout()
    row.setContentsMargins(style.px(TITLE_SIDE), 0, style.px(TITLE_SIDE), 0)
    row.setSpacing(style.px(8))
    row.addWidget(part)
    return row
