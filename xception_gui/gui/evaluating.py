"""Labelled pictures judged by the network in force: a bulk job, so that the user goes on meanwhile.

Part of the workspace. It waits for itself, not with `Workspace.busy_changed`: the picture that is
shown is not being loaded while thousands of others are judged.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from xception_gui.base.results import Evaluation, Weights
from xception_gui.gui.lanes import Lanes
from xception_gui.gui.session import Network, Session
from xception_gui.gui.waiting import Waiting

if TYPE_CHECKING:
    from xception_gui.inference import EvaluationProgress

_KEY = "evaluation"


@dataclass(frozen=True)
class Judged:
    """What came out: `path` is that of the pictures, `network` the one that was judged."""

    path: str
    network: Network
    evaluation: Evaluation

    @property
    def weights(self) -> Weights:
        """Those that were judged."""
        return self.network.weights

    @property
    def name(self) -> str:
        """Of their folder."""
        return os.path.basename(self.path.rstrip("/\\"))


class Evaluating(QObject):
    """One evaluation at a time."""

    changed = Signal()  # It begins, goes on or ends
    judged = Signal(object)  # `Judged`
    given_up = Signal()  # Another network has come meanwhile
    failed = Signal(object)  # `Failure`

    def __init__(self, lanes: Lanes, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._session, self._waiting = session, Waiting(lanes, self)
        self._waiting.failed.connect(self.failed)
        self._waiting.changed.connect(self._follow)
        self._path, self._labels, self._begun = "", "", False
        self.progress: EvaluationProgress | None = None

    @property
    def is_running(self) -> bool:
        """Whether one was asked for that has not ended."""
        return bool(self._path)

    def judge(self, path: str, network: Network | None, labels: str = "") -> None:
        """Judge the pictures at `path`; without a network, as soon as there is one.

        Parameters
        ----------
        labels : str
            File that gives them classes; empty: their folders do.
        """
        self.cancel()
        self._path, self._labels = path, labels
        if network is not None:
            self._begin(network)

    def set_network(self, network: Network) -> None:
        """Another network: half of the pictures judged by each is no evaluation."""
        if self._begun:
            self.cancel()
            self.given_up.emit()
        elif self._path:
            self._begin(network)

    def cancel(self) -> None:
        """Give it up."""
        self._waiting.cancel_all()
        self._follow("")

    def _begin(self, network: Network) -> None:
        self._begun = True
        work = partial(self._session.evaluate, network.state_id, self._path, self._labels)
        take = partial(self._take, self._path, network)
        self._waiting.submit_many("model", _KEY, "Evaluate", work, take)

    def _take(self, path: str, network: Network, item: EvaluationProgress | Evaluation) -> None:
        if isinstance(item, Evaluation):
            self.cancel()  # it is done: a network that comes now ends nothing
            self.judged.emit(Judged(path, network, item))
        else:
            self.progress = item
            self.changed.emit()

    def _follow(self, action: str) -> None:
        if not action:
            self._path, self._begun, self.progress = "", False, None
        self.changed.emit()
