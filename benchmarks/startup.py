"""From process start to the window on screen, and to the first answer.

``python -m benchmarks.startup [--runs N] [--weights W]``. A picture is opened from the command
line, so it waits for the network as an early drop does. Nothing of ours is compared here with
others: the figures are absolute, and the machine must be idle.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks._common import own_homes, print_target, processor

ROOT = Path(__file__).resolve().parent.parent
TARGETS = {"window on screen": 0.8, "ready to classify": 4.0}
CHILD = """
import json, sys, time
started = float(sys.argv[1])
said = {}

def note(name):
    said.setdefault(name, time.monotonic() - started)

from PySide6.QtCore import QEvent, QObject, QTimer
from xception_gui.base.assets import asset
from xception_gui.gui.app import make_application, make_window

class Watch(QObject):
    def eventFilter(self, watched, event):
        if event.type() == QEvent.Type.Paint:
            QTimer.singleShot(0, lambda: note("window on screen"))
        return False

application = make_application()
window = make_window(sys.argv[2], [str(asset("examples", "ship.jpg"))])
watch = Watch(window)
window.classify.installEventFilter(watch)
window.workspace.network_changed.connect(lambda _: note("ready to classify"))

def answered(heatmap):
    if heatmap is not None:
        note("first heat map")
        window.close()

window.workspace.heatmap_changed.connect(answered)
QTimer.singleShot(60000, application.quit)
window.show()
application.exec()
print(json.dumps(said))
"""


def one(weights: str, bytecode: str) -> dict[str, float]:
    """Seconds from process start to each moment, in a fresh process with its own settings.

    As on a user's machine, modules are compiled once, into the folder `bytecode`.
    """
    with tempfile.TemporaryDirectory() as home:
        environment = {"QT_QPA_PLATFORM": "offscreen", **os.environ, **own_homes(home)}
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
        environment["PYTHONPYCACHEPREFIX"] = bytecode
        words = [sys.executable, "-c", CHILD, str(time.monotonic()), weights]
        done = subprocess.run(
            words, cwd=ROOT, env=environment, capture_output=True, text=True, check=True
        )
    said: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return said


def main() -> None:
    """Print the median of each moment, after one run that compiles and warms the disk cache."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--weights", default="demo")
    options = parser.parse_args()
    print(f"start-up, {options.weights} weights, {processor()}, {os.cpu_count()} cores")
    with tempfile.TemporaryDirectory() as bytecode:
        runs = [one(options.weights, bytecode) for _ in range(options.runs + 1)][1:]
    for name in runs[0]:
        median = statistics.median(run[name] for run in runs)
        if name in TARGETS:
            print_target(f"{name}, seconds", median, TARGETS[name])
        else:
            print(f"  {name}, seconds: {median:.2f}")


if __name__ == "__main__":
    main()
