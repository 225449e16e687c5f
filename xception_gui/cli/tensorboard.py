"""``xception-gui tensorboard``: event files of runs that have none, or that others wrote."""

from __future__ import annotations

import argparse
from pathlib import Path

from xception_gui.base.problem import Problem
from xception_gui.cli.output import say


def run(options: argparse.Namespace) -> int:
    """A line with the file of each run; exit code 1 if there was one that has none now."""
    from xception_gui.training.event_files import convert

    failed = 0
    for name in options.runs:
        try:
            print(convert(Path(name)))
        except Problem as problem:
            if problem.code == "tensorboard-missing":
                raise
            say(str(problem))
            failed = 1
    return failed
