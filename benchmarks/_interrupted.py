"""Work in forked children that are interrupted at random moments."""

from __future__ import annotations

import os
import signal
import socket
import sys
import time
import traceback
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
from PIL import Image

from xception_gui.base.config import XceptionConfig
from xception_gui.base.preprocessing import demo_steps
from xception_gui.base.training import TrainingConfig
from xception_gui.cli import main as command
from xception_gui.training import recorded, train
from xception_gui.training.checkpoints import checkpoints

MODEL = XceptionConfig(width=0.05, middle_blocks=1, strides=(1, 2, 2, 1, 1), bn_momentum=0.1)
CONFIG = TrainingConfig(
    model=replace(MODEL, drop_rate=0.2), preprocessing=demo_steps(24, 16), epochs=2, batch_size=8,
    ema_decay=0.9, augmentation="strong", erasing=0.3, mixup=0.2, pad=2,
    validation=0.2, precision="float32", checkpoint_steps=1,
)  # fmt: skip


def forked(work: Callable[[], object]) -> int:
    """Start `work` in a child; its process id."""
    sys.stdout.flush()
    child = os.fork()
    if child:
        return child
    code = 1
    try:
        work()
        code = 0
    finally:
        if code:
            traceback.print_exc()
        os._exit(code)


def run_command(words: Sequence[str], said: Path) -> None:
    """The command line in a child, which ends with its exit code; its errors go into a file."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    os.dup2(os.open(said, os.O_WRONLY | os.O_CREAT | os.O_APPEND), sys.stderr.fileno())
    os._exit(command(list(words)))


def run_rank(rank: int, port: int, attempt: int, words: Sequence[str], said: Path) -> None:
    """One of two processes at a run, in a child, as `torchrun` starts it for the nth time."""
    where = {"MASTER_ADDR": "127.0.0.1", "MASTER_PORT": port, "TORCHELASTIC_RESTART_COUNT": attempt}
    who = {"RANK": rank, "LOCAL_RANK": rank, "WORLD_SIZE": 2, "LOCAL_WORLD_SIZE": 2}
    os.environ.update({name: str(value) for name, value in {**where, **who}.items()})
    run_command(words, said)


def free_port() -> int:
    """Of the loopback device."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def ended(child: int, after: float = 0.0, number: signal.Signals | None = None) -> int:
    """Wait, send the signal after so many seconds; the exit code, −9 for a kill."""
    if number is not None:
        time.sleep(after)
        os.kill(child, number)
    _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status)


def has_ended(child: int) -> bool:
    """Whether it is over; `ended` still tells how."""
    return os.waitid(os.P_PID, child, os.WEXITED | os.WNOHANG | os.WNOWAIT) is not None


def pictures(folder: Path) -> Path:
    """Two classes of 24 small pictures."""
    draw = np.random.default_rng(0)
    for number in range(48):
        place = folder / ("dark", "light")[number % 2] / f"{number}.png"
        place.parent.mkdir(parents=True, exist_ok=True)
        noise = draw.integers(0, 150, (18, 18, 3)) + 100 * (number % 2)
        Image.fromarray(noise.astype(np.uint8)).save(place)
    return folder


def work_on(data: Path, out: Path) -> Callable[[], object]:
    """The run in `out`, from its start or from its newest checkpoint."""
    resume = any(checkpoints(out))
    return lambda: list(recorded(train(data, out, CONFIG, resume=resume), out, CONFIG))


def acknowledged(out: Path) -> int:
    """The latest step that the run said it had saved; −1 if none."""
    lines = (out / "events.jsonl").read_text().split("\n") if out.exists() else []
    steps = [int(line.rsplit(" ", 1)[1].rstrip("}")) for line in saved(lines)]
    return max(steps, default=-1)


def saved(lines: list[str]) -> Iterator[str]:
    """The whole lines that tell of a checkpoint; a kill may have cut the last one."""
    return (line for line in lines if '"CheckpointSaved"' in line and line.endswith("}"))


def left_of(session: int) -> int:
    """How many processes of a session there are."""
    count = 0
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            fields = (folder / "stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        count += int(fields[3]) == session
    return count
