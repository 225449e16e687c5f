"""A compiled run (torch.compile) learns what an eager one learns, to rounding.

The translation takes a minute or more of processor time, and needs a C++ compiler.

Run: python -m tests.soak.compiled
"""

from __future__ import annotations

import sys
import tempfile
from dataclasses import replace
from pathlib import Path

import torch

from tests.training.samples import CONFIG, class_folders, weights_of
from xception_gui.base.events import EpochDone, StepDone
from xception_gui.training import train

MODEL = replace(CONFIG.model, middle_blocks=0, drop_rate=0.0)
LOSS, WEIGHTS = 1e-4, 1e-2  # absolute; of a tensor's length


def main() -> int:
    torch.set_num_threads(1)
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        class_folders(root / "data")
        (eager, judged), (compiled, judged_too) = (learnt(root, wanted) for wanted in (False, True))
        losses = max(abs(one - two) for one, two in zip(eager, compiled, strict=True))
        plain, other = weights_of(root / "False"), weights_of(root / "True")
    apart = max(distance(plain[name], other[name]) for name in plain)
    print(f"{len(eager)} steps: losses at most {losses:.1e} apart, tensors {apart:.1e}")
    return int(losses > LOSS or apart > WEIGHTS or judged != judged_too)


def learnt(root: Path, wanted: bool) -> tuple[list[float], list[float | None]]:
    """The loss of each step, and the top-1 of each epoch on what is held back."""
    config = replace(CONFIG, model=MODEL, epochs=2, compile=wanted)
    events = list(train(root / "data", root / str(wanted), config))
    steps = [event.loss for event in events if isinstance(event, StepDone)]
    return steps, [event.validation_top1 for event in events if isinstance(event, EpochDone)]


def distance(one: torch.Tensor, other: torch.Tensor) -> float:
    """Of two tensors, as a share of the first one's length."""
    one, other = one.double(), other.double()
    return float((one - other).norm() / one.norm().clamp(min=1e-9))


if __name__ == "__main__":
    sys.exit(main())
