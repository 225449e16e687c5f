"""With this folder on PYTHONPATH, Qt cannot be imported: by Python, and by its child processes."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib.abc import MetaPathFinder


class Absent(MetaPathFinder):
    """Answers that packages of these names are not installed."""

    def __init__(self, *names: str) -> None:
        self.names = names

    def find_spec(self, fullname: str, path: Sequence[str] | None, target: object = None) -> None:
        if fullname.partition(".")[0] in self.names:
            raise ModuleNotFoundError(f"No module named {fullname!r}", name=fullname)


def forbid(*names: str) -> None:
    """From now on an import of one of `names` fails."""
    sys.meta_path.insert(0, Absent(*names))


forbid("PySide6", "shiboken6", "pyqtgraph")
