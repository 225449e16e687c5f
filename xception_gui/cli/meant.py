"""What can be told to be a slip before anything heavy is imported or computed."""

from __future__ import annotations

import argparse
import difflib
import os
from collections.abc import Sequence
from pathlib import Path

from xception_gui.base.problem import Problem
from xception_gui.cli.parser import COMMANDS

_WRITTEN = ("output", "csv", "jsonl", "svg", "png", "html")


def check_words(paths: Sequence[str]) -> None:
    """The first word that goes to the window is a file, or can at least be the name of one.

    A bare word that is no file is a command misspelt, and a window that opens and complains is no
    answer to it, least of all in a script, which would wait for the window's end.

    Raises
    ------
    Problem
        ``command-unknown``.
    """
    word = paths[0] if paths else ""
    if not word or os.path.basename(word) != word or "." in word or os.path.lexists(word):
        return
    near = difflib.get_close_matches(word, COMMANDS, n=2)
    raise Problem("command-unknown", word=word, names=", ".join(near or COMMANDS))


def check_folders(options: argparse.Namespace) -> None:
    """The folders that results go to exist: else the answer would be computed and then lost.

    Raises
    ------
    Problem
        ``folder-missing``.
    """
    for name in _WRITTEN:
        path = getattr(options, name, None)
        if path and not os.path.isdir(Path(path).parent):
            raise Problem("folder-missing", file=os.fspath(path), folder=str(Path(path).parent))
