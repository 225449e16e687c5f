"""What the machine itself does to a timer, measured beside us by a process that does nothing else.

On a shared host other people's work takes processor time away in bursts. A stall that an idle
process meets as well is the machine's; only what comes on top of it is ours.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path

import numpy as np

_IDLE = """
import json, sys, threading, time
stop = threading.Event()
threading.Thread(target=lambda: (sys.stdin.read(), stop.set()), daemon=True).start()
found, last = [], time.monotonic()
while not stop.is_set():
    time.sleep(0.01)
    now = time.monotonic()
    found.append((now, 1000 * (now - last)))
    last = now
print(json.dumps(found))
"""


class Machine:
    """From its making on: an idle process with a 10 ms timer, and what the host takes away."""

    def __init__(self) -> None:
        self._idle = subprocess.Popen(
            [sys.executable, "-c", _IDLE], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        self.begin()

    def begin(self) -> None:
        """Count from now on."""
        self._began, self._before = time.monotonic(), _processor_time()

    def print(self) -> None:
        """End the idle process and print what it met."""
        stolen, busy = np.subtract(_processor_time(), self._before)
        said, _ = self._idle.communicate()
        values = [gap for when, gap in json.loads(said) if when >= self._began]
        p99, worst = np.percentile(values, 99), max(values)
        print(f"  a process beside it that only waits: p99 {p99:.1f} ms, max {worst:.1f} ms")
        print(f"  processor time that the host took away: {stolen / max(busy, 1):.0%}")


def _processor_time() -> tuple[int, int]:
    """Ticks stolen by the host, and all that were wanted; none where the system does not say."""
    listing = Path("/proc/stat")
    if not listing.is_file():
        return 0, 0
    user, nice, system, _, _, irq, soft, stolen = map(
        int, listing.read_text().split("\n", 1)[0].split()[1:9]
    )
    return stolen, user + nice + system + irq + soft + stolen
