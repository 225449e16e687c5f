"""The band above the plots: what x is, smoothing, log axes, which plots, everything, export."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QSlider, QToolButton, QWidget

from xception_gui.base.curve_lines import MOST
from xception_gui.base.curves import AXES, Axis
from xception_gui.gui import style
from xception_gui.gui.language import tr
from xception_gui.gui.style.tokens import TOOL_BAND
from xception_gui.gui.views.elide import ElidedLabel
from xception_gui.gui.views.export_button import ExportButton
from xception_gui.gui.views.icon_button import IconButton
from xception_gui.gui.views.pane_header import Band
from xception_gui.gui.views.segmented import Segmented
from xception_gui.gui.views.train_look import PLOTS, TITLES
from xception_gui.gui.views.train_words import AXIS_WORDS

EXPORTS = ("png", "svg", "csv")
_WORD_FROM, _LOG_FROM, _VALUE_FROM = 600, 680, 740  # widths from which these have room


class TrainPlotBand(Band):
    """Tells what is wanted; `everything_wanted` undoes a zoom."""

    axis_changed = Signal(str)
    smoothing_changed = Signal(float)
    log_changed = Signal(bool)
    log_x_changed = Signal(bool)
    hidden_changed = Signal(object)  # frozenset of names of plots
    everything_wanted = Signal()
    export_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(TOOL_BAND, parent=parent)
        self._x, self._word = ElidedLabel("x", "muted"), ElidedLabel(role="muted")
        self._value = ElidedLabel()
        self.switch = Segmented()
        self.switch.set_current(AXES.index("epoch"))
        self.slider = self._made_slider()
        self.log_x, self.log = _switch(), _switch()
        self.which, self.everything = IconButton("chart"), IconButton("fit")
        self.export = ExportButton(_exports)
        self._hidden: frozenset[str] = frozenset()
        self._connect()
        self._arrange()
        self.set_smoothing(0.6)
        self.retranslate()

    def axis(self) -> Axis:
        """What x is."""
        return AXES[self.switch.current()]

    def set_axis(self, axis: Axis) -> None:
        """Set the switch without a signal."""
        self.switch.set_current(AXES.index(axis))

    def smoothing(self) -> float:
        """From 0 to 0.99."""
        return self.slider.value() / 100

    def set_smoothing(self, amount: float) -> None:
        """Set the slider without a signal."""
        self.slider.blockSignals(True)
        self.slider.setValue(round(100 * amount))
        self.slider.blockSignals(False)
        self._tell_value()

    def set_log(self, log: bool) -> None:
        """Set the switch of y without a signal."""
        _set(self.log, log)

    def set_log_x(self, log: bool) -> None:
        """Set the switch of x without a signal."""
        _set(self.log_x, log)

    def set_hidden(self, hidden: Iterable[str]) -> None:
        """The plots that are not shown, without a signal."""
        self._hidden = frozenset(hidden)

    def choices(self) -> QMenu:
        """Which plots are shown (the last one stays), and their axes."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for name, title in zip(PLOTS, TITLES, strict=True):
            action = menu.addAction(tr(title))
            action.setCheckable(True)
            action.setChecked(name not in self._hidden)
            action.setEnabled(name in self._hidden or len(self._hidden) < len(PLOTS) - 1)
            action.toggled.connect(lambda shown, name=name: self._show_plot(name, shown))
        menu.addSeparator()
        for switch in (self.log_x, self.log):
            action = menu.addAction(switch.accessibleName())
            action.setCheckable(True)
            action.setChecked(switch.isChecked())
            action.toggled.connect(switch.setChecked)
        return menu

    def _show_plot(self, name: str, shown: bool) -> None:
        self._hidden = self._hidden - {name} if shown else self._hidden | {name}
        self.hidden_changed.emit(self._hidden)

    def retranslate(self) -> None:
        """Read the texts again."""
        self.switch.set_texts([tr(AXIS_WORDS[axis]) for axis in AXES])
        self.switch.setAccessibleName(tr("What x is"))
        self._word.set_text(tr("Smoothing"))
        self.slider.setAccessibleName(tr("Smoothing"))
        self._tell_value()
        self.log.setText(tr("log y"))
        self.log.setAccessibleName(tr("Logarithmic y axes"))
        self.log.setToolTip(tr("Logarithmic y axes; accuracy stays as it is"))
        self.log_x.setText(tr("log x"))
        self.log_x.setAccessibleName(tr("Logarithmic x axis"))
        self.log_x.setToolTip(tr("Logarithmic x axis: the first steps have room"))
        self.which.set_words(tr("Plots and axes"))
        self.everything.set_words(tr("Show everything (double-click in a plot)"))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """What is also said or done elsewhere gives way: in the tool tip, in the menu."""
        for part, least in (
            (self._word, _WORD_FROM),
            (self.log_x, _LOG_FROM),
            (self._value, _VALUE_FROM),
        ):
            part.setVisible(self.width() >= style.px(least))
        super().resizeEvent(event)

    def _made_slider(self) -> QSlider:
        slider = QSlider(Qt.Orientation.Horizontal)
        slider.setRange(0, round(100 * MOST))
        slider.setSingleStep(1)
        slider.setPageStep(10)
        slider.setFixedWidth(style.px(84))
        return slider

    def _connect(self) -> None:
        self.switch.chosen.connect(lambda index: self.axis_changed.emit(AXES[index]))
        self.slider.valueChanged.connect(self._tell_value)
        self.slider.valueChanged.connect(lambda value: self.smoothing_changed.emit(value / 100))
        self.log.toggled.connect(self.log_changed)
        self.log_x.toggled.connect(self.log_x_changed)
        self.which.clicked.connect(self._pop_up)
        self.everything.clicked.connect(self.everything_wanted)
        self.export.wanted.connect(self.export_wanted)

    def _arrange(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(style.px(12), 0, style.px(12), 1)
        row.setSpacing(style.px(8))
        for label in (self._x, self._word):
            label.take_own_width()
            label.setMinimumWidth(label.sizeHint().width())
        self._value.setFixedWidth(style.px(30))
        left: tuple[QWidget, ...] = (self._x, self.switch, self._word, self.slider, self._value)
        for part in left:
            row.addWidget(part)
        row.insertSpacing(2, style.px(8))
        row.addStretch(1)
        for button in (self.log_x, self.log, self.which, self.everything, self.export):
            row.addWidget(button)

    def _pop_up(self) -> None:
        self.choices().popup(self.which.mapToGlobal(QPoint(0, self.which.height())))

    def _tell_value(self) -> None:
        self._value.set_text(f"{self.smoothing():.2f}")
        words = tr("Exponential average; the band shows what it hides")
        self.slider.setToolTip(f"{self.smoothing():.2f} · {words}")


def _switch() -> QToolButton:
    made = QToolButton()
    made.setCheckable(True)
    made.setAutoRaise(True)
    made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return made


def _set(switch: QToolButton, on: bool) -> None:
    switch.blockSignals(True)
    switch.setChecked(on)
    switch.blockSignals(False)


def _exports() -> dict[str, str]:
    words = (tr("Plots as PNG…"), tr("Plots as SVG…"), tr("Numbers as CSV…"))
    return dict(zip(EXPORTS, words, strict=True))
