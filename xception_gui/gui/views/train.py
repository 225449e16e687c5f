"""The tab Train: a run's state, its curves, and the list of runs; or a way to start one.

It is given frozen results and `Curves`, and tells what the user wants. A run is known by its path.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtGui import QImage, QResizeEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from xception_gui.base.curves import Axis, Curves, Progress, RunState
from xception_gui.base.events import RunEnded
from xception_gui.base.run_folders import RunSummary
from xception_gui.base.training_data import Checked, Estimate, TrainingData
from xception_gui.gui import style
from xception_gui.gui.views.separator import Separator
from xception_gui.gui.views.train_band import ProgressBand, TrainBand
from xception_gui.gui.views.train_empty import Measuring, TrainEmpty
from xception_gui.gui.views.train_look import Look
from xception_gui.gui.views.train_pages import TrainPages
from xception_gui.gui.views.train_places import RunPlaces
from xception_gui.gui.views.train_plot_band import TrainPlotBand
from xception_gui.gui.views.train_plots import TrainPlots
from xception_gui.gui.views.train_runs import TrainRuns

_ROWS = ((560, 2), (820, 3))  # runs at once in a view below that height
_MOST_ROWS = 5


class TrainView(QWidget):
    """Everything of the tab between the header and the status bar."""

    start_wanted = Signal(str)
    recipe_chosen = Signal(str)
    choose_data_wanted, choose_zip_wanted = Signal(), Signal()
    advanced_wanted = Signal()
    rate_wanted = Signal()
    model_picked = Signal(str)
    device_picked = Signal(str)
    variants_wanted = Signal()
    reading_given_up = Signal()
    pause_wanted = Signal()
    resume_wanted = Signal()
    stop_wanted = Signal()
    finish_epoch_wanted = Signal()
    use_weights_wanted = Signal()
    save_weights_wanted = Signal()
    new_run_wanted = Signal()
    run_shown = Signal(str, bool)
    run_opened = Signal(str)
    rename_wanted = Signal(str, str)
    note_wanted = Signal(str, str)
    bin_wanted = Signal(str)
    folder_wanted = Signal(str)
    like_wanted = Signal(str)
    export_wanted = Signal(str)
    axis_changed = Signal(str)
    smoothing_changed = Signal(float)
    log_changed = Signal(bool)
    log_x_changed = Signal(bool)
    hidden_changed = Signal(object)  # frozenset of names of plots
    places_changed = Signal(object)  # `places`
    page_changed = Signal(str)
    picture_wanted = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = Look()
        self._current = ""
        self._curves: dict[str, Curves] = {}
        self._places, self._listed = RunPlaces(), False
        self.band, self.progress, self.plot_band = TrainBand(), ProgressBand(), TrainPlotBand()
        self.plots, self.empty, self.runs = TrainPlots(), TrainEmpty(), TrainRuns()
        self.pages = TrainPages(self._curves_page())
        self._arrange()
        self._connect()
        self.set_runs(())

    # A run that is to be started

    def set_data(self, data: TrainingData | None) -> None:
        """The data to learn from; None: none has been chosen yet."""
        self.empty.set_data(data)

    def set_checked(self, checked: Checked | None) -> None:
        """How many of the pictures were opened, and which cannot be read; None: nobody looks."""
        self.empty.run.set_checked(checked)

    def set_reading(self, name: str) -> None:
        """Data are being listed; "": no longer."""
        self.empty.set_reading(name)

    def set_recipe(self, name: str) -> None:
        """Choose a recipe without a signal."""
        self.empty.run.set_recipe(name)

    def set_model(self, kinds: Sequence[str], kind: str, begins: str, like: str) -> None:
        """Which network the next run learns: `TrainModel.set_model`."""
        self.empty.run.model.set_model(kinds, kind, begins, like)

    def set_devices(self, devices: Mapping[str, str], device: str) -> None:
        """Where the next run can be computed, and where it is."""
        self.empty.run.model.set_devices(devices, device)

    def set_estimate(self, found: Estimate | None, measuring: Measuring = "going") -> None:
        """What the run will take: seconds, bytes; None while it is not known, or cannot be."""
        self.empty.run.set_estimate(found, measuring)

    def set_variants(self, names: Sequence[str]) -> None:
        """What is trained beside the next run: "residual=false"."""
        self.empty.run.set_variants(names)

    def set_startable(self, startable: bool) -> None:
        """Whether Start makes sense; another run may be under way."""
        self.empty.run.start.setEnabled(startable)
        self.empty.run.rate.setEnabled(startable)
        self.empty.run.variants.setEnabled(startable)

    # The run on view

    def set_run(self, path: str, name: str, curves: Curves | None = None) -> None:
        """The run on view, and what it has told so far; "" for none: the empty page."""
        self.band.set_run(name, curves)
        if path != self._current:
            self._current = path
            self.pages.errors.matrix.pick(None)
            self._pages.setCurrentWidget(self._run_page if path else self.empty)
            self._show_curves()

    def set_state(
        self,
        state: RunState,
        own: bool = True,
        ended: RunEnded | None = None,
        others: bool = False,
    ) -> None:
        """What it does, and how it ended; `own` is False for a run of another process.

        `others`: it may be over, but those beside it, which are steered with it, go on.
        """
        self.band.set_state(state, own, ended, others)
        self.progress.set_state(state)

    def set_wish(self, wish: str) -> None:
        """It was told to, and has not done so yet: "pausing", "stopping"."""
        self.band.set_wish(wish)

    def set_usable(self, usable: bool) -> None:
        """Whether the run on view has weights that can be used."""
        self.band.set_usable(usable)

    def set_progress(self, done: Progress) -> None:
        """How far it is."""
        self.progress.set_progress(done)

    # Curves

    def set_curves(self, curves: Mapping[str, Curves]) -> None:
        """The curves that are drawn, by path; they may grow afterwards: `refresh`."""
        self._curves = dict(curves)
        self._show_curves()

    def refresh(self) -> None:
        """Curves have grown: draw them, 10 to 20 times a second at most."""
        self.plots.refresh()

    def set_axis(self, axis: Axis) -> None:
        """What x is, without a signal."""
        self.plot_band.set_axis(axis)
        self._set_look(replace(self._look, axis=axis))

    def set_smoothing(self, amount: float) -> None:
        """From 0 to 0.99, without a signal."""
        self.plot_band.set_smoothing(amount)
        self._set_look(replace(self._look, smoothing=amount))

    def set_log(self, log: bool) -> None:
        """Logarithmic y axes, without a signal."""
        self.plot_band.set_log(log)
        self._set_look(replace(self._look, log=log))

    def set_log_x(self, log: bool) -> None:
        """A logarithmic x axis, without a signal."""
        self.plot_band.set_log_x(log)
        self._set_look(replace(self._look, log_x=log))

    def set_hidden(self, hidden: Iterable[str]) -> None:
        """Plots that are not shown, without a signal."""
        self.plot_band.set_hidden(hidden)
        self._set_look(replace(self._look, hidden=frozenset(hidden)))

    def image(self, scale: float = 2.0) -> QImage:
        """The plots, `scale` pixels per device-independent one."""
        return self.plots.image(scale)

    def svg(self) -> bytes:
        """The plots as an SVG file."""
        return self.plots.svg()

    # All runs

    def set_runs(self, runs: Sequence[RunSummary]) -> None:
        """The list below; what it does not have when it first comes leaves its colour to others."""
        paths = [run.path for run in runs]
        if paths and not self._listed:
            self._listed = True
            self._places.keep({*paths, *self._curves})
        self._place(paths)
        self.runs.set_runs(runs, self._places.by_path)
        self._list.setVisible(bool(runs))
        self._fit_list()

    @property
    def places(self) -> tuple[str, ...]:
        """The runs in the order of their colours: `RunPlaces`."""
        return self._places.paths

    def set_places(self, paths: Sequence[str]) -> None:
        """As `places` told them in a former session, without a signal."""
        self._places = RunPlaces(paths)

    def move_run(self, old: str, new: str) -> None:
        """A run has another path from here on, with its colour and all that is kept of it."""
        self._places.move(old, new)
        self.runs.runs.move(old, new)
        self.plots.move_run(old, new)
        self.places_changed.emit(self.places)

    # Qt

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A low window shows fewer runs at once."""
        super().resizeEvent(event)
        self._fit_list()

    # Inside

    def _arrange(self) -> None:
        self._run_page, self._pages, self._list = QWidget(), QStackedWidget(), QWidget()
        inside = _stacked(self._run_page)
        for part in (self.band, self.progress):
            inside.addWidget(part)
        inside.addWidget(self.pages, 1)
        self._pages.addWidget(self.empty)
        self._pages.addWidget(self._run_page)
        below = _stacked(self._list)
        below.addWidget(Separator())
        below.addWidget(self.runs)
        column = _stacked(self)
        column.addWidget(self._pages, 1)
        column.addWidget(self._list)

    def _curves_page(self) -> QWidget:
        page = QWidget()
        column = _stacked(page)
        column.addWidget(self.plot_band)
        column.addWidget(self.plots, 1)
        return page

    def _connect(self) -> None:
        for part, names in (
            (self.empty, ("start_wanted", "recipe_chosen")),
            (self.empty, ("choose_data_wanted", "choose_zip_wanted")),
            (self.empty, ("advanced_wanted", "rate_wanted", "variants_wanted")),
            (self.empty, ("reading_given_up",)),
            (self.empty.run.model, ("model_picked", "device_picked")),
            (self.band, ("pause_wanted", "resume_wanted", "stop_wanted", "finish_epoch_wanted")),
            (self.band, ("use_weights_wanted", "save_weights_wanted", "new_run_wanted")),
            (self.runs, ("run_shown", "run_opened", "rename_wanted", "note_wanted")),
            (self.runs, ("bin_wanted", "folder_wanted", "like_wanted")),
            (self.plot_band, ("export_wanted", "axis_changed", "smoothing_changed")),
            (self.plot_band, ("log_changed", "log_x_changed", "hidden_changed")),
            (self.pages, ("page_changed", "picture_wanted")),
        ):
            for name in names:
                getattr(part, name).connect(getattr(self, name))
        self.band.like_wanted.connect(lambda: self.like_wanted.emit(self._current))
        self.axis_changed.connect(self.set_axis)
        self.smoothing_changed.connect(self.set_smoothing)
        self.log_changed.connect(self.set_log)
        self.log_x_changed.connect(self.set_log_x)
        self.hidden_changed.connect(self.set_hidden)
        self.plot_band.everything_wanted.connect(self.plots.show_everything)

    def _set_look(self, look: Look) -> None:
        if look != self._look:
            self._look = look
            self.plots.set_look(look)

    def _show_curves(self) -> None:
        self._place(self._curves)
        self.plots.set_curves(self._curves, self._places.by_path, self._current)
        self.runs.set_shown(frozenset(self._curves), self._current)

    def _place(self, paths: Iterable[str]) -> None:
        before = self.places
        self._places.add(paths)
        if self.places != before:
            self.places_changed.emit(self.places)

    def _fit_list(self) -> None:
        fitting = (rows for below, rows in _ROWS if self.height() < style.px(below))
        self.runs.setFixedHeight(self.runs.height_for(next(fitting, _MOST_ROWS)))


def _stacked(widget: QWidget) -> QVBoxLayout:
    layout = QVBoxLayout(widget)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(0)
    return layout
