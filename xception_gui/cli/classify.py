"""``xception-gui classify``: one answer per picture; a bad file never stops the others."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from xception_gui.base import numbers
from xception_gui.base.atomic import atomic_write, growing_file
from xception_gui.base.problem import Problem
from xception_gui.base.tables import answer_row, csv_head, csv_lines, json_line
from xception_gui.cli.output import open_engine, put_json, say, say_strips, shown

if TYPE_CHECKING:
    from xception_gui.inference import Engine


def run(options: argparse.Namespace) -> int:
    """Classify every picture; exit code 1 if some failed."""
    if options.top < 1:
        raise Problem("option-value", option="--top", value=options.top, allowed="1 or more")
    failed = 0
    engine = open_engine(options.weights, options.device, options.precision)
    rows = _answers(engine, options.paths, options.top)
    for row in _written(rows, options):
        failed += "error" in row
    return 1 if failed else 0


def _answers(engine: Engine, paths: list[str], top: int) -> Iterator[dict[str, Any]]:
    from xception_gui.inference import expand

    for entry in expand(paths):
        try:
            if entry.problem:
                raise entry.problem
            yield _answer(engine, entry.path, top)
        except Problem as problem:
            yield {"path": shown(entry.path), "error": str(problem)}


def _answer(engine: Engine, path: str, top: int) -> dict[str, Any]:
    from xception_gui.images import open_picture, prepare

    opened = open_picture(path)
    steps = engine.weights.preprocessing
    prediction, _ = engine.predict(prepare(opened.image, steps, opened.picture.image_id))
    say_strips(prediction.strips)
    return answer_row(shown(path), prediction, top)


def _written(
    rows: Iterable[dict[str, Any]], options: argparse.Namespace
) -> Iterator[dict[str, Any]]:
    """Write the rows in the wanted shape, and pass them on to be counted."""
    if options.json:
        everything = list(rows)
        put_json(everything)
        yield from everything
    elif options.jsonl or options.csv:
        yield from _to_file(rows, options)
    else:
        for row in rows:
            _print(row)
            yield row


def _to_file(
    rows: Iterable[dict[str, Any]], options: argparse.Namespace
) -> Iterator[dict[str, Any]]:
    with growing_file(options.jsonl) if options.jsonl else atomic_write(options.csv) as file:
        if options.csv:
            file.write(csv_head())
        for row in rows:
            if "error" in row:
                say(row["error"])
            file.write(json_line(row) if options.jsonl else b"".join(csv_lines(row)))
            file.flush()
            yield row


def _print(row: dict[str, Any]) -> None:
    if "error" in row:
        say(row["error"])
        return
    words = ", ".join(f"{e['label']} {numbers.percent(e['probability'])}" for e in row["top"])
    sys.stdout.write(f"{row['path']}: {words}\n")
