"""What can be seen of a run: curves, the network from inside, probe pictures, errors."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSlider, QStackedWidget, QVBoxLayout, QWidget

from xception_gui.base.results import Evaluation
from xception_gui.base.snapshots import KINDS, Probes, Snapshot
from xception_gui.gui import style
from xception_gui.gui.language import mark, tr
from xception_gui.gui.style.tokens import TOOL_BAND
from xception_gui.gui.views.elide import ElidedLabel
from xception_gui.gui.views.pane_header import Band
from xception_gui.gui.views.segmented import Segmented
from xception_gui.gui.views.train_errors import TrainErrors
from xception_gui.gui.views.train_inside import TrainInside
from xception_gui.gui.views.train_probes import TrainProbes

PAGES = ("curves", "inside", "probes", "errors")
_WORDS = (mark("Curves"), mark("Histograms"), mark("Probe pictures"), mark("Errors"))
_KIND_WORDS = (mark("Weights"), mark("Gradients"), mark("Activations"))


class TrainPages(QWidget):
    """The page of curves is given; the others are made here."""

    page_changed = Signal(str)
    picture_wanted = Signal(int)

    def __init__(self, curves: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.band, self.stack = PageBand(), QStackedWidget()
        self.inside, self.probes, self.errors = TrainInside(), TrainProbes(), TrainErrors()
        self._snapshots: Sequence[Snapshot] = ()
        for page in (curves, self.inside, self.probes, self.errors):
            self.stack.addWidget(page)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.band)
        column.addWidget(self.stack, 1)
        self.band.pages.chosen.connect(self.show_page)
        self.band.kinds.chosen.connect(lambda place: self.inside.set_kind(KINDS[place]))
        self.band.slider.valueChanged.connect(self._show_epoch)
        self.errors.picture_wanted.connect(self.picture_wanted)

    @property
    def page(self) -> str:
        """The one that is shown."""
        return PAGES[self.stack.currentIndex()]

    def show_page(self, place: int) -> None:
        """Show "curves" (0) or one of the others."""
        self.stack.setCurrentIndex(place)
        self.band.show_page(place)
        self.page_changed.emit(PAGES[place])

    def set_found(
        self, probes: Probes | None, snapshots: Sequence[Snapshot], judged: Evaluation | None
    ) -> None:
        """What the run directory holds; the epoch on view stays unless it was the last."""
        self._snapshots = snapshots
        self.inside.set_snapshots(snapshots)
        self.probes.set_probes(probes)
        self.errors.set_evaluation(judged)
        self.band.set_epochs(len(snapshots))
        self._show_epoch()

    def _show_epoch(self) -> None:
        place = self.band.slider.value() - 1
        seen = self._snapshots[place] if 0 <= place < len(self._snapshots) else None
        self.probes.set_snapshot(seen)
        self.band.say_epoch(seen.epoch if seen else 0)


class PageBand(Band):
    """The choice of a page, and at the right what belongs to it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(TOOL_BAND, parent=parent)
        self._said = 0
        self.pages, self.kinds = Segmented(), Segmented()
        self.slider, self._epoch = QSlider(Qt.Orientation.Horizontal), ElidedLabel()
        self.slider.setMinimumWidth(style.px(60))
        self.slider.setMaximumWidth(style.px(160))
        self.slider.setRange(1, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(style.px(12), 0, style.px(12), 1)
        row.setSpacing(style.px(8))
        self._epoch.take_own_width()
        row.addWidget(self.pages)
        row.addStretch(1)
        for part in (self.kinds, self.slider, self._epoch):
            row.addWidget(part, 9 if part is self.slider else 0)  # it gives way, not the words
        self.show_page(0)
        self.retranslate()

    def show_page(self, place: int) -> None:
        """Only what belongs to the page."""
        self.pages.set_current(place)
        self.kinds.setVisible(PAGES[place] == "inside")
        for part in (self.slider, self._epoch):
            part.setVisible(PAGES[place] == "probes")

    def set_epochs(self, count: int) -> None:
        """How many there are; at the last one the slider goes along."""
        at_end = self.slider.value() == self.slider.maximum()
        self.slider.blockSignals(True)
        self.slider.setRange(1, max(1, count))
        if at_end:
            self.slider.setValue(self.slider.maximum())
        self.slider.blockSignals(False)

    def say_epoch(self, epoch: int) -> None:
        """Beside the slider; 0: none."""
        self._said = epoch
        self._epoch.set_text(tr("Epoch {epoch}", epoch=epoch) if epoch else "")

    def retranslate(self) -> None:
        """Read the texts again."""
        self.pages.set_texts([tr(words) for words in _WORDS])
        self.pages.setAccessibleName(tr("What is shown of the run"))
        self.kinds.set_texts([tr(words) for words in _KIND_WORDS])
        self.kinds.setAccessibleName(tr("What is counted"))
        self.slider.setAccessibleName(tr("Epoch of the probe pictures"))
        self.say_epoch(self._said)
