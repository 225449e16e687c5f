"""Opening the window."""

from __future__ import annotations

import argparse

from xception_gui.base.problem import Problem


def open_window(options: argparse.Namespace) -> int:
    """Show the window with the given files; returns when it is closed."""
    try:
        from xception_gui.gui import app
    except ImportError as error:
        raise Problem("window-missing", cause=error) from error
    return app.main(list(options.paths), options.weights)
