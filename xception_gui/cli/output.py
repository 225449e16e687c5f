"""How results leave the program: JSON on stdout alone, messages on stderr, files atomically."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from xception_gui.base.problem import Problem
from xception_gui.base.tables import Row, as_json, csv_table

if TYPE_CHECKING:
    from xception_gui.base.diagram import Diagram
    from xception_gui.base.results import Weights
    from xception_gui.inference import Engine


def say(text: str) -> None:
    """One message line on stderr."""
    print(f"xception-gui: {text}", file=sys.stderr, flush=True)


def say_strips(strips: int) -> None:
    """That memory was too small for the first layers as a whole, if it was."""
    if strips > 1:
        say(f"too large for the memory at once: the entry flow was computed in {strips} strips")


def say_untrained(weights: Weights) -> None:
    """That they are random, if they are."""
    if not weights.trained:
        say("untrained weights: these numbers are random")


def put_json(value: object) -> None:
    """`value` as JSON on stdout; numbers that are none become null."""
    print(as_json(value))


def shown(path: str | os.PathLike[str]) -> str:
    """A path that can be printed: bytes that are no UTF-8 escaped."""
    return os.fsencode(path).decode("utf-8", "backslashreplace")


def write(path: str, data: bytes) -> None:
    """A whole file or none, and a line that says so."""
    from xception_gui.base.atomic import write_bytes

    write_bytes(path, data)
    say(f"{shown(path)} is written")


def check_output(path: str, suffixes: Sequence[str] = (".png",)) -> str:
    """How its name ends, in small letters.

    Raises
    ------
    Problem
        ``option-value``.
    """
    suffix = os.path.splitext(path)[1].lower()
    if suffix not in suffixes:
        allowed = ", ".join(f"NAME{one}" for one in suffixes)
        raise Problem("option-value", option="-o", value=shown(path), allowed=allowed)
    return suffix


def write_csv(path: str | None, rows: Sequence[Row]) -> None:
    """The table as ``--csv`` wants it, beside what is printed; all rows have the same keys."""
    if path and rows:
        write(path, csv_table(list(rows[0]), rows))


def write_drawing(options: argparse.Namespace, drawn: Callable[[], Diagram], title: str) -> None:
    """As ``--svg`` and ``--png`` want it; where neither is given nothing is laid out."""
    if options.svg or options.png:
        from xception_gui.inspection import as_png, as_svg

        diagram = drawn()
        if options.svg:
            write(options.svg, as_svg(diagram, title).encode())
        if options.png:
            write(options.png, as_png(diagram, title))


def open_engine(weights: str, device: str, precision: str) -> Engine:
    """Weights ready to predict; says what fell back, is untrained, or was replaced by the user."""
    from xception_gui.inference import Engine
    from xception_gui.weights import load_weights
    from xception_gui.weights.load import OWN
    from xception_gui.weights.sidecar import has_sidecar

    engine = Engine(load_weights(weights), device, precision)
    if engine.fallback:
        say(engine.fallback)
    say_untrained(engine.weights)
    replaced = engine.weights.record.get("replaced")
    now = engine.weights.dialect not in OWN or has_sidecar(engine.weights.source)
    if isinstance(replaced, list) and now:  # an own record tells too what was replaced before
        say(f"replaced by the file beside the weights: {', '.join(map(str, replaced))}")
    return engine
