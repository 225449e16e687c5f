"""The weights of the selected module, counted in the `model` lane once the user stays with it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, QTimer

from xception_gui.base.results import ModuleWeights
from xception_gui.gui.cache import ByteCache
from xception_gui.gui.lanes import Job, Lanes
from xception_gui.gui.session import Network, Session

Told = Callable[[ModuleWeights | None], object]
_KEY = "module-weights"
_STAY_MS = 40


class Weighing(QObject):
    """Of one module at a time; whoever walks through 500 of them has few counted.

    Parameters
    ----------
    cache : ByteCache
        Where results are kept.
    told : callable
        Called with the `ModuleWeights`, or with None while they are being counted.
    """

    def __init__(
        self, lanes: Lanes, session: Session, cache: ByteCache, told: Told, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._lanes, self._session, self._cache, self._told = lanes, session, cache, told
        self._wanted = ("", "")
        # Also lets what else follows a selection go first in the lane.
        self._timer = QTimer(self, interval=_STAY_MS, singleShot=True)
        self._timer.timeout.connect(self._submit)

    def request(self, network: Network | None, path: str) -> None:
        """Have the module at `path` counted; without network or path, none."""
        self._lanes.cancel(_KEY)
        self._timer.stop()
        self._wanted = (network.state_id, path) if network else ("", "")
        kept = self._cache.get((_KEY, *self._wanted))
        self._told(kept)
        if kept is None and all(self._wanted):
            self._timer.start()

    def _submit(self) -> None:
        work = partial(self._session.weigh, *self._wanted)
        self._lanes.submit("model", Job("Count the weights", work, self._arrived, latest=_KEY))

    def _arrived(self, weights: ModuleWeights | None) -> None:
        if weights is None or (weights.state_id, weights.path) != self._wanted:
            return
        self._cache.put((_KEY, *self._wanted), weights)
        self._told(weights)
