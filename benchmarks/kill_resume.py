"""What is left of a run that is killed, interrupted, closed, or whose last checkpoint is damaged.

To reach: no kill leaves an unreadable checkpoint or loses one that was acknowledged; every
interrupted run ends with the tensors of an undisturbed one; every close ends well within 5 s; of
damaged checkpoints the newest whole one is found, and the damaged ones are named.

Run: python -m benchmarks.kill_resume [--kills 2000] [--runs 50] [--closes 500] [--damaged 2000]
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
    has_ended,
    pictures,
    same,
    tensors,
    work_on,
)
from xception_gui.base.problem import Problem
from xception_gui.cli import main as command
from xception_gui.training.checkpoints import checkpoints, newest, save_next
from xception_gui.training.record import write_config
from xception_gui.training.state import State, fresh

DRAW = random.Random(0)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    for name, count in (("kills", 2000), ("runs", 50), ("closes", 500), ("damaged", 2000)):
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
    began = time.monotonic()
    ended(forked(work_on(data, root / "whole")))
    usual, expected = time.monotonic() - began, tensors(root / "whole")
    bad = {"other tensors": 0, "acknowledged but lost": 0}
    for number in range(count):
        out = root / f"run{number}"
        while True:
            child = forked(work_on(data, out))
            code = ended(child, DRAW.uniform(0.1, 1.2 * usual), signal.SIGKILL)
            if code == 0:
                break
            if (out / "events.jsonl").exists():
                step = acknowledged(out)
                bad["acknowledged but lost"] += step >= 0 and newest(out).content["step"] < step
        bad["other tensors"] += not same(expected, tensors(out))
        shutil.rmtree(out)
    return bad


def closes(root: Path, data: Path, count: int) -> dict[str, int]:
    """SIGTERM to ``xception-gui train`` at a random moment."""
    config, bad = root / "run.toml", {"ended badly": 0, "late": 0, "not loadable": 0}
    write_config(config, replace(CONFIG, epochs=1000))
    for number in range(count):
        out = root / f"close{number}"
        words = ["train", str(data), "--config", str(config), "--events", "jsonl", "--out"]
        child = forked(partial(quietly, [*words, str(out)]))
        while not (out / "environment.json").exists() and not has_ended(child):
            time.sleep(0.01)
        pause = DRAW.uniform(0, 1)
        began = time.monotonic() + pause
        bad["ended badly"] += ended(child, pause, signal.SIGTERM) != 0
        bad["late"] += time.monotonic() - began > 5
        bad["not loadable"] += newest(out).content["step"] < acknowledged(out)
        shutil.rmtree(out)
    return bad


def quietly(words: list[str]) -> None:
    """The command line without its output; an exit code that is not 0 is an error."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.dup2(nowhere, sys.stderr.fileno())
    if command(words):
        raise SystemExit(1)


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


MEASURES = {"kills": kills, "damaged": damaged, "runs": runs, "closes": closes}

if __name__ == "__main__":
    sys.exit(main())
