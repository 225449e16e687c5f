"""Compare variants: what is trained beside the run, as in the paper's Figures 9 and 10."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from xception_gui.base.numbers import exact
from xception_gui.base.training import TrainingConfig
from xception_gui.base.variants import Changes
from xception_gui.gui import style
from xception_gui.gui.lanes import Job, Lanes
from xception_gui.gui.language import mark, tr
from xception_gui.gui.views.page_dialog import EDGE, PageDialog
from xception_gui.gui.views.variant_row import VariantRow

if TYPE_CHECKING:
    from xception_gui.training.ablate import Ablation

_WIDTH, _DEEPEST = 620, 64
_DEPTH, _KEY = "middle_blocks", "variants"
_ROWS: tuple[tuple[str, Any, str, str], ...] = (
    (
        "residual",
        False,
        mark("Without skip connections"),
        mark("the paper's Figure 9: they are essential"),
    ),
    (
        "mid_activation",
        "relu",
        mark("ReLU between the two halves"),
        mark("of each separable convolution; Figure 10: none is best"),
    ),
    (
        "mid_activation",
        "elu",
        mark("ELU between the two halves"),
        mark("of each separable convolution; Figure 10: none is best"),
    ),
    (
        "order",
        "pointwise",
        mark("Pointwise half first"),
        mark("the paper, section 2: the order should not matter"),
    ),
    (_DEPTH, None, mark("Middle blocks:"), mark("another depth; the paper has 8")),
)


class VariantsPage(PageDialog):
    """What is chosen counts when it is used, not before.

    Parameters
    ----------
    use : callable
        Called with the `Changes` that the user wants.
    """

    def __init__(self, window: QWidget, lanes: Lanes, use: Callable[[Changes], None]) -> None:
        super().__init__(window, _WIDTH)
        self._lanes, self._use = lanes, use
        self._config, self._classes = TrainingConfig(), 2
        self._counted: list[Ablation] = []
        self._about, self._whole = QLabel(wordWrap=True), QLabel(wordWrap=True)
        self.rows = [VariantRow(_DEEPEST if name == _DEPTH else None) for name, *_ in _ROWS]
        self.use_button = self.add_button()
        self.use_button.setProperty("primary", True)
        self.use_button.setAutoDefault(True)
        self.use_button.clicked.connect(self._take)
        for row in self.rows:
            row.changed.connect(self._count)
        self._arrange()
        self.retranslate()

    def look(self, config: TrainingConfig, changes: Changes, classes: int) -> None:
        """Open it for the next run."""
        self._config, self._classes = config, classes
        for row, (name, value, *_) in zip(self.rows, _ROWS, strict=True):
            chosen = [one for of, one in changes if of == name and value in (one, None)]
            row.blockSignals(True)
            row.number.setValue(chosen[0] if value is None and chosen else self._other_depth())
            row.box.setChecked(bool(chosen))
            row.blockSignals(False)
        self._offer()
        self.open_page()

    def follow(self, config: TrainingConfig) -> None:
        """Something was chosen elsewhere meanwhile; what is ticked stays."""
        if self.isVisible() and config != self._config:
            self._config = config
            self._offer()

    def _offer(self) -> None:
        """What can be left out or changed of this network, and what that costs."""
        for row, (name, value, *_) in zip(self.rows, _ROWS, strict=True):
            row.setEnabled(not self._config.weights and not self._is_so(name, value))
            row.set_cost("")
        self._counted = []
        self.retranslate()
        self._count()

    @property
    def changes(self) -> Changes:
        """What is ticked, but for what the network is anyway."""
        chosen = []
        for row, (name, value, *_) in zip(self.rows, _ROWS, strict=True):
            wanted = row.number.value() if value is None else value
            if row.box.isChecked() and row.isEnabled() and not self._is_so(name, wanted):
                chosen.append((name, wanted))
        return tuple(chosen)

    def retranslate(self) -> None:
        """Read the texts again."""
        super().retranslate()
        self.setWindowTitle(tr("Compare variants"))
        self.use_button.setText(tr("Use these variants"))
        self._about.setText(self._words())
        for row, (_, _, title, about) in zip(self.rows, _ROWS, strict=True):
            row.set_words(tr(title), tr(about))
        self._tell_costs()

    def _words(self) -> str:
        if self._config.weights:
            return tr(
                "The next run starts from trained weights, which have one architecture. Choose a "
                "recipe that starts at random, for instance From scratch."
            )
        return tr(
            "Each variant is trained beside the run as it is, step by step in turn, with the same "
            "seed and the same pictures: one value of the architecture is all that differs. Each "
            "has its own curves in the plots and its own row in the list of runs."
        )

    def _is_so(self, name: str, value: Any) -> bool:
        """Whether the network has that value anyway."""
        return bool(getattr(self._config.model, name) == value)

    def _other_depth(self) -> int:
        """Half of the middle blocks, as a first guess."""
        return self._config.model.middle_blocks // 2

    def _take(self) -> None:
        self._use(self.changes)
        self.accept()

    # What they cost

    def _count(self) -> None:
        """Parameters of each, counted in a lane; also of those that are not ticked."""
        self._lanes.cancel(_KEY)  # of other values
        if self._config.weights:
            return
        rows = [(name, value) for name, value, *_ in _ROWS if value is not None]
        depth = (_DEPTH, self.rows[-1].number.value())
        work = partial(_counted, self._config, (*rows, depth), self._classes)
        job = Job("Count the parameters", work, self._show_costs, latest=_KEY)
        self._lanes.submit("io", job)

    def _show_costs(self, found: list[Ablation]) -> None:
        self._counted = found
        self._tell_costs()

    def _tell_costs(self) -> None:
        if not self._counted:
            self._whole.setText("" if self._config.weights else tr("Counting…"))
            return
        whole, *others = self._counted
        count = tr("{count} parameters", count=exact(whole.params))
        self._whole.setText(f"{tr('Unchanged')}: {count}")
        for row, one in zip(self.rows, others, strict=True):
            count = tr("{count} parameters", count=exact(one.params))
            sign = "+" if one.difference > 0 else "−" if one.difference else "±"
            row.set_cost(f"{count} ({sign}{exact(abs(one.difference))})")

    def _arrange(self) -> None:
        column = QVBoxLayout(self.page)
        column.setContentsMargins(*[style.px(EDGE), style.px(12)] * 2)
        column.setSpacing(style.px(8))
        column.addWidget(self._about)
        column.addWidget(self._whole)
        for row in self.rows:
            column.addWidget(row)
        column.addStretch()


def _counted(config: TrainingConfig, changes: Changes, classes: int) -> list[Ablation]:
    """In the lane."""
    from xception_gui.training.ablate import ablations

    return ablations(config, changes, classes)
