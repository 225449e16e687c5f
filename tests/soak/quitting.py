"""Quit at any moment: exit 0 within 5 seconds, nothing left running, settings readable.

``python -m tests.soak.quitting [--times N]``: the window is started with pictures and closed by
SIGTERM, or from within, after a random time; the moments spread over import, loading, prediction
and feature maps. While it trains: `tests.soak.leaving`.
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
import tomllib
from dataclasses import dataclass
from pathlib import Path

from benchmarks._common import own_homes
from benchmarks._interrupted import left_of
from xception_gui.base.assets import asset

WITHIN = 5.0  # seconds
LONGEST = 8.0
CHILD = """
import sys
from PySide6.QtCore import QTimer
from xception_gui.gui import app

made = app.make_window

def use(*arguments, **named):
    window = made(*arguments, **named)
    work = window.workspace
    work.heatmap_changed.connect(lambda heatmap: heatmap and window.show_tab("maps"))
    work.heatmap_changed.connect(lambda heatmap: heatmap and work.select_module("middle.block4"))
    if sys.argv[1] == "close":
        QTimer.singleShot(int(sys.argv[2]), window.close)
    QTimer.singleShot(0, lambda: print("up", flush=True))  # signals are handled by then
    return window

app.make_window = use
sys.exit(app.main(sys.argv[3:]))
"""


@dataclass(frozen=True)
class Quit:
    """How one run ended."""

    how: str
    after: float
    code: int
    seconds: float
    orphans: int
    said: str

    @property
    def well(self) -> bool:
        """As it must be."""
        return self.code == 0 and self.seconds <= WITHIN and not self.orphans and not self.said


def quit_once(how: str, after: float, home: Path) -> Quit:
    """Start the window, have it closed `after` seconds, and look at what is left."""
    examples = [str(asset("examples", f"{n}.jpg")) for n in ("ship", "truck", "airplane")]
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", **own_homes(home)}
    words = [sys.executable, "-c", CHILD, how, str(int(1000 * after)), *examples]
    child = subprocess.Popen(
        words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        env=environment, start_new_session=True,
    )  # fmt: skip
    assert child.stdout is not None
    child.stdout.readline()  # the window is made: before that no signal can be handled
    time.sleep(after)
    if how == "term":
        child.send_signal(signal.SIGTERM)
    began = time.monotonic()
    _, said = child.communicate(timeout=60)
    seconds = time.monotonic() - began
    return Quit(how, after, child.returncode, seconds, left_of(child.pid), said.strip())


def main() -> None:
    """Print how often it did not end well."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=50)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    draw, bad, longest = random.Random(options.seed), 0, 0.0
    with tempfile.TemporaryDirectory() as name:
        for number in range(options.times):
            how = ("term", "close")[number % 2]
            found = quit_once(how, draw.uniform(0, LONGEST), Path(name))
            longest = max(longest, found.seconds)
            bad += not found.well
            if not found.well:
                print(f"  {found}")
        for file in Path(name).rglob("*.toml"):
            tomllib.loads(file.read_text())
    print(f"{options.times} times: {bad} did not end well (to reach: 0), longest {longest:.1f} s")


if __name__ == "__main__":
    main()
