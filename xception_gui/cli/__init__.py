"""The command line: one command, subcommands; without one it opens the window.

Start at `parser.py`. Heavy imports stand inside the handlers: ``--help`` loads neither torch nor
Qt. Results go to stdout, messages to stderr; exit 0 done, 1 some inputs failed, 2 wrong use.
"""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Sequence

from xception_gui.base.problem import Problem
from xception_gui.cli.meant import check_results, check_words
from xception_gui.cli.parser import COMMANDS, command_parser, window_parser

SOME_FAILED, WRONG_USE, INTERRUPTED = 1, 2, 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit code."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    _open_closed()
    _print_anything()
    try:
        code = _run(words)
        sys.stdout.flush()  # here, where it can be told that it is full
        return code
    except Problem as problem:
        print(f"xception-gui: {problem}", file=sys.stderr)
        return WRONG_USE
    except KeyboardInterrupt:
        print("xception-gui: interrupted", file=sys.stderr)
        return INTERRUPTED
    except BrokenPipeError:
        _silence()  # whoever read our output has gone
        return SOME_FAILED
    except OSError as error:
        if error.filename is not None:  # that is no standard output
            raise
        _silence()
        print(f"xception-gui: cannot print: {error.strerror or error}", file=sys.stderr)
        return SOME_FAILED


def _open_closed() -> None:
    """Where the shell closed an output (``>&-``) Python has none; its words then go nowhere.

    The first file that is opened would else become what the system takes for it, and messages
    would stand among the results.
    """
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115 - to the end


def _silence() -> None:
    """Point stdout elsewhere, so that exit says nothing more."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _print_anything() -> None:
    """Escaped where the terminal's encoding cannot: names of other bytes, ✓ on old Windows."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def _run(words: list[str]) -> int:
    """A subcommand by its name; anything else is for the window (``./train`` or ``--`` too)."""
    if words and (words[0] in COMMANDS or words[0] in ("-h", "--help", "--version")):
        options = command_parser().parse_args(words)
        check_results(options)
        return int(options.handler(options))
    options = window_parser().parse_args(words)
    if options.install_desktop or options.uninstall_desktop:
        from xception_gui.cli import desktop

        return desktop.install() if options.install_desktop else desktop.uninstall()
    if "--" not in words:
        check_words(options.paths)
    from xception_gui.cli.window import open_window

    return open_window(options)
