"""Model ▸ New: an architecture in single values, its numbers live, and a network made of it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QPoint, QTimer
from PySide6.QtWidgets import QCheckBox, QComboBox, QSpinBox, QVBoxLayout

from xception_gui.base.config import PAPER_SIZE, XceptionConfig
from xception_gui.base.presets import preset_of, with_preset
from xception_gui.base.problem import Problem
from xception_gui.base.texts import problem_text
from xception_gui.gui import style
from xception_gui.gui.config_fields import SIZE, show_value
from xception_gui.gui.config_form import ConfigForm
from xception_gui.gui.item_models.architecture_texts import PRESET_WORDS
from xception_gui.gui.lanes import Failure, Job
from xception_gui.gui.language import language, mark, tr
from xception_gui.gui.network_numbers import NetworkNumbers, fact_rows, numbers_of
from xception_gui.gui.views.elide import ElidedLabel
from xception_gui.gui.views.exact_spin import ExactSpin
from xception_gui.gui.views.fact_block import FactBlock
from xception_gui.gui.views.option_row import OptionRow
from xception_gui.gui.views.page_dialog import EDGE, PageDialog
from xception_gui.gui.views.separator import Separator

if TYPE_CHECKING:
    from xception_gui.gui.main_window import MainWindow

_WIDTH, _OWN = 680, ""
_Asked = tuple[XceptionConfig, int]  # whose numbers are wanted
_PRESETS = {
    _OWN: mark("Own values"),
    **PRESET_WORDS,
}


class NewNetwork(PageDialog):
    """Values count when the network is made; wrong ones are told in a line."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window, _WIDTH)
        self._window = window
        self.numbers: NetworkNumbers | None = None
        self._asked: _Asked | None = None
        self._problem: Problem | None = None
        self.preset, self._preset_row = QComboBox(), OptionRow()
        self.form, self.facts = ConfigForm(), FactBlock(EDGE)
        self.error, self.make = ElidedLabel(role="error"), self.add_button()
        self.make.setProperty("primary", True)
        self._name_controls()
        self._prepare()
        self._arrange()
        self.retranslate()
        show_value(self.pixels, PAPER_SIZE)
        self.set_config(XceptionConfig())

    def open_for(self) -> None:
        """Open it with the architecture in force."""
        network = self._window.workspace.network
        if network is not None and not self.isVisible():
            show_value(self.pixels, network.weights.input_size)
            self.set_config(network.weights.config)
        self.open_page()

    # Values

    def config(self) -> XceptionConfig:
        """What the values say; a `Problem` if that builds no network."""
        return self.form.config()

    def set_config(self, config: XceptionConfig) -> None:
        """Show other values."""
        self.form.set_config(config)
        self._changed()

    def _take_preset(self, index: int) -> None:
        name, now = self.preset.itemData(index), self._valid()
        if name:
            self.set_config(with_preset(now or self.form.shown, name))

    def _changed(self) -> None:
        """Have the numbers of these values counted."""
        config = self._valid()
        if config is None:
            return
        self.form.tell()
        self.preset.setCurrentIndex(self.preset.findData(preset_of(config)))
        self._asked = (config, self.pixels.value())
        show, fail = partial(self._show, self._asked), partial(self._fail, self._asked)
        work = partial(numbers_of, *self._asked)
        self._window.lanes.submit("model", Job("Count", work, show, fail, latest="new-network"))

    def _valid(self) -> XceptionConfig | None:
        """What the values say, or why that is no network."""
        try:
            return self.config()
        except Problem as problem:
            self._tell(problem)
            return None

    def _make_network(self) -> None:
        config, values = self._valid(), self._window.settings.values
        if config is not None:
            size = self.pixels.value()
            self._window.workspace.build_network(config, size, values.device, values.precision)
            self.accept()

    # Numbers

    def _show(self, asked: _Asked, numbers: NetworkNumbers) -> None:
        if asked != self._asked:  # meanwhile the values build no network
            return
        self.numbers, self._problem = numbers, None
        self._say()
        self.make.setEnabled(True)
        self._fill()

    def _fail(self, asked: _Asked, failure: Failure) -> None:
        if failure.problem is None:
            self._window.workspace.failed.emit(failure)
        elif asked == self._asked:
            self._tell(failure.problem)

    def _tell(self, problem: Problem) -> None:
        self.numbers, self._asked, self._problem = None, None, problem
        self._say()
        self.make.setEnabled(False)
        self._fill()

    def _say(self) -> None:
        told = self._problem
        words = problem_text(told.code, dict(told.fields), language()) if told else ""
        self.error.set_text(words)

    def _fill(self) -> None:
        self.facts.set_facts(tr("Numbers"), fact_rows(self.numbers))

    # Making

    def _name_controls(self) -> None:
        controls = self.form.controls
        self.classes = cast("QSpinBox", controls["num_classes"])
        self.pixels = cast("QSpinBox", controls[SIZE])
        self.blocks = cast("QSpinBox", controls["middle_blocks"])
        self.segments = cast("QSpinBox", controls["segments"])
        self.width_factor = cast("ExactSpin", controls["width"])
        self.residual = cast("QCheckBox", controls["residual"])

    def _prepare(self) -> None:
        for name in _PRESETS:
            self.preset.addItem("", name)
        self.form.changed.connect(self._changed)
        self.form.disclosure.toggled.connect(self._show_advanced)
        self.preset.activated.connect(self._take_preset)
        self.make.clicked.connect(self._make_network)

    def _show_advanced(self, shown: bool) -> None:
        """Scroll to what has been opened, when it has its place; the dialog stays where it is."""
        if shown:
            QTimer.singleShot(0, self, self._scroll_down)

    def _scroll_down(self) -> None:
        line = self.form.disclosure
        self.area.verticalScrollBar().setValue(line.mapTo(self.page, QPoint()).y())

    def _arrange(self) -> None:
        column = QVBoxLayout(self.page)
        column.setContentsMargins(*[style.px(EDGE), style.px(8)] * 2)
        column.setSpacing(0)
        self._preset_row.set_control(self.preset)
        self.preset.setFixedWidth(style.px(320))
        for part in (self._preset_row, self.form):
            column.addWidget(part)
        column.addStretch()
        below = self._outer.indexOf(self.area) + 1  # in sight wherever the page is scrolled to
        self._outer.insertWidget(below, Separator())
        self._outer.insertWidget(below + 1, self.facts)
        self.error.use_smaller_letters()
        self.facts.put_beside(self.error)  # there is room for a sentence

    def retranslate(self) -> None:
        """Read the texts again."""
        super().retranslate()
        self.setWindowTitle(tr("New network"))
        self.make.setText(tr("Make untrained network"))
        about = tr("keeps classes, channels, dropout, batch norms")
        self._preset_row.set_words(tr("Architecture"), about)
        for index, text in enumerate(_PRESETS.values()):
            self.preset.setItemText(index, tr(text))
        self.form.retranslate()
        self._say()
        self._fill()
