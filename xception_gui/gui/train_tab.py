"""The tab Train, kept like the run of this window and like the runs on disk."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication

from xception_gui.base.curves import GOING, Curves, Progress, RunState, progress
from xception_gui.base.events import EpochDone, RunEnded, RunStarted, TrainingEvent
from xception_gui.base.training import RECIPES, TrainingConfig
from xception_gui.base.training_data import TrainingData
from xception_gui.base.variants import Changes, ablation_of
from xception_gui.gui import dialogs
from xception_gui.gui.language import tr
from xception_gui.gui.run_data import RunData
from xception_gui.gui.run_insight import RunInsight
from xception_gui.gui.run_list import RunList
from xception_gui.gui.run_look import keep_look
from xception_gui.gui.run_moved import MovedData
from xception_gui.gui.run_notice import RunNotice
from xception_gui.gui.run_shelf import RunShelf, best_weights, has_weights, new_run, runs_folder
from xception_gui.gui.run_start import judging, with_active
from xception_gui.gui.run_tools import RunTools
from xception_gui.gui.training import Order, Training
from xception_gui.gui.views.train import TrainView

if TYPE_CHECKING:
    from xception_gui.gui.main_window import MainWindow


class TrainTab(QObject):
    """Fills its `TrainView`, and passes on what the user wants there.

    Parameters
    ----------
    window : MainWindow
        Has lanes, settings and the commands that choose files.
    """

    config_changed = Signal()  # of the next run

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self.view = TrainView()
        self._window = window
        self._training: Training = window.workspace.training
        self.shelf = RunShelf(window.lanes, runs_folder(), self)
        self._recipe = with_active(
            RECIPES[window.settings.values.train_recipe], window.workspace.network
        )
        self._config: TrainingConfig = self._recipe
        self._own = self._on_view = ""
        self._beside: list[str] = []  # the window's own run, and its variants
        self._facts = (False, False, False)
        self._curves = Curves()  # of the window's own run
        self._begun_before: RunStarted | None = None  # what it had said before it was resumed
        self._changes: Changes = ()
        self._source = RunData(window, self)
        self._source.changed.connect(self._tell_facts)
        keep_look(window, self.view)
        self._connect_training()
        self._connect_view()
        self.list = RunList(window, self)
        self.insight = RunInsight(window, self.view)
        self.tools = RunTools(window, self)
        self._notice = RunNotice(window, self)
        MovedData(window, self)

    @property
    def run(self) -> str:
        """Directory of the run on view; empty if none is."""
        return self._on_view

    # What is to be learnt

    def offer(self, path: str) -> None:
        """Show what class folders hold; Start is one click away."""
        self._window.show_tab("train")
        self.new_run()
        self._source.read(path)

    def offer_like(self, found: tuple[TrainingConfig, str]) -> None:
        """Another run with these values on these data; Start is one click away."""
        self.new_run()
        self.set_config(found[0])
        self.view.set_recipe(found[0].recipe)
        if found[1]:
            self._source.read(found[1])

    def choose_recipe(self, name: str) -> None:
        """Another recipe, with its own values."""
        self._window.change_settings(train_recipe=name)
        self._recipe = with_active(RECIPES[name], self._window.workspace.network)
        self.set_config(self._recipe)

    def _follow_network(self) -> None:
        """Others are active now; values that the user has changed stay."""
        if self._config is self._recipe and self._recipe.weights:
            self.choose_recipe(self._recipe.recipe)

    def set_config(self, config: TrainingConfig) -> None:
        """How the next run is to learn."""
        parts, self._config = judging(self._config), config
        self.config_changed.emit()
        if self._source.path and parts != judging(config):
            self._source.read(self._source.path)
        else:
            self._source.estimate()

    @property
    def config(self) -> TrainingConfig:
        """How the next run is to learn."""
        return self._config

    @property
    def changes(self) -> Changes:
        """What is trained beside the next run; trained weights have the architecture they have."""
        model, chosen = self._config.model, () if self._config.weights else self._changes
        return tuple((name, value) for name, value in chosen if getattr(model, name) != value)

    def set_changes(self, changes: Changes) -> None:
        """What is to be trained beside the next run."""
        self._changes = changes
        self.set_config(self._config)

    def is_under_way(self, run: str) -> bool:
        """Whether this window is writing that run, or a variant of it."""
        return self._training.busy and run in self._beside

    # Steering

    def start(self) -> None:
        """Begin a run with the data that are shown."""
        if self.free_data is not None:
            out = new_run(self.shelf.folder, self._config.recipe)
            order = Order(self.free_data.path, out, self._config, changes=self.changes)
            self._training.start(order)

    def start_or_pause(self) -> None:
        """Start, pause or go on: whatever comes next."""
        state = self._training.state
        if state == "paused":
            self._training.go_on()
        elif state == "running":
            self._training.pause()
        elif self._resumable:
            self.resume()
        else:
            self.start()

    def resume(self) -> None:
        """End the pause, or go on with the stopped run that is on view."""
        curves = self.shelf.curves.get(self._on_view)
        if self.is_under_way(self._on_view):
            self._training.go_on()
        elif self._training.busy:
            self._window.offer(tr("Another run is under way."), tr("Show it"), self._show_own)
        elif curves is not None and curves.started is not None:
            run = Path(self._on_view)
            out, changes = ablation_of(run) or (run, ())  # variants go on together
            order = Order(curves.started.data, out, self._config, True, changes)
            self.shelf.when_read(str(order.runs[0]), partial(self._training.start, order))

    def use_weights(self) -> None:
        """Make the best weights of the run on view the active ones."""
        self.use_weights_of(self._on_view)

    def use_weights_of(self, run: str) -> None:
        """The same of any run."""
        self._window.commands.load(best_weights(run))
        self._window.show_tab("classify")

    def save_weights(self) -> None:
        """Write the best weights of the run on view where the user wants them."""
        saving, run = self._window.commands.saving, self._on_view
        saving.weights_of(best_weights(run), Path(run).name)

    def new_run(self) -> None:
        """The page with the data, to begin another run; it must wait while one is under way."""
        self.show_run("")

    def ask_data(self) -> None:
        """Ask for class folders."""
        self._window.show_tab("train")
        self.new_run()
        dialogs.choose_folder(self._window, tr("New run"), self._folder(), self._offer_chosen)

    def ask_zip(self) -> None:
        """Ask for a zip of class folders."""
        kinds, title = (dialogs.ZIP, dialogs.EVERYTHING), tr("New run")
        dialogs.choose_files(self._window, title, self._folder(), kinds, self._offer_chosen)

    def ask_run(self) -> None:
        """Ask for a run directory, which another process may be writing."""
        self._window.show_tab("train")
        dialogs.choose_folder(self._window, tr("Follow run"), self._folder(), self._follow_chosen)

    def stop(self) -> None:
        """End the run after this step, with a checkpoint."""
        self._training.stop()

    def finish_epoch(self) -> None:
        """End the run after this epoch."""
        self._training.finish_epoch()

    @property
    def free_data(self) -> TrainingData | None:
        """What the next run learns; None while a run goes on, or other data are read."""
        return None if self._training.busy else self._source.ready

    @property
    def startable(self) -> bool:
        """Whether "Start or pause" does anything."""
        return self._training.busy or self._resumable or self.free_data is not None

    @property
    def _resumable(self) -> bool:
        """Whether the page says Resume: the run on view has begun and is not finished."""
        curves = self.shelf.curves.get(self._on_view)
        if self._training.busy or curves is None or curves.started is None:
            return False
        return curves.state in ("stopped", "failed")

    @property
    def has_weights(self) -> bool:
        """Whether the run on view has weights that can be used."""
        curves = self.shelf.curves.get(self._on_view)
        return curves is not None and has_weights(curves)

    def _folder(self) -> str:
        return self._window.settings.values.last_folder or os.path.expanduser("~")

    def _offer_chosen(self, paths: Sequence[str]) -> None:
        for path in paths[:1]:
            self._window.change_settings(last_folder=os.path.dirname(path))
            self.offer(path)

    def _follow_chosen(self, paths: Sequence[str]) -> None:
        for path in paths[:1]:
            self.list.follow(path)

    def as_csv(self) -> bytes:
        """The curves of the run on view as a table."""
        from xception_gui.base.curve_table import curves_csv

        return curves_csv(self.shelf.curves.get(self._on_view, Curves()))

    # The run tells

    def _connect_training(self) -> None:
        self._window.workspace.network_changed.connect(lambda _network: self._follow_network())
        self._training.state_changed.connect(self._follow_state)
        self._training.events_arrived.connect(self._take)
        self._training.failed.connect(lambda _failure: QApplication.alert(self._window))

    def _follow_state(self, state: str) -> None:
        if state == "preparing":
            self._begin()
        if state in ("ended", "failed"):
            self._curves.preparing = None
        self._show_state()
        if state in ("running", "paused", "ended", "failed"):
            self.shelf.refresh()
        if state in ("ended", "failed"):
            self._tell_end()

    def _begin(self) -> None:
        """A run was started, by whomever: it comes on view."""
        assert self._training.order is not None
        self._own, *beside = self._beside = [str(run) for run in self._training.order.runs]
        self._curves = self.shelf.begin(self._own)
        self._begun_before = self._curves.started
        for run in beside:  # it writes its directory like any other process
            self.list.show(run)
        self.list.open(self._own)

    def _take(self, events: Sequence[TrainingEvent]) -> None:
        self._curves.extend(events)
        if any(isinstance(event, EpochDone) for event in events):
            self.shelf.refresh()
        self._show_state()
        self.view.refresh()

    def _tell_end(self) -> None:
        if self._curves.started is self._begun_before:
            self._leave_unbegun()
        else:
            self._notice.tell_end(self._own, self._curves)

    def _leave_unbegun(self) -> None:
        """Given up, or refused, its variants too; a resumed run keeps the end that it had."""
        shown = self.shelf.curves if self._curves.started is None else {}
        unbegun = [run for run in self._beside if run in shown and shown[run].started is None]
        for run in unbegun:
            self.shelf.hide(run)
        if self._on_view in unbegun:
            self.new_run()

    # What is shown

    def _connect_view(self) -> None:
        view, training = self.view, self._training
        self._window.status_bar.run.clicked.connect(self._show_own)
        view.start_wanted.connect(lambda _recipe: self.start())
        view.recipe_chosen.connect(self.choose_recipe)
        view.choose_data_wanted.connect(self.ask_data)
        view.choose_zip_wanted.connect(self.ask_zip)
        view.pause_wanted.connect(training.pause)
        view.resume_wanted.connect(self.resume)
        view.stop_wanted.connect(training.stop)
        view.finish_epoch_wanted.connect(training.finish_epoch)
        view.use_weights_wanted.connect(self.use_weights)
        view.save_weights_wanted.connect(self.save_weights)
        view.new_run_wanted.connect(self.new_run)
        view.export_wanted.connect(self._window.commands.saving.curves)
        self.shelf.grown.connect(self._grown)

    def _grown(self, _run: str, events: Sequence[TrainingEvent]) -> None:
        self._show_state()
        self.view.refresh()
        if any(isinstance(event, RunEnded) for event in events):
            QApplication.alert(self._window)

    def _show_own(self) -> None:
        """The run that goes on, in its tab."""
        self._window.show_tab("train")
        self.list.open(self._own)

    def show_run(self, path: str) -> None:
        """Put a run on view that the shelf shows; "": the page of the next run."""
        self._on_view = path
        self.view.set_run(path, Path(path).name)
        self._show_state()

    def _show_status(self) -> None:
        """The status bar tells of the window's own run, whatever tab is shown."""
        done = self._progress(self._own) if self._training.busy else None
        self._window.status_bar.run.set_progress(done)

    def _progress(self, run: str) -> Progress:
        """What is left of variants is left of the run: they take turns."""
        shown, own = self.shelf.curves, self._training.busy and run == self._own
        curves = self._curves if own else shown.get(run, Curves())
        done = progress(curves)
        if not self.is_under_way(run) or (done.seconds_left is None and curves.ended is None):
            return done
        others = [progress(shown[one]) for one in self._beside if one != run and one in shown]
        left = [one.seconds_left for one in (done, *others) if one.seconds_left is not None]
        return replace(done, seconds_left=sum(left)) if left else done

    def _tell_facts(self) -> None:
        """What the menu *Train* offers, and the page of the next run."""
        facts = (self.startable, self.has_weights, self.free_data is not None)
        if facts != self._facts:
            self._facts = facts
            self.view.set_startable(self.free_data is not None)
            self._window.refresh()

    def _show_state(self) -> None:
        self._tell_facts()
        self._show_status()
        curves = self.shelf.curves.get(self._on_view)
        if curves is None:
            return
        own = self.is_under_way(self._on_view)
        self.view.set_run(self._on_view, Path(self._on_view).name, curves)
        state, over = self._state(curves, own), curves.state not in GOING
        others = own and over and len(self._beside) > 1
        self.view.set_state(state, own or over, curves.ended, others)
        self.view.set_wish(self._training.state if own else "")
        self.view.set_usable(has_weights(curves))
        self.view.set_progress(self._progress(self._on_view))
        self.insight.follow(self._on_view, curves)

    def _state(self, curves: Curves, own: bool) -> RunState:
        """A pause is one of all variants that are not over."""
        now, going = self._training.state, curves.state in GOING
        if own and (now == "preparing" or (now == "paused" and going)):
            return cast("RunState", now)
        return curves.state
