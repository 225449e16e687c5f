"""Model ▸ New: an architecture in single values, its numbers live, and a network made of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, cast

from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDoubleSpinBox,
    QLabel,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from xception_gui.base.config import Activation, Order, XceptionConfig
from xception_gui.base.numbers import exact, shape, size
from xception_gui.base.presets import PRESETS, preset_of
from xception_gui.base.problem import Problem
from xception_gui.base.texts import problem_text
from xception_gui.gui import style
from xception_gui.gui.item_models.architecture_texts import PRESET_WORDS
from xception_gui.gui.item_models.fact_row import FactRow
from xception_gui.gui.lanes import Failure, Job
from xception_gui.gui.language import language, mark, tr
from xception_gui.gui.views.elide import ElidedLabel
from xception_gui.gui.views.fact_rows import FactRowView
from xception_gui.gui.views.option_row import OptionRow
from xception_gui.gui.views.page_dialog import EDGE, PageDialog

if TYPE_CHECKING:
    from xception_gui.gui.main_window import MainWindow

_WIDTH, _OWN = 640, ""
_PRESETS = {
    _OWN: mark("Own values"),
    **PRESET_WORDS,
}
_ROWS = {
    "preset": (mark("Architecture"), mark("sets the values below")),
    "num_classes": (mark("Classes"), mark("0: no classifier layer")),
    "size": (mark("Input, pixels"), mark("side of the picture that the network gets")),
    "width": (mark("Width"), mark("factor of every channel count; 1: the paper's")),
    "middle_blocks": (mark("Middle blocks"), mark("the paper has 8")),
    "residual": (mark("Residual connections"), mark("the paper's Figure 9: without them")),
    "order": (mark("First half of a separable convolution"), mark("section 2: unimportant")),
    "mid_activation": (mark("Between the halves"), mark("Figure 10: best without")),
    "segments": (mark("Segments"), mark("0: one per channel; 1: an ordinary convolution")),
}
_ORDERS = {"depthwise": mark("Depthwise"), "pointwise": mark("Pointwise")}
_ACTIVATIONS = {"none": mark("nothing"), "relu": "ReLU", "elu": "ELU"}


@dataclass(frozen=True)
class NetworkNumbers:
    """What a config costs; bytes for one picture in float32, as torchinfo adds them up."""

    params: int
    macs: int
    last: tuple[int, ...]
    total_bytes: float
    differ: int


def numbers_of(config: XceptionConfig, pixels: int) -> NetworkNumbers:
    """All numbers, on `meta`; for the `model` lane."""
    from xception_gui.inspection import footer, module_tree, paper_check

    tree = module_tree(config, pixels)
    last = tree.find("exit.act4")
    assert last is not None
    differ = sum(fact.state == "bad" for fact in paper_check(tree))
    memory = 1e6 * footer(tree).total_mb
    return NetworkNumbers(tree.params, tree.macs, last.output_shape, memory, differ)


class NewNetwork(PageDialog):
    """Values count when the network is made; wrong ones are told in a line."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window, _WIDTH)
        self._window = window
        self.numbers: NetworkNumbers | None = None
        self._rows = {name: OptionRow() for name in _ROWS}
        self.preset, self.order, self.between = QComboBox(), QComboBox(), QComboBox()
        self.classes, self.pixels = _spin(0, 100_000, 1000), _spin(32, 1024, 299)
        self.blocks, self.segments = _spin(0, 16, 8), _spin(0, 2048, 0)
        self.width_factor, self.residual = QDoubleSpinBox(), QCheckBox()
        self.error, self.make = ElidedLabel(role="error"), self.add_button()
        self.make.setProperty("primary", True)
        self._title, self._lines = QLabel(), QWidget()
        self._prepare()
        self._arrange()
        self.retranslate()
        self.set_config(XceptionConfig())

    def open_for(self) -> None:
        """Open it with the architecture in force."""
        network = self._window.workspace.network
        if network is not None and not self.isVisible():
            self.pixels.setValue(network.weights.input_size)
            self.set_config(network.weights.config)
        self.open_page()

    # Values

    def config(self) -> XceptionConfig:
        """What the values say; a `Problem` if that builds no network."""
        return replace(
            self._kept,
            num_classes=self.classes.value(),
            width=round(self.width_factor.value(), 2),
            middle_blocks=self.blocks.value(),
            residual=self.residual.isChecked(),
            order=cast("Order", self.order.currentData()),
            mid_activation=cast("Activation", self.between.currentData()),
            segments=self.segments.value() or None,
        )

    def set_config(self, config: XceptionConfig) -> None:
        """Show other values; what has no control is kept as it is (strides, paddings, …)."""
        self._kept = config
        controls = (*self._spins(), self.residual, self.order, self.between)
        for control in controls:
            control.blockSignals(True)
        self.classes.setValue(config.num_classes)
        self.width_factor.setValue(config.width)
        self.blocks.setValue(config.middle_blocks)
        self.segments.setValue(config.segments or 0)
        self.residual.setChecked(config.residual)
        self.order.setCurrentIndex(self.order.findData(config.order))
        self.between.setCurrentIndex(self.between.findData(config.mid_activation))
        for control in controls:
            control.blockSignals(False)
        self._changed()

    def _spins(self) -> tuple[QSpinBox | QDoubleSpinBox, ...]:
        return (self.classes, self.pixels, self.width_factor, self.blocks, self.segments)

    def _take_preset(self, index: int) -> None:
        name = self.preset.itemData(index)
        if name:
            self.set_config(replace(PRESETS[name], num_classes=self.classes.value()))

    def _changed(self) -> None:
        """Have the numbers of these values counted."""
        try:
            config = self.config()
        except Problem as problem:
            self._tell(problem)
            return
        self.preset.setCurrentIndex(self.preset.findData(preset_of(config)))
        work = partial(numbers_of, config, self.pixels.value())
        job = Job("Count", work, self._show, self._fail, latest="new-network")
        self._window.lanes.submit("model", job)

    def _make_network(self) -> None:
        values = self._window.settings.values
        self._window.workspace.build_network(
            self.config(), self.pixels.value(), values.device, values.precision
        )
        self.accept()

    # Numbers

    def _show(self, numbers: NetworkNumbers) -> None:
        self.numbers = numbers
        self.error.set_text("")
        self.make.setEnabled(True)
        self._fill()

    def _fail(self, failure: Failure) -> None:
        if failure.problem is None:
            self._window.workspace.failed.emit(failure)
        else:
            self._tell(failure.problem)

    def _tell(self, problem: Problem) -> None:
        self.numbers = None
        self.error.set_text(problem_text(problem.code, dict(problem.fields), language()))
        self.make.setEnabled(False)
        self._fill()

    def _fill(self) -> None:
        lines = QWidget()
        column = QVBoxLayout(lines)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for row in _fact_rows(self.numbers):
            column.addWidget(FactRowView(row))
        self._column.replaceWidget(self._lines, lines)
        self._lines.deleteLater()
        self._lines = lines

    # Making

    def _prepare(self) -> None:
        self.width_factor.setRange(0.05, 4.0)
        self.width_factor.setSingleStep(0.05)
        for name in _PRESETS:
            self.preset.addItem("", name)
        for box, words in ((self.order, _ORDERS), (self.between, _ACTIVATIONS)):
            for name in words:
                box.addItem("", name)
            box.currentIndexChanged.connect(self._changed)
        for spin in self._spins():
            spin.setKeyboardTracking(False)  # only the whole number counts
            spin.valueChanged.connect(self._changed)
        self.residual.toggled.connect(self._changed)
        self.preset.activated.connect(self._take_preset)
        self.make.clicked.connect(self._make_network)

    def _arrange(self) -> None:
        self._column = QVBoxLayout(self.page)
        self._column.setContentsMargins(*[style.px(EDGE), style.px(8)] * 2)
        self._column.setSpacing(0)
        for name, control in self._controls().items():
            self._rows[name].set_control(control)
            self._column.addWidget(self._rows[name])
        self.preset.setFixedWidth(style.px(320))
        self._title.setFont(style.font("bold"))
        self._title.setContentsMargins(0, style.px(12), 0, style.px(4))
        self._column.addWidget(self._title)
        self._column.addWidget(self._lines)
        self._column.addStretch()
        self._foot.insertWidget(1, self.error, 1)

    def _controls(self) -> dict[str, QWidget]:
        return {
            "preset": self.preset,
            "num_classes": self.classes,
            "size": self.pixels,
            "width": self.width_factor,
            "middle_blocks": self.blocks,
            "residual": self.residual,
            "order": self.order,
            "mid_activation": self.between,
            "segments": self.segments,
        }

    def retranslate(self) -> None:
        """Read the texts again."""
        super().retranslate()
        self.setWindowTitle(tr("New network"))
        self.make.setText(tr("Make untrained network"))
        self._title.setText(tr("Numbers"))
        for name, (text, about) in _ROWS.items():
            self._rows[name].set_words(tr(text), tr(about))
        tables = ((self.preset, _PRESETS), (self.order, _ORDERS), (self.between, _ACTIVATIONS))
        for box, words in tables:
            for index, text in enumerate(words.values()):
                box.setItemText(index, tr(text))
        self._fill()


def _spin(low: int, high: int, value: int) -> QSpinBox:
    made = QSpinBox()
    made.setRange(low, high)
    made.setValue(value)
    return made


def _fact_rows(found: NetworkNumbers | None) -> list[FactRow]:
    """The numbers in words; dashes while there are none."""
    if found is None:
        names = (tr("Parameters"), tr("MACs"), tr("Last feature map"), tr("Memory, one picture"))
        return [FactRow(name, "–") for name in (*names, tr("Published numbers that differ"))]
    return [
        FactRow(tr("Parameters"), exact(found.params)),
        FactRow(tr("MACs"), exact(found.macs), tr("FLOPs = 2 × MACs")),
        FactRow(tr("Last feature map"), shape(found.last)),
        FactRow(tr("Memory, one picture"), size(found.total_bytes), tr("forward and backward")),
        FactRow(tr("Published numbers that differ"), str(found.differ), tr("see Paper check")),
    ]
