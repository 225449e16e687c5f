"""What can be told to be a slip before anything heavy is imported or computed."""

from __future__ import annotations

import argparse
import contextlib
import difflib
import mimetypes
import os
from collections.abc import Sequence
from pathlib import Path

from xception_gui.base.problem import Problem
from xception_gui.cli.output import shown
from xception_gui.cli.parser import COMMANDS

_TEXT = ("csv", "jsonl", "html")
_WRITTEN = {"output": "-o", **{name: f"--{name}" for name in ("svg", "png", *_TEXT)}}
_READ = (
    *("image", "other", "paths", "folder", "runs", "data", "labels"),
    *("weights", "against", "file", "left", "right", "config"),
)
_OF_A_RUN = "weights.safetensors"  # what a run directory stands for as weights


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


def check_results(options: argparse.Namespace) -> None:
    """Results can be written, and over nothing that is read: told before anything is computed.

    Raises
    ------
    Problem
        ``folder-missing``, ``option-value``.
    """
    read = [path for name in _READ for path in _paths(options, name)]
    read += [os.path.join(path, _OF_A_RUN) for path in read]
    for name, option in _WRITTEN.items():
        for path in _paths(options, name):
            if not os.path.isdir(Path(path).parent):
                raise Problem("folder-missing", file=path, folder=str(Path(path).parent))
            if os.path.isdir(path):
                raise _taken(option, path, "a file: this is a folder")
            if any(_is_same(path, other) for other in read):
                raise _taken(option, path, "another file: this one is read, or written already")
            if name in _TEXT and str(mimetypes.guess_type(path)[0]).startswith("image/"):
                raise _taken(option, path, f"a name such as NAME.{name}")  # classify --csv *.jpg
            read.append(path)  # the next result is another file


def _paths(options: argparse.Namespace, name: str) -> list[str]:
    """One, several or none, as the command has it."""
    value = getattr(options, name, None) or []
    return [os.fspath(path) for path in (value if isinstance(value, list) else [value])]


def _is_same(path: str, other: str) -> bool:
    """Whether both are one file, by whatever names; a file that is not there has its path alone."""
    with contextlib.suppress(OSError, ValueError):
        return os.path.samefile(path, other)
    return os.path.realpath(path) == os.path.realpath(other)


def _taken(option: str, path: str, allowed: str) -> Problem:
    return Problem("option-value", option=option, value=shown(path), allowed=allowed)
