"""Names the system packages that Qt misses, as the one line that installs them.

Qt itself blames libxcb-cursor0 whichever library is absent, so each one is tried here first.
"""

from __future__ import annotations

import ctypes
import importlib.util
import os
import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

LIST = Path(__file__).with_name("debian.txt")


def libraries(text: str, screen: bool) -> Iterator[tuple[str, str]]:
    """Package and library of each line of `text` that names a library; X's only for a `screen`."""
    for package, library, need in re.findall(r"(?m)^(\S+) +# (\S+)(?: (screen))?$", text):
        if screen or not need:
            yield package, library


def loads(library: str) -> bool:
    """Whether the dynamic loader finds `library`."""
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def missing(text: str, screen: bool, present: Callable[[str], bool] = loads) -> list[str]:
    """Packages of `text` whose library is not `present`."""
    packages = [name for name, library in libraries(text, screen) if not present(library)]
    if importlib.util.find_spec("ensurepip") is None and not Path(".venv/bin/pip").exists():
        packages.append("python3-venv")
    return packages


def needs_x() -> bool:
    """Whether Qt will open its window on an X screen."""
    platform = os.environ.get(
        "QT_QPA_PLATFORM", "wayland" if "WAYLAND_DISPLAY" in os.environ else ""
    )
    return platform in ("", "xcb")


def main() -> int:
    """Print the line, if one is needed; 0 if nothing is missing."""
    packages = missing(LIST.read_text(), needs_x()) if sys.platform == "linux" else []
    if packages:
        sudo = "" if os.geteuid() == 0 else "sudo "
        print(f"Missing system packages: {sudo}apt-get install -y {' '.join(packages)}")
    return 1 if packages else 0


if __name__ == "__main__":
    sys.exit(main())
