"""Where a run was made: what somebody needs to know who wants the same numbers again."""

from __future__ import annotations

import json
import platform
import sys

import numpy as np
import torch

from xception_gui import __version__
from xception_gui.base.atomic import write_bytes
from xception_gui.training.ranks import world
from xception_gui.training.run import Run


def write_environment(run: Run) -> None:
    """``environment.json`` in the run directory: versions, machine, threads."""
    cuda = run.device.type == "cuda"
    values = {
        "xception_gui": __version__,
        "python": platform.python_version(),
        "torch": torch.__version__,
        "numpy": np.__version__,
        "system": platform.platform(),
        "machine": platform.machine(),
        "device": torch.cuda.get_device_name(run.device) if cuda else str(run.device),
        "capability": torch.backends.cpu.get_cpu_capability(),
        "threads": torch.get_num_threads(),
        "processes": world()[1],
        "command": sys.argv,
    }
    text = json.dumps(values, ensure_ascii=False, indent=2) + "\n"
    write_bytes(run.out / "environment.json", text.encode())
