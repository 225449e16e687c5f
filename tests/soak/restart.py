"""A rank is killed under `torchrun --max-restarts`: the run ends with the undisturbed weights.

Each round takes about a minute: torchrun gives the other ranks half of it to end by themselves.

Run: python -m tests.soak.restart [rounds]
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

import torch

from benchmarks._interrupted import pictures
from tests.training.samples import CONFIG, finish
from xception_gui.training.checkpoints import checkpoints, newest
from xception_gui.training.record import write_config

TWO = replace(CONFIG, epochs=5, mixup=0.2, checkpoint_steps=1)


def main() -> int:
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 3
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        data = pictures(root / "data")
        write_config(root / "two.toml", TWO)
        finish(data, root / "one", replace(TWO, accumulate=2))
        expected = newest(root / "one").content["ema"]
        return sum(not round_is_right(root, data, expected, number) for number in range(rounds))


def round_is_right(root: Path, data: Path, expected: dict[str, torch.Tensor], number: int) -> bool:
    out = root / f"run{number}"
    words = ["--nproc-per-node", "2", "--standalone", "--max-restarts=3", "-m", "xception_gui"]
    words += ["train", str(data), "--out", str(out), "--config", str(root / "two.toml")]
    child = subprocess.Popen([sys.executable, "-m", "torch.distributed.run", *words])
    while not checkpoints(out) and child.poll() is None:
        time.sleep(0.02)
    time.sleep(random.uniform(0, 0.3))
    listing = subprocess.run(
        ["ps", "-o", "pid=", "--ppid", str(child.pid)], capture_output=True, text=True, check=True
    )
    os.kill(int(random.choice(listing.stdout.split())), signal.SIGKILL)
    code, found = child.wait(), newest(out).content["ema"]
    same = all(torch.allclose(found[k], v, rtol=1e-3, atol=1e-5) for k, v in expected.items())
    print(f"round {number}: exit {code}, {'the same' if same else 'OTHER'} weights", flush=True)
    return code == 0 and same


if __name__ == "__main__":
    sys.exit(main())
