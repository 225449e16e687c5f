"""A compiled network learns what a plain one learns: every loss of two epochs, side by side.

torch's compiler needs a C++ compiler and its time: minutes even for so narrow a network.

Run: python -m tests.soak.compiled
"""

from __future__ import annotations

import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

from tests.training.samples import CONFIG, class_folders, finish
from xception_gui.base.events import StepDone
from xception_gui.base.training import TrainingConfig

RELATIVE = 1e-3  # between two losses: the sums are made in another order
CONFIGS = {
    "plain": replace(CONFIG, epochs=2),
    "checkpointing": replace(CONFIG, epochs=2, checkpointing="blocks"),
}


def main() -> int:
    with tempfile.TemporaryDirectory() as folder:
        data = class_folders(Path(folder) / "data")
        return sum(not is_alike(data, Path(folder), *named) for named in CONFIGS.items())


def is_alike(data: Path, root: Path, name: str, config: TrainingConfig) -> bool:
    """Both runs, and the largest difference of a loss."""
    losses, seconds = [], []
    for compiled in (False, True):
        began, out = time.monotonic(), root / f"{name}-{compiled}"
        events = finish(data, out, replace(config, compile=compiled))
        losses.append([event.loss for event in events if isinstance(event, StepDone)])
        seconds.append(time.monotonic() - began)
    apart = max(abs(one - two) / one for one, two in zip(*losses, strict=True))
    print(f"{name}: {len(losses[0])} losses, {apart:.1e} apart (to reach: {RELATIVE:g}); ", end="")
    print(f"{seconds[0]:.0f} s as it is, {seconds[1]:.0f} s compiled", flush=True)
    return apart <= RELATIVE


if __name__ == "__main__":
    sys.exit(main())
