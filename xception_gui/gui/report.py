"""A report to send with a bug: versions, machine, network, the error, the end of the log.

It is in English whatever the window speaks, for whoever reads it; the user's folder is left out.
"""

from __future__ import annotations

import os
import platform
from collections.abc import Sequence

from PySide6.QtCore import qVersion
from PySide6.QtGui import QGuiApplication

from xception_gui import __version__
from xception_gui.gui.lanes import Failure
from xception_gui.gui.log import MEMORY, Line
from xception_gui.gui.session import Network

LAST = 60


def report(network: Network | None, lines: Sequence[Line], failure: Failure | None = None) -> str:
    """The text of a report.

    Parameters
    ----------
    lines : sequence of Line
        The log; its last `LAST` lines are told.
    failure : Failure, optional
        What went wrong.
    """
    parts = [_machine(), _network(network)]
    if failure is not None:
        parts.append(f"Error: {failure.action}: {failure.problem or failure.cause}")
    log = "\n".join(str(line) for line in lines[-LAST:]) or "(empty)"
    parts.append(f"Log:\n{log}")
    return _without_home("\n".join(parts)) + "\n"


def copy_report(network: Network | None, failure: Failure | None = None) -> None:
    """A report with the log as it is now, into the clipboard."""
    QGuiApplication.clipboard().setText(report(network, MEMORY.lines(), failure))


def _machine() -> str:
    versions = ", ".join(
        f"{name} {_version(name)}" for name in ("torch", "numpy", "pillow", "PySide6-Essentials")
    )
    return (
        f"xception-gui {__version__}, Python {platform.python_version()}, {platform.platform()}\n"
        f"{versions}, Qt {qVersion()} on {QGuiApplication.platformName()}"
    )


def _network(network: Network | None) -> str:
    if network is None:
        return "No network"
    weights = network.weights
    fallback = f" ({network.fallback})" if network.fallback else ""
    return (
        f"Weights {weights.name} {weights.sha256[:12]}, {weights.config.num_classes} classes; "
        f"{network.device}, {network.precision}, {network.threads} threads{fallback}"
    )


def _version(package: str) -> str:
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version(package)
    except PackageNotFoundError:
        return "missing"


def _without_home(text: str) -> str:
    home = os.path.expanduser("~")
    return text.replace(home, "~") if len(home) > 1 else text
