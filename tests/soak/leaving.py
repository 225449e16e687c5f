"""Close, quit or SIGTERM while the window trains: it ends well and loses nothing.

``python -m tests.soak.leaving [--times 500] [--seed S]``. Row 8 of the reliability figures: the
real window trains a narrow network and is left at a random moment, from the reading of the pictures
on; the question is answered "Stop and save". To reach: exit 0 within 5 s, no process left, the run
says that it was stopped, its last acknowledged checkpoint loads, nothing half written lies about.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from benchmarks._common import own_homes
from benchmarks._interrupted import CONFIG, acknowledged, left_of, pictures
from tests.soak.quitting import Quit
from xception_gui.base.events import RunEnded
from xception_gui.base.problem import Problem
from xception_gui.base.run_folders import read_events
from xception_gui.base.run_lock import is_written
from xception_gui.training.checkpoints import newest
from xception_gui.training.record import write_config

WAYS = ("close", "quit", "term")
LONGEST = 3.0  # seconds; the first moments pass with the reading of the pictures
OFFSCREEN = "This plugin does not support propagateSizeHints()"  # whoever opens a dialog there
PATIENCE = 120.0  # seconds
EPOCHS = 10_000  # no run ends by itself


def prepare(root: Path) -> None:
    """Pictures to learn and how: a checkpoint after every step, the end of an epoch every fifth."""
    pictures(root / "data")
    write_config(root / "narrow.toml", replace(CONFIG, epochs=EPOCHS))


def leave_once(how: str, after: float, root: Path, home: Path) -> tuple[Quit, list[str]]:
    """How it ended, and what is wrong with what it left."""
    data, config = str(root / "data"), str(root / "narrow.toml")
    child = _started(home, [how, str(int(1000 * after)), data, config])
    assert child.stdout is not None
    child.stdout.readline()  # it trains
    if how == "term":
        time.sleep(after)
        child.send_signal(signal.SIGTERM)
    else:
        child.stdout.readline()  # it was told to leave
    began = time.monotonic()
    said = _said(child)
    seconds = time.monotonic() - began
    ended = Quit(how, after, child.returncode, seconds, left_of(child.pid), said)
    return ended, list(faults(home))


def _started(home: Path, words: list[str]) -> subprocess.Popen[str]:
    """The window in a home of its own, with a folder of its own for temporary files."""
    (home / "tmp").mkdir(parents=True)
    folders = own_homes(home)
    return subprocess.Popen(
        [sys.executable, "-m", "tests.soak.training_window", *words],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen", **folders, "TMPDIR": str(home / "tmp")},
    )  # fmt: skip


def _said(child: subprocess.Popen[str]) -> str:
    """Until it ends; what never does is killed, and so has no exit code 0."""
    try:
        _, said = child.communicate(timeout=PATIENCE)
    except subprocess.TimeoutExpired:
        child.kill()
        _, said = child.communicate()
    return said.replace(OFFSCREEN, "").strip()


def faults(home: Path) -> Iterator[str]:
    """What must not be in a home whose window was left while it trained."""
    hidden = [path for path in home.rglob(".*") if path.is_file()]
    for path in [*hidden, *(home / "tmp").iterdir()]:
        yield f"left behind: {path.relative_to(home)}"
    for run in runs(home):
        yield from _wrong_with(run)


def runs(home: Path) -> list[Path]:
    """What the window wrote there: nothing, where the pictures were not yet read."""
    return list((home / "DATA" / "xception-gui" / "runs").glob("*"))


def _wrong_with(run: Path) -> Iterator[str]:
    """A run that was begun has said that it was stopped, and can go on from there."""
    last = (read_events(run) or [None])[-1]
    if not isinstance(last, RunEnded) or last.reason != "stopped":
        yield f"its last word: {last}"
    if is_written(run):
        yield "its lock is held"
    try:
        found = newest(run)
    except Problem as problem:
        yield str(problem)
        return
    promised = max(acknowledged(run), getattr(last, "step", -1))
    if found.content["step"] != promised or found.damaged:
        yield f"step {promised} was acknowledged, found {found.content['step']}, {found.damaged}"


def main() -> int:
    """Print how often it did not end well."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=500)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    draw, bad, begun, longest = random.Random(options.seed), 0, 0, 0.0
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        prepare(root)
        for number in range(options.times):
            how, after = WAYS[number % len(WAYS)], draw.uniform(0, LONGEST)
            home = root / f"home{number}"
            ended, wrong = leave_once(how, after, root, home)
            begun += any(runs(home))
            longest = max(longest, ended.seconds)
            if wrong or not ended.well:
                bad += 1
                print(f"  {ended} {wrong}", flush=True)
            shutil.rmtree(home)
    told = f"{bad} did not end well (to reach: 0), longest {longest:.1f} s"
    print(f"{options.times} times: {told}; {begun} after its first word")
    return min(1, bad)


if __name__ == "__main__":
    sys.exit(main())
