"""Opening the window."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Mapping

from xception_gui.base.problem import Problem


def open_window(options: argparse.Namespace) -> int:
    """Show the window with the given files; returns when it is closed.

    Raises
    ------
    Problem
        ``window-missing``, ``display-missing``: Qt itself would abort the process.
    """
    if not _can_show(sys.platform, os.environ):
        raise Problem("display-missing")
    try:
        from xception_gui.gui import app
    except ImportError as error:
        raise Problem("window-missing", cause=error) from error
    return app.main(list(options.paths), options.weights)


def _can_show(platform: str, environment: Mapping[str, str]) -> bool:
    """Whether Qt finds a display; who chooses its platform by name knows what he does."""
    names = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    return platform != "linux" or any(environment.get(name) for name in names)
