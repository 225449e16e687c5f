"""The band below the picture: which class and layer the heat map is of, its scale, its opacity."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSlider, QSpacerItem, QWidget

from xception_gui.base.numbers import NARROW
from xception_gui.base.results import Heatmap
from xception_gui.gui import style
from xception_gui.gui.item_models.class_texts import class_words
from xception_gui.gui.language import tr
from xception_gui.gui.style.tokens import TOOL_BAND
from xception_gui.gui.views.chooser import Chooser
from xception_gui.gui.views.elide import ElidedLabel
from xception_gui.gui.views.icon_button import IconButton
from xception_gui.gui.views.legend import Legend
from xception_gui.gui.views.link import Link
from xception_gui.gui.views.pane_header import Band

OPACITY_STEP = 5
_WORD_FROM = 620  # width from which the word "Opacity" has room


class HeatmapBand(Band):
    """Eye, class and layer, legend, opacity. It knows what is shown, and tells what is wanted."""

    toggled = Signal(bool)
    class_chosen = Signal(int)
    layer_chosen = Signal(str)
    colours_chosen = Signal(str)
    opacity_changed = Signal(float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(TOOL_BAND, line_above=True, parent=parent)
        self._heatmap: Heatmap | None = None
        self._is_told = False
        self._classes: tuple[str, ...] = ()
        self._layers: tuple[str, ...] = ()
        self.eye = IconButton("eye")
        self.eye.setCheckable(True)
        self.eye.setChecked(True)
        self._title = ElidedLabel(kind="bold")
        self.class_link, self.layer_link = Link(), Link("muted")
        self._dot = ElidedLabel("·", "muted")
        self.legend = Legend()
        self.legend.chosen.connect(self.colours_chosen)
        self._word, self._percent = ElidedLabel(role="muted"), ElidedLabel()
        self._after_word = QSpacerItem(style.px(12), 0)
        self.slider = self._made_slider()
        self.class_chooser, self.layer_chooser = Chooser(self), Chooser(self)
        self._connect()
        self._arrange()
        self.retranslate()

    # What is shown

    def set_heatmap(self, heatmap: Heatmap | None) -> None:
        """Name the class and the layer of the heat map that is drawn."""
        self._heatmap = heatmap
        self.retranslate()

    def set_stale(self, stale: bool) -> None:
        """Write class and layer faint: no map of them lies on the picture yet."""
        self.class_link.setEnabled(not stale)
        self.layer_link.setEnabled(not stale)

    def set_classes(self, classes: Sequence[str]) -> None:
        """All classes one can ask about, by index."""
        self._classes = tuple(classes)

    def set_layers(self, layers: Sequence[str]) -> None:
        """Paths of the modules whose activation can be weighed."""
        self._layers = tuple(layers)

    def set_shown(self, shown: bool) -> None:
        """Whether the heat map is drawn; only the eye itself tells of it, not `toggled`."""
        self._is_told = True
        self.eye.setChecked(shown)
        self._is_told = False

    def set_opacity(self, opacity: float) -> None:
        """Opacity from 0 to 1; without a signal."""
        self.slider.blockSignals(True)
        self.slider.setValue(round(100 * opacity))
        self.slider.blockSignals(False)
        self._tell_opacity()

    def set_colours(self, name: str) -> None:
        """Colour map of the legend."""
        self.legend.set_colours(name)

    def retranslate(self) -> None:
        """Read the texts again."""
        made = self._heatmap
        self._title.set_text(tr("Heat map"))
        self._title.setMinimumWidth(self._title.sizeHint().width())  # class and layer give way
        self._word.set_text(tr("Opacity"))
        self.slider.setAccessibleName(tr("Opacity of the heat map"))
        self.slider.setToolTip(tr("Opacity of the heat map ([ and ])"))
        label = class_words(made.label) if made else ""
        self.class_link.set_text(label, tr("Explain another class"))
        layer = _layer_words(made) if made else ""
        self.layer_link.set_text(layer, tr("Look at another layer"))
        for part in (self.class_link, self._dot, self.layer_link):
            part.setVisible(made is not None)
        self.legend.set_hint(self._scale_words())
        self._title.setToolTip(self._method_words())
        self._tell_eye()
        self._tell_opacity()

    # What is wanted

    def change_opacity(self, steps: int) -> None:
        """Five per cent more (or less) per step: the keys ] and [."""
        self.slider.setValue(self.slider.value() + steps * OPACITY_STEP)

    def open_class_chooser(self) -> None:
        """Offer all classes."""
        words = [class_words(label) for label in self._classes]
        self.class_chooser.set_texts(words, tr("Filter classes"))
        self.class_chooser.open_at(
            self.class_link, self._heatmap.class_index if self._heatmap else 0
        )

    def open_layer_chooser(self) -> None:
        """Offer all layers."""
        self.layer_chooser.set_texts(self._layers, tr("Filter layers"))
        layer = self._heatmap.layer if self._heatmap else ""
        row = self._layers.index(layer) if layer in self._layers else 0
        self.layer_chooser.open_at(self.layer_link, row)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The word before the slider gives way first."""
        fits = self.width() >= style.px(_WORD_FROM)
        self._word.setVisible(fits)
        self._after_word.changeSize(style.px(12) if fits else 0, 0)
        self._row.invalidate()  # the layout keeps the size before
        super().resizeEvent(event)

    def _made_slider(self) -> QSlider:
        slider = QSlider(Qt.Orientation.Horizontal)
        slider.setRange(0, 100)
        slider.setSingleStep(OPACITY_STEP)
        slider.setPageStep(2 * OPACITY_STEP)
        slider.setValue(60)
        slider.setFixedWidth(style.px(84))
        return slider

    def _connect(self) -> None:
        self.eye.toggled.connect(self._tell_eye)
        self.eye.toggled.connect(self._eye_toggled)
        self.class_link.clicked.connect(self.open_class_chooser)
        self.layer_link.clicked.connect(self.open_layer_chooser)
        self.class_chooser.chosen.connect(self.class_chosen)
        self.layer_chooser.chosen.connect(lambda row: self.layer_chosen.emit(self._layers[row]))
        self.slider.valueChanged.connect(self._tell_opacity)
        self.slider.valueChanged.connect(lambda value: self.opacity_changed.emit(value / 100))

    def _arrange(self) -> None:
        row = self._row = QHBoxLayout(self)
        row.setContentsMargins(style.px(6), 1, style.px(12), 0)
        row.setSpacing(0)
        for label in (self._title, self._dot, self._word, self._percent):
            label.take_own_width()
        self._percent.setFixedWidth(style.px(46))
        self._percent.set_alignment(Qt.AlignmentFlag.AlignRight)
        row.addWidget(self.eye)
        row.addSpacing(style.px(8))
        row.addWidget(self._title)
        row.addSpacing(style.px(4))
        for part in (self.class_link, self._dot, self.layer_link):
            row.addWidget(part)
        row.addStretch(1)
        row.addSpacing(style.px(12))
        row.addWidget(self.legend)
        row.addSpacing(style.px(16))
        row.addWidget(self._word)
        row.addItem(self._after_word)
        row.addWidget(self.slider)
        row.addWidget(self._percent)

    def _eye_toggled(self, shown: bool) -> None:
        if not self._is_told:
            self.toggled.emit(shown)

    def _tell_eye(self) -> None:
        self.eye.set_words(
            tr("Hide the heat map") if self.eye.isChecked() else tr("Show the heat map")
        )

    def _tell_opacity(self) -> None:
        self._percent.set_text(f"{self.slider.value()}{NARROW}%")

    def _scale_words(self) -> str:
        if self._heatmap is None:
            return ""
        if self._heatmap.peak <= 0:
            return tr("No place spoke for this class.")
        return tr("1 is the strongest place: {peak}", peak=f"{self._heatmap.peak:.3g}")

    def _method_words(self) -> str:
        if self._heatmap is None:
            return ""
        if self._heatmap.method == "cam":
            return tr("Class activation map: exact for this layer")
        return tr("Grad-CAM: weighed by the class' gradient")


def layer_name(path: str) -> str:
    """A module's path without its flow: ``act4``, ``block4.sepconv2``."""
    return path.partition(".")[2] or path


def _layer_words(heatmap: Heatmap) -> str:
    height, width = heatmap.values.shape
    silent = " · " + tr("all zero") if heatmap.peak <= 0 else ""
    return f"{layer_name(heatmap.layer)}, {height}×{width}{silent}"
