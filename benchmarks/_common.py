"""Timing on a machine that is never quite idle: calls take turns, medians and ratios are kept.

And homes for the windows that are timed. Standard library only: it is imported before Qt.
"""

from __future__ import annotations

import platform
import statistics
import time
from collections.abc import Callable, Mapping
from pathlib import Path

Calls = Mapping[str, Callable[[], object]]
Times = dict[str, list[float]]


def own_homes(folder: str | Path) -> dict[str, str]:
    """Environment of a window that neither reads nor writes what belongs to who runs the script."""
    names = ("CONFIG", "CACHE", "DATA", "STATE")
    return {f"XDG_{name}_HOME": str(Path(folder, name)) for name in names}


def interleaved(calls: Calls, rounds: int, warm_up: int = 2) -> Times:
    """Milliseconds of each call in each round.

    In every round each call has one turn, each time beginning with another one, so that a slow
    moment of the machine and the state of its caches meet all of them alike.
    """
    names = list(calls)
    times: Times = {name: [] for name in names}
    for number in range(warm_up + rounds):
        turn = number % len(names)
        for name in names[turn:] + names[:turn]:
            began = time.perf_counter()
            calls[name]()
            elapsed = 1000 * (time.perf_counter() - began)
            if number >= warm_up:
                times[name].append(elapsed)
    return times


def ratio(times: Times, name: str, to: str) -> float:
    """Median over the rounds of the time of `name` divided by that of `to` in the same round."""
    pairs = zip(times[name], times[to], strict=True)
    return statistics.median(one / other for one, other in pairs)


def print_times(times: Times) -> None:
    """Median, least and greatest of each call."""
    width = max(map(len, times))
    for name, values in times.items():
        low, high = min(values), max(values)
        print(f"  {name:<{width}}  {statistics.median(values):8.1f} ms  ({low:.1f} to {high:.1f})")


def print_target(what: str, value: float, limit: float) -> None:
    """One figure that is claimed, and whether it was reached."""
    verdict = "reached" if value <= limit else "NOT REACHED"
    print(f"  {what}: {value:.2f} (to reach: {limit:.2f}) {verdict}")


def processor() -> str:
    """The processor's name."""
    listing = Path("/proc/cpuinfo")
    if listing.is_file():
        for line in listing.read_text().splitlines():
            if line.startswith("model name"):
                return line.split(":", 1)[1].strip()
    return platform.processor() or platform.machine()
