"""Which network is wanted, from the order until it is in force.

Part of the workspace. Who changes the device while weights are being loaded wants these weights
there: the order goes on with the other device, it is not given up for the network before.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from xception_gui.base.config import XceptionConfig
from xception_gui.gui.session import Network, Session
from xception_gui.gui.waiting import Waiting

NETWORK = "network"
"""Under this key a network is waited for."""
_Start = Callable[[str, str], Network]  # device, precision


class NetworkOrders:
    """Has networks made in the `model` lane; of several orders the newest counts."""

    def __init__(
        self, session: Session, waiting: Waiting, arrived: Callable[[Network], None]
    ) -> None:
        self._session, self._waiting, self._tell = session, waiting, arrived
        self._pending: tuple[str, _Start] | None = None
        self.has_failed = False
        """Whether one was not made; who chooses another then may also choose none."""

    def load(self, name: str, device: str, precision: str) -> None:
        """Weights of the catalogue, or of a file."""
        self._begin("Load weights", partial(self._session.load, name), device, precision)

    def build(self, config: XceptionConfig, size: int, device: str, precision: str) -> None:
        """An untrained network."""
        self._begin("Make a network", partial(self._session.build, config, size), device, precision)

    def move(self, network: Network | None, device: str, precision: str) -> None:
        """What is being made, or else `network`, on another device or in another precision."""
        if self._pending is not None:
            self._begin(*self._pending, device, precision)
        elif network is not None:
            work = partial(self._session.move, network.state_id, device, precision)
            self._submit("Change the device", work)

    def forget(self) -> None:
        """What was waited for was given up."""
        self._pending = None

    def _begin(self, action: str, start: _Start, device: str, precision: str) -> None:
        self._pending = action, start
        self._submit(action, partial(start, device, precision))

    def _submit(self, action: str, work: Callable[[], Network]) -> None:
        self._waiting.submit("model", NETWORK, action, work, self._arrived, self._fail)

    def _fail(self) -> None:
        self.has_failed = True
        self.forget()

    def _arrived(self, network: Network) -> None:
        self._pending = None
        self._tell(network)
