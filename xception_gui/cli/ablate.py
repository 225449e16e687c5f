"""``xception-gui train --ablate``: what a part of the architecture is good for, in lockstep."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from xception_gui.base import numbers
from xception_gui.base.events import (
    BatchHalved,
    EpochDone,
    PictureLost,
    RunStarted,
    TrainingEvent,
    to_line,
)
from xception_gui.base.problem import Problem
from xception_gui.base.run_folders import CONFIG, read_events
from xception_gui.base.training import TrainingConfig
from xception_gui.base.utf8 import in_utf8
from xception_gui.base.variants import UNCHANGED
from xception_gui.cli.output import say

if TYPE_CHECKING:
    from xception_gui.base.control import Control
    from xception_gui.training.ablate import Ablation


def run_ablations(
    data: str,
    out: Path,
    config: TrainingConfig,
    changes: Sequence[tuple[str, Any]],
    control: Control,
    resume: bool,
    lines: bool = False,
) -> int:
    """A line for each epoch of each run, then all of them in one table; or events as JSON lines."""
    from xception_gui.images.datasets import ClassFolders
    from xception_gui.training.ablate import ablations, lockstep

    config = _begun_with(out, config) if resume else config
    runs = ablations(config, changes, len(ClassFolders(data).classes))
    try:
        for run, event in lockstep(data, out, runs, control, resume):
            print(_line(run.name, event), flush=True) if lines else _show(run.name, event)
    except Problem:
        if not lines:
            _show_table(out, runs)
        raise
    if not lines:
        _show_table(out, runs)
    return 0


def _begun_with(out: Path, config: TrainingConfig) -> TrainingConfig:
    """What the runs there began with: those of them that did not begin yet are to differ in one
    value alone."""
    from xception_gui.training.record import read_config

    own = out / UNCHANGED / CONFIG
    return read_config(own) if own.is_file() else config
