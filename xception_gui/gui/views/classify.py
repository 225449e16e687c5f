"""The tab Classify: picture, heat map, answer, queue, and every state they can be in.

It is given frozen results and tells what the user wants; it knows neither where results come from
nor when. Which answer belongs to which picture it reads from the results themselves, so a wrong
pair never stands there at full strength, in whatever order things arrive.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from xception_gui.base.results import ByteArray, Heatmap, Picture, Prediction, Prepared, Weights
from xception_gui.gui import style
from xception_gui.gui.views.answer import Answer
from xception_gui.gui.views.canvas import Canvas
from xception_gui.gui.views.empty_card import EmptyCard
from xception_gui.gui.views.filmstrip import FilmItem, Filmstrip
from xception_gui.gui.views.heatmap_band import HeatmapBand
from xception_gui.gui.views.loading_line import LoadingLine
from xception_gui.gui.views.picture_band import PictureBand
from xception_gui.gui.views.separator import Separator

BESIDE_FROM = 960  # width from which the answer stands beside the picture
HYSTERESIS = 40  # so that dragging a splitter does not make it flicker
FILMSTRIP_FROM = 760  # window heights
FIVE_ROWS_FROM = 640
_DIGITS = "1234567890"


class ClassifyView(QWidget):
    """Everything between the header and the status bar."""

    open_requested = Signal()
    open_folder_requested = Signal()
    paste_requested = Signal()
    weights_requested = Signal()
    example_chosen = Signal(int)
    class_chosen = Signal(int)
    layer_chosen = Signal(str)
    opacity_changed = Signal(float)
    colours_chosen = Signal(str)
    input_shown = Signal(bool)
    copy_requested = Signal()
    save_requested = Signal()
    picture_chosen = Signal(int)
    close_requested = Signal(int)
    close_all_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._picture: Picture | None = None
        self._prediction: Prediction | None = None
        self._heatmap: Heatmap | None = None
        self._trained, self._stale, self._beside = True, False, False
        self._wanted, self._wanted_random, self._held = True, False, False
        self.empty, self.band = EmptyCard(), PictureBand()
        self.canvas, self.heat_band = Canvas(), HeatmapBand()
        self.answer, self.filmstrip = Answer(), Filmstrip()
        self._line = LoadingLine(self)
        self._arrange()
        self._connect()
        self.set_picture(None)

    # Results

    def set_weights(self, weights: Weights, words: str) -> None:
        """Which weights answer, and one line about them for the empty card."""
        self.empty.set_weights(words, weights.trained)
        self.answer.set_steps(weights.preprocessing)
        self.heat_band.set_classes(_classes(weights))

    def set_examples(self, examples: Sequence[tuple[str, ByteArray | QImage]]) -> None:
        """Pictures (name, pixels) to begin with."""
        self.empty.set_examples(examples)

    def set_layers(self, layers: Sequence[str]) -> None:
        """Paths of the modules that a heat map can be made of."""
        self.heat_band.set_layers(layers)

    def set_picture(self, picture: Picture | None) -> None:
        """Show a picture at once; what belongs to another one becomes faint or vanishes."""
        self._picture = picture
        self._stack.setCurrentWidget(self._content if picture else self.empty)
        self.band.set_picture(picture)
        self.canvas.set_picture(picture)
        self._show()

    def set_prepared(self, prepared: Prepared | None) -> None:
        """What the network received of the picture."""
        self.canvas.set_prepared(prepared)
        self.answer.set_prepared(prepared)

    def set_prediction(self, prediction: Prediction | None, animate: bool = False) -> None:
        """The answer; `animate` after the user's own action, never in a queue."""
        self._prediction = prediction
        self._follow_training(prediction is None or prediction.trained)
        self.answer.set_prediction(prediction, animate)
        self._show()

    def set_heatmap(self, heatmap: Heatmap | None, animate: bool = False) -> None:
        """The heat map; `animate` after the user's own choice."""
        self._heatmap = heatmap
        self.canvas.set_heatmap(heatmap, animate)
        self.heat_band.set_heatmap(heatmap)
        self._show()

    # States

    def set_stale(self, stale: bool) -> None:
        """The network has changed (weights, precision): what stands there is being made anew."""
        self._stale = stale
        self._show()

    def set_loading(self, loading: bool) -> None:
        """Something is under way: a line along the upper edge, after a moment."""
        self._line.set_loading(loading)
        self.answer.set_updating(loading)

    def set_waiting(self, words: str) -> None:
        """What stands in place of the first answer."""
        self.answer.set_waiting(words)

    # Queue

    def set_pictures(self, items: Sequence[FilmItem], current: int) -> None:
        """The whole queue."""
        self.filmstrip.set_items(items)
        self.filmstrip.set_current(current)
        self._fit_height()

    def update_picture(self, position: int, item: FilmItem) -> None:
        """One picture of the queue has another state."""
        self.filmstrip.update_item(position, item)
        if self.filmstrip.count() == 1:  # several are in sight whatever their states
            self._fit_height()

    def set_current(self, position: int) -> None:
        """Which picture of the queue is shown."""
        self.filmstrip.set_current(position)

    # How it is shown

    def set_opacity(self, opacity: float) -> None:
        """Opacity of the heat map, 0 to 1."""
        self.heat_band.set_opacity(opacity)
        self.canvas.set_opacity(opacity)

    def set_colours(self, name: str) -> None:
        """Colour map of the heat map."""
        self.heat_band.set_colours(name)
        self.canvas.set_colours(name)

    def set_most_rows(self, count: int) -> None:
        """Rows of the answer at most; where there is less room, fewer."""
        self.answer.set_most_rows(count)

    def set_input_shown(self, shown: bool) -> None:
        """The network's input instead of the photo."""
        self.band.set_input_shown(shown)
        self.canvas.set_input_shown(shown)

    # Qt

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Digits explain a row, Space hides the heat map while held, brackets change opacity."""
        position = _DIGITS.find(event.text()) if event.text() else -1
        step = {"[": -1, "]": 1}.get(event.text(), 0)
        if self._picture is None:
            super().keyPressEvent(event)
        elif position >= 0:
            self.answer.rows.choose(position)
        elif step:
            self.heat_band.change_opacity(step)
        elif event.key() == Qt.Key.Key_Space:
            self._hold(True)
        else:
            super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        """Space let go: the heat map returns."""
        if event.key() == Qt.Key.Key_Space and self._held and not event.isAutoRepeat():
            self._hold(False)
        elif event.key() != Qt.Key.Key_Space:
            super().keyReleaseEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """A key that is let go in another window must not stay held here."""
        if event.type() == QEvent.Type.ActivationChange and not self.isActiveWindow():
            self._hold(False)
        super().changeEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Answer below or beside; filmstrip and rows as the window's height allows."""
        self._line.setGeometry(0, 0, self.width(), self._line.height())
        self._fit_width()
        self._fit_height()
        super().resizeEvent(event)

    # Inside

    def _arrange(self) -> None:
        self._content, self._picture_side = QWidget(), QWidget()
        self._column = _stacked(self._picture_side)
        self._edge_below = Separator()
        for part in (self.band, self.canvas, self.heat_band, self._edge_below):
            self._column.addWidget(part)
        self._parts = QBoxLayout(QBoxLayout.Direction.TopToBottom)
        self._parts.setSpacing(0)
        self._parts.addWidget(self._picture_side, 1)
        self._edge = Separator(Qt.Orientation.Vertical)
        self._parts.addWidget(self._edge)
        self._parts.addWidget(self.answer)
        self._below = _stacked(self._content)
        self._below.addLayout(self._parts, 1)
        self._below.addWidget(self.filmstrip)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.empty)
        self._stack.addWidget(self._content)
        column = _stacked(self)
        column.addWidget(self._stack, 1)
        self._edge.hide()
        self.filmstrip.hide()

    def _connect(self) -> None:
        for source, target in (
            (self.empty.open_requested, self.open_requested),
            (self.empty.open_folder_requested, self.open_folder_requested),
            (self.empty.paste_requested, self.paste_requested),
            (self.empty.weights_requested, self.weights_requested),
            (self.empty.example_chosen, self.example_chosen),
            (self.answer.weights_requested, self.weights_requested),
            (self.answer.class_chosen, self.class_chosen),
            (self.heat_band.class_chosen, self.class_chosen),
            (self.heat_band.layer_chosen, self.layer_chosen),
            (self.heat_band.opacity_changed, self.opacity_changed),
            (self.heat_band.colours_chosen, self.colours_chosen),
            (self.band.input_shown, self.input_shown),
            (self.band.copy_requested, self.copy_requested),
            (self.band.save_requested, self.save_requested),
            (self.filmstrip.chosen, self.picture_chosen),
            (self.filmstrip.close_requested, self.close_requested),
            (self.filmstrip.close_all_requested, self.close_all_requested),
        ):
            source.connect(target)
        self.heat_band.toggled.connect(self._toggled)
        self.heat_band.opacity_changed.connect(self.canvas.set_opacity)
        self.heat_band.colours_chosen.connect(self.set_colours)
        self.band.input_shown.connect(self.canvas.set_input_shown)
        self.band.fit_requested.connect(self.canvas.fit)
        self.band.one_to_one_requested.connect(self.canvas.one_to_one)

    def _show(self) -> None:
        """Full strength only for what answers the picture that is shown."""
        shown = self._picture.image_id if self._picture else ""
        answer, heatmap = self._prediction, self._heatmap
        answered = answer is not None and answer.origin.image_id == shown
        paired = answer is not None and heatmap is not None and heatmap.origin == answer.origin
        self.answer.set_explained(heatmap.class_index if heatmap and paired else None)
        self.answer.set_stale(answer is not None and (self._stale or not answered))
        self.canvas.set_stale(self._stale or not paired)
        self.heat_band.set_stale(self._stale or not (answered and paired))
        self.band.set_result(answered and paired and not self._stale)

    def _toggled(self, shown: bool) -> None:
        """The user's wish for random numbers is no preference for trained ones."""
        if self._trained:
            self._wanted = shown
        else:
            self._wanted_random = shown
        self._show_heatmap(animate=True)

    def _follow_training(self, trained: bool) -> None:
        if trained != self._trained:
            self._trained, self._wanted_random = trained, False
            self._show_heatmap(animate=False)

    def _show_heatmap(self, animate: bool) -> None:
        shown = self._wanted if self._trained else self._wanted_random
        self.heat_band.set_shown(shown)
        self.canvas.set_overlay_shown(shown and not self._held, animate)

    def _hold(self, held: bool) -> None:
        if held != self._held:
            self._held = held
            self._show_heatmap(animate=True)

    def _fit_width(self) -> None:
        limit = BESIDE_FROM - (HYSTERESIS if self._beside else 0)
        beside = self.width() >= style.px(limit)
        if beside == self._beside:
            return
        self._beside = beside
        directions = QBoxLayout.Direction
        self._parts.setDirection(directions.LeftToRight if beside else directions.TopToBottom)
        self._edge.setVisible(beside)
        self._edge_below.setVisible(not beside)
        self.answer.set_beside(beside)
        # Beside the answer the filmstrip belongs to the picture alone.
        (self._column if beside else self._below).addWidget(self.filmstrip)

    def _fit_height(self) -> None:
        height = self.window().height()
        # A single picture stands large above; one that cannot be read again is only here.
        count = self.filmstrip.count()
        needed = count > 1 or (count == 1 and self.filmstrip.item(0).state == "failed")
        self.filmstrip.setVisible(needed and height >= style.px(FILMSTRIP_FROM))
        self.answer.set_low(height < style.px(FIVE_ROWS_FROM))


def _stacked(widget: QWidget) -> QVBoxLayout:
    layout = QVBoxLayout(widget)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(0)
    return layout


def _classes(weights: Weights) -> list[str]:
    count = max(weights.config.num_classes, len(weights.classes))
    return [weights.label(index) for index in range(count)]
