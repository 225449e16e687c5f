"""The state of the window: what is open, which network answers, what is explained.

Intents come in as methods, typed signals go out with frozen results. Nothing here computes: jobs
run in the lanes, and what comes back is shown only if it belongs to this picture and this network.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QUndoStack

from xception_gui.base.preprocessing import steps_id
from xception_gui.base.results import Heatmap, Origin, Picture, Prediction, Prepared
from xception_gui.gui.cache import ByteCache
from xception_gui.gui.closing import Closing
from xception_gui.gui.drop import Dropped, png_of
from xception_gui.gui.history import History
from xception_gui.gui.lanes import Failure, Job, Lanes
from xception_gui.gui.map_requests import MapRequests
from xception_gui.gui.picture_queue import PictureQueue
from xception_gui.gui.session import Answer, Network, Session, measure_trees
from xception_gui.gui.sources import (
    Found,
    OpenedSource,
    Source,
    forget_archives,
    open_source,
    survey,
)
from xception_gui.gui.waiting import Waiting
from xception_gui.gui.weighing import Weighing

LAST_ACTIVATION = "exit.act4"  # that of `model`, which needs torch
_COALESCE_MS = 40


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
    opened = Signal(str)  # Path of a picture that is shown, for the list of recent files
    asked = Signal()  # the user opens something: earlier failures are history
    busy_changed = Signal(str)  # What the user waits for; empty if nothing
    failed = Signal(object)  # `Failure`; what was shown stays

    def __init__(self, lanes: Lanes, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lanes, self._session, self._cache = lanes, Session(), ByteCache()
        self._queue_timer = QTimer(self, interval=_COALESCE_MS, singleShot=True)
        self.history, self.undo_stack = History(self), QUndoStack(self)
        self._queue = PictureQueue(
            lanes, self._queue_dirty, self.failed.emit, self._keep, self.history.note
        )
        self._queue_timer.timeout.connect(lambda: self.queue_changed.emit(self._queue.items))
        self._surveys = itertools.count(1)
        self._waiting = Waiting(lanes, self)
        self.maps = MapRequests(self._session, self._waiting, self._cache, self)
        told = self.module_weights_changed.emit
        self._weighing = Weighing(lanes, self._session, self._cache, told, self)
        self._shown: int | None = None
        self._network: Network | None = None
        self._picture: Picture | None = None
        self._prepared: Prepared | None = None
        self._prediction: Prediction | None = None
        self._heatmap: Heatmap | None = None
        self._class_index, self._layer, self._module = 0, LAST_ACTIVATION, ""
        self._waiting.changed.connect(self.busy_changed)
        self._waiting.failed.connect(self.failed)
        lanes.failed.connect(self.failed)

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
        """What the network receives of the picture that is shown."""
        return self._prepared

    @property
    def prediction(self) -> Prediction | None:
        """Shown, perhaps stale."""
        return self._prediction

    @property
    def heatmap(self) -> Heatmap | None:
        """Shown, perhaps stale."""
        return self._heatmap

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
    def kept_bytes(self) -> int:
        """Of all results that are kept."""
        return self._cache.used

    @property
    def is_stale(self) -> bool:
        """Whether the answer that is shown belongs to another picture or network."""
        return self._prediction is not None and not self._is_current(self._prediction.origin)

    # Opening

    def open_dropped(self, dropped: Dropped) -> None:
        """Open what was dropped or pasted, and say why the rest is refused."""
        self.asked.emit()
        for problem in dropped.refused:
            self.failed.emit(Failure("Open", problem, ""))
        if dropped.pixels is not None:
            self._add([Source("", data=partial(png_of, dropped.pixels))], show=True)
        if dropped.paths:
            self._survey(dropped.paths)

    def open_paths(self, paths: Sequence[str], as_pictures: bool = False) -> None:
        """Open files and folders, each by its content; the first picture among them is shown."""
        self.asked.emit()
        self._survey(paths, as_pictures)

    def open_source(self, source: Source) -> None:
        """Open a picture that was open before."""
        self.asked.emit()
        self._add([source], show=True)

    def _survey(self, paths: Sequence[str], as_pictures: bool = False) -> None:
        key = f"survey:{next(self._surveys)}"
        first = iter((True,))
        work = partial(survey, tuple(paths), as_pictures)
        self._waiting.submit_many("io", key, "Open", work, lambda found: self._take(found, first))

    def show_item(self, key: int) -> None:
        """Show another opened picture; the one before stays until it is decoded."""
        if self._queue.find(key) is None or key == self._queue.current == self._shown:
            return
        self._queue.set_current(key)
        self.current_changed.emit(key)
        self._read_current()

    def show_neighbour(self, step: int) -> None:
        """The next (1) or previous (-1) picture."""
        key = self._queue.beside(self._queue.current, step)
        if key is not None:
            self.show_item(key)

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

    def _show_or_nothing(self, key: int | None) -> None:
        if key is None:
            self._show_nothing()
        else:
            self.show_item(key)

    def cancel(self) -> None:
        """Give up what the user waits for; what is shown stays."""
        self._waiting.cancel_all()
        self._queue.stop()
        self._show_again()

    # Network

    def load_weights(self, name: str, device: str = "auto", precision: str = "auto") -> None:
        """Load weights: a name of the catalogue, or a file. On a problem the old ones stay."""
        work = partial(self._session.load, name, device, precision)
        self._waiting.submit("model", "network", "Load weights", work, self._network_arrived)

    def move_network(self, device: str, precision: str) -> None:
        """The same weights on another device or in another precision."""
        if self._network is not None:
            work = partial(self._session.move, self._network.state_id, device, precision)
            self._waiting.submit(
                "model", "network", "Change the device", work, self._network_arrived
            )

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

    # Explaining

    def explain_class(self, index: int) -> None:
        """Show where another class was seen."""
        self._class_index = index
        self.maps.set_class(index)
        self._request_heatmap()

    def explain_layer(self, path: str) -> None:
        """Show what another layer saw."""
        self._layer = path
        self._request_heatmap()

    # Pictures arrive

    def _take(self, found: Found, first: Iterator[bool]) -> None:
        """Whatever a dropped thing turned out to be; `first` is spent by its first picture."""
        if found.problem is not None:
            self.failed.emit(Failure("Open", found.problem, ""))
        elif found.weights:
            self.weights_found.emit(found.weights)
        elif found.classes is not None:
            self.classes_found.emit(found.classes)
        else:
            self._add(found.sources, next(first, False))

    def _add(self, sources: Sequence[Source], show: bool) -> None:
        keys = self._queue.add(sources)
        if show:
            self.show_item(keys[0])
        self._queue.pump()

    def _read_current(self) -> None:
        """Open the picture that is wanted, with the pre-processing of the network in force."""
        item = self._queue.find(self._queue.current)
        if item is None:
            return
        steps = self._network.weights.preprocessing if self._network else None
        kept: OpenedSource | None = self._cache.get(("opened", item.key))
        if kept is not None and kept.suits(steps):
            self._picture_arrived(item.key, kept)
            return
        work = partial(open_source, item.source, steps)
        failed = partial(self._picture_failed, item.key)
        arrived = partial(self._picture_arrived, item.key)
        self._waiting.submit("io", "picture", "Open", work, arrived, failed)

    def _picture_arrived(self, key: int, opened: OpenedSource) -> None:
        self._cache.put(("opened", key), opened)
        self._queue.note_opened(key, opened)
        self._shown, picture = key, opened.picture
        if self._picture is None or picture.image_id != self._picture.image_id:
            self._picture = picture
            self.picture_changed.emit(picture)
            self.opened.emit(picture.path)
        self._prepared = opened.prepared
        self.prepared_changed.emit(opened.prepared)
        self._tell_stale()
        self._answer_current()

    def _picture_failed(self, key: int) -> None:
        """It leaves the queue; the previous one stays, or the next one of the queue is shown."""
        self._queue.remove(key)
        self._cache.forget(("opened", key))
        self._show_again()

    def _show_again(self) -> None:
        """Return to the picture that is shown, if another one was wanted."""
        keys = [item.key for item in self._queue.items]
        if self._shown in keys:
            self._queue.set_current(self._shown)
            self.current_changed.emit(self._shown)
        elif keys and self._queue.current not in keys:
            self.show_item(keys[0])
        elif not keys:
            self._show_nothing()

    def _show_nothing(self) -> None:
        self._queue.set_current(None)
        self._shown = self._picture = self._prepared = self._prediction = self._heatmap = None
        self.current_changed.emit(None)
        self.picture_changed.emit(None)
        self.prepared_changed.emit(None)
        self.prediction_changed.emit(None)
        self.heatmap_changed.emit(None)
        self.maps.set_prepared(None)
        self._tell_stale()

    # The network arrives

    def _network_arrived(self, network: Network) -> None:
        self._network = network
        self.maps.set_network(network)
        if network.tree.find(self._layer) is None:
            self._layer = LAST_ACTIVATION
        self.network_changed.emit(network)
        self._tell_stale()
        predict = partial(self._session.predict, network.state_id)
        self._queue.restart(network.weights.preprocessing, predict)
        self._answer_current()
        work = partial(measure_trees, network.weights.config, network.weights.input_size)
        action, done = "Measure the paper's network", self.trees_changed.emit
        self._lanes.submit("model", Job(action, work, done, latest="trees", bulk=True))

    # Answers arrive

    def _answer_current(self) -> None:
        """Have the picture that is shown answered by the network in force."""
        network, picture, prepared = self._network, self._picture, self._prepared
        if network is None or picture is None:
            return
        if prepared is None or prepared.preprocessing_id != steps_id(network.weights.preprocessing):
            self._read_current()
            return
        self.maps.set_prepared(prepared)
        kept = self._cache.get(("prediction", picture.image_id, network.state_id))
        if kept is not None:
            self._show_prediction(kept)
            return
        work = partial(self._session.predict, network.state_id, prepared)
        self._waiting.submit("model", "predict", "Classify", work, self._answer_arrived)

    def _answer_arrived(self, answer: Answer) -> None:
        self._keep(answer)
        self._cache.put(("activation", *_key(answer.prediction.origin)), answer.activation)
        if self._is_current(answer.prediction.origin):
            self._show_prediction(answer.prediction)

    def _keep(self, answer: Answer) -> None:
        """For the next time that this picture is shown."""
        origin, heatmap = answer.prediction.origin, answer.heatmap
        self._cache.put(("prediction", *_key(origin)), answer.prediction)
        self._cache.put(("heatmap", *_key(origin), heatmap.layer, heatmap.class_index), heatmap)

    def _show_prediction(self, prediction: Prediction) -> None:
        self._prediction = prediction
        self._class_index = prediction.top(1)[0].index
        self.maps.set_class(self._class_index)
        if self._shown is not None:
            self._queue.note_answer(self._shown, prediction)
        self.prediction_changed.emit(prediction)
        self._tell_stale()
        self._request_heatmap()

    def _request_heatmap(self) -> None:
        """The heat map of the class and layer that are wanted, kept or computed."""
        network, prepared, prediction = self._network, self._prepared, self._prediction
        if network is None or prepared is None or prediction is None or self.is_stale:
            return
        origin = _key(prediction.origin)
        kept = self._cache.get(("heatmap", *origin, self._layer, self._class_index))
        if kept is not None:
            self._waiting.cancel("heatmap")
            self._heatmap_arrived(kept)
            return
        last = self._cache.get(("activation", *origin))
        wanted = (prepared, self._class_index, self._layer, last)
        work = partial(self._session.explain, network.state_id, *wanted)
        self._waiting.submit(
            "model", "heatmap", "Heat map", work, self._heatmap_arrived, self._keep_layer
        )

    def _heatmap_arrived(self, heatmap: Heatmap) -> None:
        key = (*_key(heatmap.origin), heatmap.layer, heatmap.class_index)
        self._cache.put(("heatmap", *key), heatmap)
        if self._is_current(heatmap.origin):
            self._heatmap = heatmap
            self.heatmap_changed.emit(heatmap)

    def _keep_layer(self) -> None:
        """What cannot be explained is not asked for again with the next picture."""
        self._layer = self._heatmap.layer if self._heatmap else LAST_ACTIVATION

    def _is_current(self, origin: Origin) -> bool:
        picture, network = self._picture, self._network
        shown = (picture.image_id if picture else "", network.state_id if network else "")
        return _key(origin) == shown

    def _tell_stale(self) -> None:
        self.stale_changed.emit(self.is_stale)

    # Queue

    def _queue_dirty(self) -> None:
        if not self._queue_timer.isActive():
            self._queue_timer.start()


def _key(origin: Origin) -> tuple[str, str]:
    return (origin.image_id, origin.state_id)
