"""States of the window that pass by: something is on its way, or could not be had."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

from driving import EXAMPLES, HOME, classify, settle, until

from xception_gui.gui.lanes import Job
from xception_gui.gui.main_window import MainWindow

_HELD = 4.0  # seconds, longer than it takes to look


def _hold(window: MainWindow) -> None:
    """The network's lane is busy with something else."""
    work = Job("Wait", lambda: time.sleep(_HELD), lambda _none: None)
    window.lanes.submit("model", work)


def loading(window: MainWindow) -> None:
    """A picture is there before the network."""
    _hold(window)
    window.workspace.open_paths(EXAMPLES[:1])
    until(lambda: window.workspace.picture is not None, "the picture")
    settle(1500)


def stale(window: MainWindow) -> None:
    """Another picture beside the answer of the one before; it takes long enough for a Cancel."""
    classify(window, EXAMPLES[:2])
    _hold(window)
    window.workspace.open_paths([EXAMPLES[2]])
    until(lambda: window.workspace.is_stale, "another picture")
    settle(1500)


def no_network(window: MainWindow) -> None:
    """The first weights could not be had."""
    damaged = Path(HOME, "damaged.safetensors")
    damaged.write_bytes(b"\x10\0\0\0\0\0\0\0{no header at all")
    until(lambda: window.workspace.busy, "the order of those that come with the program")
    window.workspace.load_weights(str(damaged))
    window.workspace.open_paths(EXAMPLES[:1])
    until(window.banner.isVisible, "the banner")
    settle()


WAITING_STATES: dict[str, Callable[[MainWindow], None]] = {
    "loading": loading,
    "stale": stale,
    "no-network": no_network,
}
