"""What the network in force says of the picture that is shown, and where it looked.

Part of the workspace: it is told what is shown. All that comes back is kept, but shown only if it
belongs to this picture and this network.
"""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, Signal

from xception_gui.base.results import Heatmap, ModuleInfo, Origin, Prediction, Prepared
from xception_gui.gui.cache import ByteCache
from xception_gui.gui.session import Answer, Network, Session
from xception_gui.gui.waiting import Waiting

LAST_ACTIVATION = "exit.act4"  # that of `model`, which needs torch


class Answers(QObject):
    """Keeps prediction and heat map in step with picture, network, class and layer."""

    prediction_changed = Signal(object)  # `Prediction`
    heatmap_changed = Signal(object)  # `Heatmap`
    failed = Signal()  # the picture that is shown cannot be answered; why was told

    def __init__(
        self, session: Session, waiting: Waiting, cache: ByteCache, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._session, self._waiting, self._cache = session, waiting, cache
        self._network: Network | None = None
        self._prepared: Prepared | None = None
        self._prediction: Prediction | None = None
        self._heatmap: Heatmap | None = None
        self._class_index, self._layer = 0, LAST_ACTIVATION

    @property
    def prepared(self) -> Prepared | None:
        """What the network receives of the picture that is shown."""
        return self._prepared

    @property
    def prediction(self) -> Prediction | None:
        """Shown, perhaps stale."""
        return self._prediction

    @property
    def is_stale(self) -> bool:
        """Whether the answer that is shown belongs to another picture or network."""
        return self._prediction is not None and not self._is_current(self._prediction.origin)

    @property
    def heatmap(self) -> Heatmap | None:
        """Shown, if it is one of the answer that is shown and that answer is not stale."""
        answer, heatmap = self._prediction, self._heatmap
        if answer is None or heatmap is None or self.is_stale or heatmap.origin != answer.origin:
            return None
        return heatmap

    # What is wanted

    def set_class(self, index: int) -> None:
        """Show where another class was seen."""
        self._class_index = index
        self._request_heatmap()

    def set_layer(self, path: str) -> None:
        """Show what another layer saw."""
        self._layer = path
        self._request_heatmap()

    # What is so

    def set_network(self, network: Network) -> None:
        """Other weights: other layers, perhaps."""
        self._network = network
        row = network.tree.find(self._layer)
        if row is None or not is_explainable(row):
            self._layer = LAST_ACTIVATION

    def set_prepared(self, prepared: Prepared | None) -> None:
        """Another picture, or None while it is being made."""
        self._prepared = prepared

    def forget(self) -> None:
        """No picture is shown."""
        self._prepared = self._prediction = self._heatmap = None

    # Prediction

    def ask(self) -> None:
        """Have the picture that is shown answered by the network in force."""
        network, prepared = self._network, self._prepared
        if network is None or prepared is None:
            return
        kept = self._cache.get(("prediction", *self._place()))
        if kept is not None:
            self._waiting.cancel("predict")  # of the picture before: its failure is not this one's
            self._show(kept)
            return
        work = partial(self._session.predict, network.state_id, prepared)
        arrived, failed = self._arrived, self.failed.emit
        self._waiting.submit("model", "predict", "Classify", work, arrived, failed)

    def keep(self, answer: Answer) -> None:
        """For the next time that its picture is shown."""
        origin, heatmap = answer.prediction.origin, answer.heatmap
        self._cache.put(("prediction", *_key(origin)), answer.prediction)
        self._cache.put(_heatmap_key(heatmap), heatmap)

    def _arrived(self, answer: Answer) -> None:
        self.keep(answer)
        self._cache.put(("activation", *_key(answer.prediction.origin)), answer.activation)
        if self._is_current(answer.prediction.origin):
            self._show(answer.prediction)

    def _show(self, prediction: Prediction) -> None:
        self._prediction = prediction
        self._class_index = prediction.top(1)[0].index
        self.prediction_changed.emit(prediction)
        self._request_heatmap()

    # Heat map

    def _request_heatmap(self) -> None:
        """The heat map of the class and layer that are wanted, kept or computed."""
        network, prepared, prediction = self._network, self._prepared, self._prediction
        if network is None or prepared is None or prediction is None or self.is_stale:
            return
        kept = self._cache.get(("heatmap", *self._place(), self._layer, self._class_index))
        if kept is not None:
            self._waiting.cancel("heatmap")
            self._heatmap_arrived(kept)
            return
        last = self._cache.get(("activation", *self._place()))
        wanted = (prepared, self._class_index, self._layer, last)
        work = partial(self._session.explain, network.state_id, *wanted)
        arrived, failed = self._heatmap_arrived, self._keep_layer
        self._waiting.submit("model", "heatmap", "Heat map", work, arrived, failed)

    def _heatmap_arrived(self, heatmap: Heatmap) -> None:
        self._cache.put(_heatmap_key(heatmap), heatmap)
        if self._is_current(heatmap.origin):
            self._heatmap = heatmap
            self.heatmap_changed.emit(heatmap)

    def _keep_layer(self) -> None:
        """What cannot be explained is not asked for again with the next picture."""
        self._layer = self._heatmap.layer if self._heatmap else LAST_ACTIVATION

    def _is_current(self, origin: Origin) -> bool:
        return _key(origin) == self._place()

    def _place(self) -> tuple[str, str]:
        """Picture and network of which results are wanted; empty for none."""
        network, prepared = self._network, self._prepared
        return (prepared.image_id if prepared else "", network.state_id if network else "")


def is_explainable(row: ModuleInfo) -> bool:
    """Whether a heat map can be made of a module.

    One place says nothing of where; but the exit flow ends with the last activation, of which the
    heat map is exact, and which every answer is explained at.
    """
    places = row.output_shape[1:]
    is_last = row.path in (LAST_ACTIVATION, "exit")
    return is_last or (len(places) == 2 and places[0] * places[1] > 1)


def _key(origin: Origin) -> tuple[str, str]:
    return (origin.image_id, origin.state_id)


def _heatmap_key(heatmap: Heatmap) -> tuple[object, ...]:
    return ("heatmap", *_key(heatmap.origin), heatmap.layer, heatmap.class_index)
