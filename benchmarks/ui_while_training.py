"""Does the window stay alive while it trains? A 10 ms timer, 100,000 plotted points beside the run.

``python -m benchmarks.ui_while_training [--seconds N]``. A narrow network learns drawn folders in
the window, with an epoch judged and checkpoints written every few seconds; an earlier run with
100,000 steps is drawn over it, and pictures are answered meanwhile. A process that only waits has
the same timer beside it: what it meets is the machine's.
"""

from __future__ import annotations

import argparse
import os
import tempfile
import time
from pathlib import Path

from benchmarks._common import own_homes, print_target, processor

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
_HOME = tempfile.TemporaryDirectory(prefix="xception-gui-benchmark-")
os.environ.update(own_homes(_HOME.name))

import numpy as np  # noqa: E402
from PIL import Image  # noqa: E402
from PySide6.QtCore import Qt, QTimer  # noqa: E402

from benchmarks._machine import Machine  # noqa: E402
from xception_gui.base.events import EpochDone, RunStarted, StepDone, to_line  # noqa: E402
from xception_gui.base.training import RECIPES  # noqa: E402
from xception_gui.gui.app import make_application, make_window  # noqa: E402
from xception_gui.gui.main_window import MainWindow  # noqa: E402

POINTS = 100_000
EPOCH = 1000


def class_folders(folder: Path, count: int = 400) -> str:
    """Noise in two tints."""
    draw = np.random.default_rng(0)
    for name, channel in (("blue", 2), ("red", 0)):
        (folder / name).mkdir(parents=True)
        for number in range(count):
            pixels = draw.integers(0, 160, (32, 32, 3), dtype=np.uint8)
            pixels[..., channel] += 60
            Image.fromarray(pixels).save(folder / name / f"{number}.png")
    return str(folder)


def earlier_run(folder: Path) -> str:
    """A run directory whose curves have `POINTS` steps."""
    folder.mkdir(parents=True)
    draw = np.random.default_rng(0)
    epochs = POINTS // EPOCH
    lines = [to_line(RunStarted("", ("a", "b"), 32 * EPOCH, 800, 0, POINTS, epochs, "cpu", ""))]
    noise = draw.normal(0, 0.1, (POINTS, 4))
    flows = ("entry", "middle", "exit")
    for step in range(1, POINTS + 1):
        loss, *norms = (0.5 + 2 * np.exp(-step / 2e4) + noise[step - 1]).tolist()
        found = dict(zip(flows, norms, strict=True))
        lines.append(to_line(StepDone(step, step // EPOCH, loss, 0.5, 0.1, 300.0, found)))
        if step % EPOCH == 0:
            epoch = step // EPOCH - 1
            lines.append(to_line(EpochDone(epoch, step, loss, 0.5, loss, 0.5, 1.0, 100.0)))
    (folder / "events.jsonl").write_text("\n".join(lines) + "\n")
    return str(folder)


class Ticks:
    """Intervals of a 10 ms timer while `on`."""

    def __init__(self, window: MainWindow) -> None:
        self.on, self.found = False, list[float]()
        self._last = time.perf_counter()
        self._timer = QTimer(window, interval=10, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._tick)
        self._timer.start()

    def _tick(self) -> None:
        now = time.perf_counter()
        if self.on:
            self.found.append(1000 * (now - self._last))
        self._last = now


def main() -> None:
    """Print p99 and maximum."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=int, default=30)
    seconds = parser.parse_args().seconds
    home = Path(_HOME.name)
    data, old = class_folders(home / "data"), earlier_run(home / "old")
    application, window = make_application(), make_window("demo")
    ticks, tab, work = Ticks(window), window.train_tab, window.workspace
    machine = Machine()
    window.resize(1280, 800)
    window.show()

    def begin() -> None:
        values = {"epochs": 10_000, "batch_size": 16, "checkpoint_steps": 50, "growth": ()}
        tab.set_config(RECIPES["demo"].changed({**values, "validation": 0.2}))
        tab.offer(data)
        tab.shelf.show(old)
        waiting.start()

    def start() -> None:
        """As soon as data and earlier run are there."""
        shown = tab.shelf.curves.get(old)
        if tab.startable and shown is not None and len(shown.steps) == POINTS:
            waiting.stop()
            tab.start()

    def measure() -> None:
        ticks.on = True
        machine.begin()

    def end() -> None:
        ticks.on = False
        window.close_at_once()
        application.quit()

    def running(state: str) -> None:
        if state == "running":
            QTimer.singleShot(2000, measure)
            QTimer.singleShot(1000 * seconds, end)

    work.training.state_changed.connect(running)
    work.network_changed.connect(lambda _: QTimer.singleShot(500, begin))
    answers = QTimer(window, interval=1500)
    answers.timeout.connect(lambda: work.open_paths([f"{data}/red/0.png"] if ticks.on else []))
    answers.start()
    waiting = QTimer(window, interval=200)
    waiting.timeout.connect(start)
    application.exec()
    report(ticks, window)
    machine.print()


def report(ticks: Ticks, window: MainWindow) -> None:
    """Percentiles against what is to be reached."""
    curves = window.train_tab.shelf.curves
    points = sum(len(one.steps) for one in curves.values())
    epochs = len(curves[window.train_tab.run].epochs)
    print(f"window while training, {processor()}, {os.cpu_count()} cores")
    print(f"  {points:,} steps drawn, {epochs} epochs judged meanwhile")
    values = np.array(ticks.found)
    print(f"  {len(values)} ticks of 10 ms, median {np.median(values):.1f} ms")
    print_target("p99, ms", float(np.percentile(values, 99)), 25)
    print_target("max, ms", float(values.max()), 100)


if __name__ == "__main__":
    main()
