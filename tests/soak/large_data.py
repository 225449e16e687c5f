"""A data set that does not fit is learnt by a process that may not have the memory for it.

Its pictures, decoded, are larger than the whole address space that the process is given; what it
learns in an epoch must be, to the bit, what a process learns that has them all in memory. Prints
how long either took and the most memory that it held.

Run: python -m tests.soak.large_data [pictures, 6400] [threads that read, as many as usual]
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import torch
from PIL import Image

from tests.training.samples import CONFIG
from xception_gui.base.events import RunStarted
from xception_gui.base.numbers import size
from xception_gui.base.preprocessing import CenterCrop, Normalize, ResizeExact, ResizeShort
from xception_gui.training import pictures, reading, train
from xception_gui.training.checkpoints import newest
from xception_gui.training.sources import decoded_size

SIDE = 512
STEPS = (ResizeShort(SIDE), CenterCrop(SIDE), ResizeExact(24, "bilinear"), Normalize())
LARGE = replace(CONFIG, preprocessing=STEPS, epochs=1, batch_size=32, augmentation="flip")
SPARE = 1_500_000_000  # bytes of address space beyond what an idle process maps


def main() -> int:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 6400
    threads = sys.argv[2] if len(sys.argv) > 2 else ""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        made(root / "data", count)
        print(f"{count} pictures, {size(decoded_size(count, STEPS))} decoded", flush=True)
        for way in ("limited", "free"):
            words = ["-m", "tests.soak.large_data", way, str(root / "data"), str(root / way)]
            if subprocess.run([sys.executable, *words, threads], check=False).returncode:
                return 1
        return compared(root / "limited", root / "free")


def made(folder: Path, count: int) -> None:
    """So many small files of two colours."""
    draw = np.random.default_rng(0)
    for label, tint in (("blue", (40, 60, 200)), ("red", (200, 60, 40))):
        (folder / label).mkdir(parents=True)
        for number in range(count // 2):
            coarse = (draw.normal(0, 40, (8, 8, 3)) + tint).clip(0, 255).astype(np.uint8)
            picture = Image.fromarray(coarse).resize((SIDE, SIDE), Image.Resampling.BILINEAR)
            picture.save(folder / label / f"{number:05}.jpg", quality=80)


def child(way: str, data: str, out: str, threads: str) -> int:
    """One epoch; in the limited way within an address space smaller than the pictures."""
    import resource

    if threads:
        reading.readers = lambda: int(threads)
    if way == "limited":
        mapped = int(Path("/proc/self/statm").read_text("ascii").split()[0])
        limit = mapped * resource.getpagesize() + SPARE
        resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
        print(f"limit {size(limit)}", flush=True)
    else:
        pictures.room = lambda: 10**12
    began, streamed = time.monotonic(), False
    for event in train(data, out, LARGE):
        streamed |= isinstance(event, RunStarted) and event.read_while > 0
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    words = "read while training" if streamed else "in memory"
    print(f"{words}: {time.monotonic() - began:.0f} s, at most {size(peak)} held", flush=True)
    os._exit(0 if streamed == (way == "limited") else 1)


def compared(one: Path, other: Path) -> int:
    left, right = newest(one).content, newest(other).content
    same = all(torch.equal(left["model"][name], right["model"][name]) for name in left["model"])
    same &= all(torch.equal(left["ema"][name], right["ema"][name]) for name in left["ema"])
    print("the same weights to the bit" if same else "OTHER weights")
    return int(not same)


if __name__ == "__main__":
    sys.exit(child(*sys.argv[1:5]) if sys.argv[1:2] in (["limited"], ["free"]) else main())
