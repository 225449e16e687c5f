"""Open, predict, explain, map, cancel, close, again and again: nothing stays and nothing grows.

``python -m tests.soak.cycles [--cycles N] [--weights W]``. Row 7 of the reliability figures:
threads, file handles, child processes, hooks and Qt's objects are counted before and after, memory
once it has become warm, and every message of Qt.
"""

from __future__ import annotations

import argparse
import gc
import os
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QCoreApplication, QEvent, QObject, qInstallMessageHandler
from PySide6.QtWidgets import QApplication

from xception_gui.gui.main_window import MainWindow
from xception_gui.gui.memory import resident_bytes

WARM_UP = 30
MODULES = ("entry.block2", "middle.block4.sepconv2", "exit.act4")


@dataclass(frozen=True)
class Count:
    """What there is of everything that must not grow."""

    threads: int
    handles: int
    children: int
    hooks: int
    objects: int

    def more_than(self, before: Count) -> dict[str, int]:
        """What there is more of."""
        pairs = {name: (getattr(self, name), getattr(before, name)) for name in vars(self)}
        return {name: now - was for name, (now, was) in pairs.items() if now > was}


def count(window: MainWindow) -> Count:
    """After everything that was to be deleted is gone."""
    for _ in range(3):
        QApplication.processEvents()  # a layout moves by an animation of Qt's, deleted later
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        gc.collect()
    models = [engine.model for _, engine in window.workspace._session._engines.values()]
    kinds = ("_forward_hooks", "_forward_pre_hooks", "_backward_hooks")
    children = Path("/proc/self/task").glob("*/children")
    return Count(
        threads=len(list(Path("/proc/self/task").iterdir())),
        handles=len(list(Path("/proc/self/fd").iterdir())),
        children=sum(len(file.read_text().split()) for file in children),
        hooks=sum(len(getattr(m, k)) for model in models for m in model.modules() for k in kinds),
        objects=len(window.findChildren(QObject)),
    )


def until(true: Callable[[], bool], seconds: float = 240) -> None:
    """Let the window work until something is so."""
    end = time.monotonic() + seconds
    while not true():
        QApplication.processEvents()
        time.sleep(0.001)
        if time.monotonic() > end:
            raise AssertionError("the window does not answer")


def cycle(window: MainWindow, photos: list[str], number: int) -> None:
    """One picture from opening to closing; every third time something is cancelled in between."""
    work = window.workspace
    work.open_paths([photos[number % len(photos)]])
    if number % 3 == 2:
        work.cancel()
    until(lambda: not window.lanes.busy)
    if work.picture is not None:
        window.show_tab("maps")
        work.select_module(MODULES[number % len(MODULES)])
        work.explain_class(number % 3)
        if number % 3 == 1:
            work.cancel()
        until(lambda: not window.lanes.busy)
        window.show_tab("classify")
    work.close_all()
    work.history.clear()
    work.undo_stack.clear()
    until(lambda: not window.lanes.busy)


def run(
    window: MainWindow, photos: list[str], cycles: int, warm_up: int = WARM_UP
) -> tuple[Count, Count, float]:
    """Counts before and after `cycles`, and megabytes of growth; a few rounds of warming first."""
    for number in range(warm_up):
        cycle(window, photos, number)
    before, memory = count(window), resident_bytes()
    for number in range(cycles):
        cycle(window, photos, number)
    after = count(window)
    return before, after, (resident_bytes() - memory) / 1e6


def main() -> None:
    """Print the figures."""
    from benchmarks._common import own_homes
    from benchmarks.responsiveness import photo
    from xception_gui.gui.app import make_application, make_window

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cycles", type=int, default=1000)
    parser.add_argument("--weights", default="demo")
    options = parser.parse_args()
    said: list[str] = []
    with tempfile.TemporaryDirectory() as name:
        os.environ.update(own_homes(name))
        qInstallMessageHandler(lambda _kind, _context, text: said.append(text))
        make_application()
        window = make_window(options.weights)
        window.show()
        until(lambda: window.workspace.network is not None)
        photos = [photo(Path(name, f"{n}.jpg"), (500, 375), n) for n in range(7)]
        before, after, growth = run(window, photos, options.cycles)
        window.close()
        window.deleteLater()
    print(f"{options.cycles:,} cycles: {before}")
    print(f"more afterwards: {after.more_than(before) or 'nothing'} (to reach: nothing)")
    print(f"memory: {growth:+.1f} MB (to reach: 30)")
    print(f"messages of Qt: {len(said)} (to reach: 0) {said[:3]}")


if __name__ == "__main__":
    main()
