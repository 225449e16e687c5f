"""What is left of a run that is killed, interrupted, closed, or whose last checkpoint is damaged.

To reach: no kill leaves an unreadable checkpoint or loses one that was acknowledged; every
interrupted run of one process and of two ends with the tensors, losses and verdicts of an
undisturbed one; every close ends well within 5 s; of damaged checkpoints the newest whole one is
found, and the damaged ones are named. The window is closed by `tests.soak.leaving`.

Run: python -m benchmarks.kill_resume [--kills 2000] [--damaged 2000] [--runs 50] [--pairs 50]
[--closes 500]
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

import torch

from benchmarks._interrupted import (
    CONFIG,
    MODEL,
    acknowledged,
    ended,
    forked,
    free_port,
    has_ended,
    left_of,
    pictures,
    run_command,
    run_rank,
    work_on,
)
from benchmarks._outcome import Outcome, alike, is_finished, outcome, same
from xception_gui.base.problem import Problem
from xception_gui.training.checkpoints import checkpoints, newest, save_next
from xception_gui.training.record import write_config
from xception_gui.training.state import State, fresh

DRAW = random.Random(0)
TOGETHER = replace(CONFIG, epochs=3, validation=0.5)  # so many that both processes judge some
Start = Callable[[Path, int], list[int]]  # a run in a directory for the nth time; its processes


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    for name, count in COUNTS.items():
        parser.add_argument(f"--{name}", type=int, default=count)
    options = parser.parse_args()
    torch.set_num_threads(1)
    failures = 0
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        data = pictures(root / "data")
        for name, measure in MEASURES.items():
            began = time.monotonic()
            count = getattr(options, name)
            bad = measure(root, data, count)
            failures += sum(bad.values())
            told = ", ".join(f"{number} {what}" for what, number in bad.items())
            print(f"{count} {name}: {told} ({time.monotonic() - began:.0f} s)", flush=True)
    return min(1, failures)


def kills(root: Path, data: Path, count: int) -> dict[str, int]:
    """kill -9 while checkpoint after checkpoint is written."""
    del data
    bad, state = {"unreadable": 0, "acknowledged but lost": 0}, small()
    for number in range(count):
        out = root / f"kill{number}"
        out.mkdir()
        told, tell = os.pipe()
        child = forked(partial(write_on, state, out, tell))
        os.close(tell)
        first = os.read(told, 1)  # the first one is there
        ended(child, DRAW.uniform(0, 0.03), signal.SIGKILL)
        step = len(first) + len(os.read(told, 1_000_000))
        os.close(told)
        try:
            found = newest(out)
            bad["acknowledged but lost"] += found.content["step"] < step
            bad["unreadable"] += len(found.damaged)
        except Problem:
            bad["unreadable"] += 1
        shutil.rmtree(out)
    return bad


def small() -> State:
    """The start of a run with few weights."""
    model = replace(MODEL, width=0.02, middle_blocks=0, num_classes=2)
    return fresh(replace(CONFIG, model=model), torch.device("cpu"))


def write_on(state: State, out: Path, tell: int) -> None:
    """Checkpoints without end; a byte for each that is acknowledged."""
    while True:
        state.step += 1
        save_next(state, CONFIG, ("a", "b"), out)
        os.write(tell, b".")


def runs(root: Path, data: Path, count: int) -> dict[str, int]:
    """kill -9 at a random moment of a run, again and again until it ends by itself."""
    return disturbed(root / "run", lambda out, _attempt: [forked(work_on(data, out))], count)


def pairs(root: Path, data: Path, count: int) -> dict[str, int]:
    """Of two processes at one run, one is killed or asked to stop, or both are."""
    config, said = root / "pair.toml", root / "pair.txt"
    write_config(config, TOGETHER)
    said.touch()

    def start(out: Path, attempt: int) -> list[int]:
        words, port = ["train", str(data), "--config", str(config), "--out", str(out)], free_port()
        two = (partial(run_rank, rank, port, attempt, words, said) for rank in (0, 1))
        return [forked(one) for one in two]

    bad = disturbed(root / "pair", start, count)
    return {**bad, "tracebacks": said.read_text().count("Traceback")}


def disturbed(place: Path, start: Start, count: int) -> dict[str, int]:
    """Runs that are interrupted at random moments, each at least once, against one that is not."""
    bad = {"other tensors": 0, "other losses or verdicts": 0, "acknowledged but lost": 0}
    whole, began = place.with_name(f"{place.name}-whole"), time.monotonic()
    for child in start(whole, 0):
        assert ended(child) == 0
    usual, expected = time.monotonic() - began, outcome(whole)
    done = 0
    while done < count:
        attempts = interrupted(place, start, usual, bad)
        if attempts > 1:
            done += 1
            compare(expected, outcome(place), bad)
        shutil.rmtree(place)
    return bad


def interrupted(out: Path, start: Start, usual: float, bad: dict[str, int]) -> int:
    """One run until it has finished; how often it was begun."""
    for attempt in range(1_000_000):
        if is_finished(out):
            return attempt
        disturb(start(out, attempt), DRAW.uniform(0.1, 1.2 * usual))
        step = acknowledged(out)
        bad["acknowledged but lost"] += step >= 0 and newest(out).content["step"] < step
    raise AssertionError("it never ends")


def disturb(children: list[int], after: float) -> None:
    """Kill one of them or all; of several, one may be asked to stop: the others then stop too."""
    chosen = DRAW.choice([children, [DRAW.choice(children)]])
    several = len(children) > 1
    number = DRAW.choice([signal.SIGKILL, signal.SIGTERM]) if several else signal.SIGKILL
    time.sleep(after)
    for child in chosen:
        os.kill(child, number)
    for child in children:
        ended(child)


def compare(expected: Outcome, found: Outcome, bad: dict[str, int]) -> None:
    """To the bit."""
    weights = same(expected.weights, found.weights)
    bad["other tensors"] += not (weights and alike(expected.checkpoint, found.checkpoint))
    told = (expected.told, expected.verdict) == (found.told, found.verdict)
    bad["other losses or verdicts"] += not told


def closes(root: Path, data: Path, count: int) -> dict[str, int]:
    """SIGTERM, or Ctrl-C, to ``xception-gui train`` at a random moment."""
    config, bad = root / "run.toml", dict.fromkeys(CLOSED, 0)
    write_config(config, replace(CONFIG, epochs=1000))
    for number in range(count):
        out = root / f"close{number}"
        words = ["train", str(data), "--config", str(config), "--out", str(out)]
        child = forked(partial(run_alone, words, root / "close.txt"))
        while not (out / "environment.json").exists() and not has_ended(child):
            time.sleep(0.01)
        pause, how = DRAW.uniform(0, 1), (signal.SIGTERM, signal.SIGINT)[number % 2]
        began = time.monotonic() + pause
        bad["ended badly"] += ended(child, pause, how) != 0
        bad["late"] += time.monotonic() - began > 5
        bad["orphans"] += left_of(child)
        bad["not loadable"] += newest(out).content["step"] < acknowledged(out)
        shutil.rmtree(out)
    return bad


CLOSED = ("ended badly", "late", "orphans", "not loadable")


def run_alone(words: list[str], said: Path) -> None:
    """In a session of its own, so that what it leaves is known."""
    os.setsid()
    run_command(words, said)


def damaged(root: Path, data: Path, count: int) -> dict[str, int]:
    """The latest checkpoint cut or with flipped bytes."""
    del data
    out, bad = root / "damaged", {"wrong": 0, "not named": 0}
    out.mkdir()
    state = small()
    for state.step in (1, 2):
        save_next(state, CONFIG, ("a", "b"), out)
    latest = checkpoints(out)[0]
    whole = latest.read_bytes()
    for _ in range(count):
        latest.write_bytes(spoilt(whole))
        found = newest(out)
        right = same(found.content["model"], state.model.state_dict())
        bad["wrong"] += not right or found.content["step"] != (2 if found.path == latest else 1)
        bad["not named"] += found.path != latest and found.damaged[0][0] != latest.name
    return bad


def spoilt(whole: bytes) -> bytes:
    """Cut, or one to eight bytes changed; what is changed may be padding that nobody reads."""
    if DRAW.random() < 0.3:
        return whole[: DRAW.randrange(len(whole))]
    content = bytearray(whole)
    for _ in range(DRAW.randint(1, 8)):
        content[DRAW.randrange(len(content))] ^= DRAW.randint(1, 255)
    return bytes(content)


MEASURES = {"kills": kills, "damaged": damaged, "runs": runs, "pairs": pairs, "closes": closes}
COUNTS = {"kills": 2000, "damaged": 2000, "runs": 50, "pairs": 50, "closes": 500}

if __name__ == "__main__":
    sys.exit(main())
