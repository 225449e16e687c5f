"""``xception-gui weights list``: which weights can be named."""

from __future__ import annotations

import argparse
from dataclasses import asdict

from xception_gui.cli.output import put_json


def run(options: argparse.Namespace) -> int:
    """Print the catalogue."""
    from xception_gui.weights import catalogue

    entries = catalogue()
    if options.json:
        put_json([asdict(entry) for entry in entries])
        return 0
    for entry in entries:
        state = "" if entry.available else " (missing)"
        print(f"{entry.name:<8}{entry.about}{state}")
    return 0
