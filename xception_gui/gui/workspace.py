"""The state of the window: what is open, which network answers, what is explained.

Intents come in as methods, typed signals go out with frozen results. Nothing here computes: jobs
run in the lanes, and what comes back is shown only if it belongs to this picture and this network.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QUndoStack

from xception_gui.base.config import XceptionConfig
from xception_gui.base.preprocessing import steps_id
from xception_gui.base.results import Heatmap, Picture, Prediction, Prepared
from xception_gui.gui.answers import Answers
from xception_gui.gui.cache import ByteCache
from xception_gui.gui.closing import Closing
from xception_gui.gui.drop import Dropped
from xception_gui.gui.evaluating import Evaluating
from xception_gui.gui.fetching import Fetching
from xception_gui.gui.history import History
from xception_gui.gui.item_models.class_texts import name_classes
from xception_gui.gui.lanes import Job, Lanes
from xception_gui.gui.map_requests import MapRequests
from xception_gui.gui.network_orders import NETWORK, NetworkOrders
from xception_gui.gui.opening import Opening
from xception_gui.gui.picture_queue import PictureQueue, QueueItem
from xception_gui.gui.reading import Reading
from xception_gui.gui.session import Network, Session, measure_trees
from xception_gui.gui.sources import OpenedSource, Source, forget_archives
from xception_gui.gui.training import Training
from xception_gui.gui.waiting import Waiting
from xception_gui.gui.weighing import Weighing

if TYPE_CHECKING:
    from xception_gui.base.weights_report import WeightsReport

_COALESCE_MS, _UNDOABLE = 40, 100


class Workspace(QObject):
    """The only owner of state; every method is called in the GUI thread."""

    network_changed = Signal(object)  # `Network` in force
    trees_changed = Signal(object)  # `Trees`: the paper's network, and counterparts in it
    picture_changed = Signal(object)  # `Picture` shown, or None
    prepared_changed = Signal(object)  # `Prepared`, or None while it is being made
    prediction_changed = Signal(object)  # `Prediction`, or None
    heatmap_changed = Signal(object)  # `Heatmap`, or None
    stale_changed = Signal(bool)  # Whether the answer shown is another picture's or network's
    module_selected = Signal(str)  # Path; empty for none
    module_weights_changed = Signal(object)  # `ModuleWeights`, or None while they are counted
    queue_changed = Signal(object)  # Every `QueueItem`, in order; at most 25 times a second
    current_changed = Signal(object)  # Key of the item that is shown or being opened, or None
    weights_found = Signal(str)  # path of a weights file that was dropped
    classes_found = Signal(object)  # `ClassFolderSet`: what to do with it is asked in place
    closed_all = Signal(int)  # How many pictures were closed at once; it can be undone
    opened = Signal(str)  # File that a shown picture lies in, for the list of recent files
    asked = Signal()  # the user opens something: earlier failures are history
    busy_changed = Signal(str)  # What the user waits for; empty if nothing
    failed = Signal(object)  # `Failure`; what was shown stays

    def __init__(self, lanes: Lanes, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lanes, self._reading, self._cache = lanes, Reading(), ByteCache()
        self._session = Session(self._reading)
        self._queue_timer = QTimer(self, interval=_COALESCE_MS, singleShot=True)
        self.history, self.undo_stack = History(self), QUndoStack(self)
        self.undo_stack.setUndoLimit(_UNDOABLE)
        self._waiting = Waiting(lanes, self)
        self._opening = Opening(self._waiting, self._cache, self)
        self._orders = NetworkOrders(self._session, self._waiting, self._network_arrived)
        self._answers = Answers(self._session, self._waiting, self._cache, self)
        self._queue = PictureQueue(
            lanes, self._queue_dirty, self.failed.emit, self._answers.keep, self.history.note
        )
        self._queue_timer.timeout.connect(lambda: self.queue_changed.emit(self._queue.items))
        self.maps = MapRequests(self._session, self._waiting, self._cache, self)
        self.training = Training(lanes, self)
        self.fetching = Fetching(lanes, self)
        self.fetching.failed.connect(self.failed)
        self.evaluating = Evaluating(lanes, self._session, self)
        told = self.module_weights_changed.emit
        self._weighing = Weighing(lanes, self._session, self._cache, told, self)
        self._shown: int | None = None
        self._network: Network | None = None
        self._picture: Picture | None = None
        self._module, self._given_up = "", False
        self._connect()

    def _connect(self) -> None:
        opening, answers, waiting = self._opening, self._answers, self._waiting
        opening.pictures_found.connect(self._add)
        opening.opened.connect(self._picture_arrived)
        opening.unreadable.connect(self._picture_failed)
        opening.weights_found.connect(self.weights_found)
        opening.classes_found.connect(self.classes_found)
        answers.prediction_changed.connect(self._show_prediction)
        answers.heatmap_changed.connect(self.heatmap_changed)
        answers.failed.connect(self._not_answered)
        waiting.changed.connect(self.busy_changed)
        for part in (opening, waiting, self.training, self.evaluating, self._lanes):
            part.failed.connect(self.failed)

    # What is so

    @property
    def network(self) -> Network | None:
        """In force; None until weights are loaded."""
        return self._network

    @property
    def picture(self) -> Picture | None:
        """Shown."""
        return self._picture

    @property
    def prepared(self) -> Prepared | None:
        """What the network in force receives of the picture that is shown, once it is made."""
        prepared, network = self._answers.prepared, self._network
        if prepared is None or network is None:
            return prepared
        fits = prepared.preprocessing_id == steps_id(network.weights.preprocessing)
        return prepared if fits else None

    @property
    def prediction(self) -> Prediction | None:
        """Shown, perhaps stale."""
        return self._answers.prediction

    @property
    def heatmap(self) -> Heatmap | None:
        """Once it belongs to the picture, the network and the answer on view."""
        return self._answers.heatmap

    @property
    def module(self) -> str:
        """Path of the selected module; empty if none is."""
        return self._module

    @property
    def source(self) -> Source | None:
        """Where the picture that is shown comes from."""
        item = self._queue.find(self._shown)
        return item.source if item else None

    @property
    def pictures(self) -> tuple[QueueItem, ...]:
        """Opened, in their order."""
        return self._queue.items

    @property
    def session(self) -> Session:
        """For jobs in the `model` lane."""
        return self._session

    @property
    def kept_bytes(self) -> int:
        """Of all results that are kept."""
        return self._cache.used

    @property
    def busy(self) -> bool:
        """Whether the user waits for something."""
        return bool(self._waiting.action)

    @property
    def is_stale(self) -> bool:
        """Whether the answer that is shown belongs to another picture or network."""
        return self._answers.is_stale

    # Opening

    def open_dropped(self, dropped: Dropped) -> None:
        """Open what was dropped or pasted, and say why the rest is refused."""
        self.asked.emit()
        self._opening.open_dropped(dropped)

    def open_paths(self, paths: Sequence[str], as_pictures: bool = False) -> None:
        """Open files and folders, each by its content; the first picture among them is shown."""
        self.asked.emit()
        self._opening.open_paths(paths, as_pictures)

    def open_source(self, source: Source) -> None:
        """Open a picture that was open before."""
        self.asked.emit()
        self._add([source], show=True)

    def show_item(self, key: int | None) -> None:
        """Show another opened picture; the one before stays until it is decoded."""
        if self._queue.find(key) is None:
            return
        if key == self._queue.current == self._shown:
            if self._given_up:
                self._answer_current()
            return
        self._queue.set_current(key)
        self.current_changed.emit(key)
        self._read_current()

    def show_neighbour(self, step: int) -> None:
        """The next (1) or previous (-1) picture."""
        self.show_item(self._queue.beside(self._queue.current, step))

    def close_picture(self) -> None:
        """Close the picture that is shown; its neighbour is shown instead."""
        if self._queue.current is not None:
            self._close([self._queue.current])

    def close_all(self) -> None:
        """Close every picture."""
        keys = [item.key for item in self._queue.items]
        self._close(keys)
        forget_archives()
        if len(keys) > 1:
            self.closed_all.emit(len(keys))

    def _close(self, keys: Sequence[int]) -> None:
        if keys:
            self.undo_stack.push(Closing(self._queue, keys, self._show_or_nothing))
            self._opening.forget(keys)

    def _show_or_nothing(self, key: int | None) -> None:
        if key is None:
            self._show_nothing()
        else:
            self.show_item(key)

    @property
    def can_give_up(self) -> bool:
        """Not the first network, unless it could not be had and another one is being tried."""
        return self._network is not None or self._orders.has_failed

    def cancel(self) -> None:
        """Give up what the user waits for, but not the first network; what is shown stays."""
        if not self.can_give_up:
            self._waiting.cancel_all(but=NETWORK)
            self._show_again()
            return
        self._waiting.cancel_all()
        self._orders.forget()
        self._given_up = True
        self.evaluating.cancel()
        self._show_again()
        self._queue.stop()
        if self._picture is None:  # nothing to return to: what was dropped is closed, and undoable
            self._close([item.key for item in self._queue.items])

    # Network

    def load_weights(self, name: str, device: str = "auto", precision: str = "auto") -> None:
        """Load weights: a name of the catalogue, or a file. On a problem the old ones stay."""
        self._orders.load(name, device, precision)

    def examine_weights(self, path: str, done: Callable[[WeightsReport], None]) -> None:
        """Have a file of weights examined; the network in force stays."""
        work = partial(self._reading.examine, path)
        self._lanes.submit("model", Job("Check weights file", work, done, latest="examine"))

    def prepare_reading(self) -> None:
        """Have the process ready that reads foreign weights, before there are any."""
        job = Job("Prepare reading weights", self._reading.start, lambda _none: None)
        self._lanes.submit("model", job)

    def close(self) -> None:
        """End what would keep a lane waiting; the lanes are closed next."""
        self.training.stop()
        self._reading.close()

    def build_network(self, config: XceptionConfig, size: int, device: str, precision: str) -> None:
        """An untrained network; on a problem the old one stays."""
        self._orders.build(config, size, device, precision)

    def move_network(self, device: str, precision: str) -> None:
        """The same weights on another device or in another precision."""
        self._orders.move(self._network, device, precision)

    def set_threads(self, count: int) -> None:
        """Threads of the CPU for what is computed from now on; 0: torch decides."""
        work = partial(self._session.set_threads, count)
        self._lanes.submit("model", Job("Set the CPU threads", work, lambda _none: None))

    def select_module(self, path: str) -> None:
        """Select a module in every view; empty for none."""
        if path != self._module:
            self._module = path
            self.module_selected.emit(path)
            self.maps.set_module(path)

    def request_module_weights(self, path: str) -> None:
        """Have the weights of one module counted; empty for none."""
        self._weighing.request(self._network, path)

    def evaluate(self, path: str, labels: str = "") -> None:
        """Have the network in force judge class folders, or pictures that a file gives classes."""
        self.asked.emit()
        self.evaluating.judge(path, self._network, labels)

    # Explaining

    def explain_class(self, index: int) -> None:
        """Show where another class was seen."""
        self.maps.set_class(index)
        self._answers.set_class(index)

    def explain_layer(self, path: str) -> None:
        """Show what another layer saw."""
        self._answers.set_layer(path)

    # Pictures arrive

    def _add(self, sources: Sequence[Source], show: bool) -> None:
        keys = self._queue.add(sources)
        if show:
            self.show_item(keys[0])
        self._queue.pump()

    def _queue_dirty(self) -> None:
        if not self._queue_timer.isActive():
            self._queue_timer.start()

    def _read_current(self) -> None:
        """Open the picture that is wanted, with the pre-processing of the network in force."""
        item = self._queue.find(self._queue.current)
        if item is not None:
            steps = self._network.weights.preprocessing if self._network else None
            self._opening.read(item.key, item.source, steps)

    def _picture_arrived(self, key: int, opened: OpenedSource) -> None:
        if key != self._queue.current:  # closed, or left for another, before it was decoded
            return
        self._queue.note_opened(key, opened)
        self._shown, picture = key, opened.picture
        self._answers.set_prepared(opened.prepared)
        known = self._picture  # a copy of a file has its own name
        if known is None or (picture.image_id, picture.path) != (known.image_id, known.path):
            self._picture = picture
            self.picture_changed.emit(picture)
            self.opened.emit(self.source.path if self.source else "")
        self.prepared_changed.emit(opened.prepared)
        self.stale_changed.emit(self.is_stale)
        self._answer_current()

    def _picture_failed(self, key: int) -> None:
        """The previous one stays, or the next one of the queue is shown."""
        self._queue.note_unreadable(key)
        self._given_up |= key == self._shown  # it can be asked for again
        self._show_again()

    def _show_again(self) -> None:
        """Return to the picture that is shown, if another one was wanted."""
        wanted = self._queue.find(self._queue.current)
        if self._queue.find(self._shown) is not None:
            self._queue.set_current(self._shown)
            self.current_changed.emit(self._shown)
        elif wanted is None or wanted.state == "failed":
            readable = (item.key for item in self._queue.items if item.state != "failed")
            self._show_or_nothing(next(readable, None))

    def _show_nothing(self) -> None:
        self._queue.set_current(None)
        self._shown = self._picture = None
        self._answers.forget()
        told = (self.current_changed, self.picture_changed, self.prepared_changed)
        for changed in (*told, self.prediction_changed, self.heatmap_changed):
            changed.emit(None)
        self.maps.set_prepared(None)
        self.stale_changed.emit(self.is_stale)

    # The network arrives

    def _network_arrived(self, network: Network) -> None:
        self._network = network
        name_classes(network.weights.classes)
        self.evaluating.set_network(network)
        self.maps.set_network(network)
        self._answers.set_network(network)
        self.network_changed.emit(network)
        self.stale_changed.emit(self.is_stale)
        predict = partial(self._session.predict, network.state_id)
        self._queue.restart(network.weights.preprocessing, predict)
        self._answer_current()
        work = partial(measure_trees, network.weights.config, network.weights.input_size)
        action, done = "Measure the paper's network", self.trees_changed.emit
        self._lanes.submit("model", Job(action, work, done, latest="trees", bulk=True))

    # Answers arrive

    def _answer_current(self) -> None:
        """Have the picture that is shown answered by the network in force."""
        network, picture, prepared = self._network, self._picture, self.prepared
        self._given_up = False
        if network is None:
            return
        if picture is None or prepared is None:  # perhaps given up while there was no network
            self._read_current()
            return
        self.maps.set_prepared(prepared)
        self._answers.ask()

    def _not_answered(self) -> None:
        """It no longer waits, and can be asked for again."""
        self._given_up = True
        if self._shown is not None:
            self._queue.note_unanswered(self._shown)

    def _show_prediction(self, prediction: Prediction) -> None:
        self.maps.set_class(prediction.top(1)[0].index)
        if self._shown is not None:
            self._queue.note_answer(self._shown, prediction)
        self.prediction_changed.emit(prediction)
        self.stale_changed.emit(self.is_stale)
