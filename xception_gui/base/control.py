"""How another thread steers a run."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field


@dataclass
class Control:
    """Wishes of the user; the run answers each within a step and leaves a loadable checkpoint.

    Attributes
    ----------
    stop : threading.Event
        Set: the run ends.
    pause : threading.Event
        Set: the run waits; cleared: it goes on.
    finish_epoch : threading.Event
        Set: the run ends after the epoch that it is in.
    """

    stop: threading.Event = field(default_factory=threading.Event)
    pause: threading.Event = field(default_factory=threading.Event)
    finish_epoch: threading.Event = field(default_factory=threading.Event)

    def wait_while_paused(self) -> None:
        """Return when the pause is over, or the run is to stop."""
        while self.pause.is_set() and not self.stop.wait(0.05):
            pass
