"""``xception-gui doctor``: versions, devices, what is missing and how to get it."""

from __future__ import annotations

import argparse
from typing import Any

from xception_gui.base.doctor import as_text, examine
from xception_gui.cli.output import put_json


def run(options: argparse.Namespace) -> int:
    """Report; exit code 1 if something needed is missing."""
    found = examine(_devices)
    if options.json:
        put_json(found)
    else:
        print(as_text(found))
    return 1 if found["missing"] else 0


def _devices() -> list[dict[str, Any]]:
    from xception_gui.inference.device import devices

    return devices()
