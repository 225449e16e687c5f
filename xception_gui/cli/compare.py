"""``xception-gui compare IMAGE [IMAGE2]``: two answers side by side, and their difference."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from xception_gui.base.atomic import write_with
from xception_gui.base.beside import Beside
from xception_gui.base.beside_table import beside_report, beside_rows
from xception_gui.base.numbers import percent
from xception_gui.base.problem import Problem
from xception_gui.base.results import Prediction
from xception_gui.cli.output import (
    check_output,
    open_engine,
    put_json,
    say,
    say_strips,
    shown,
    write_csv,
)

if TYPE_CHECKING:
    from xception_gui.explanation.beside import Case
    from xception_gui.inference import Engine

_TOP = 5


def run(options: argparse.Namespace) -> int:
    """Answer both, write the picture, and say how the probabilities differ."""
    from xception_gui.explanation.beside import beside
    from xception_gui.explanation.sheet import sheet

    if not options.against and options.other is None:
        allowed = "weights, or a second picture"
        raise Problem("option-value", option="--against", value="", allowed=allowed)
    check_output(options.output)
    found = beside(*_cases(options), options.layer, options.target or "")
    say_strips(max(found.left.strips, found.right.strips))
    drawn = sheet(found)
    write_with(options.output, lambda file: drawn.save(file, "PNG"))
    write_csv(options.csv, beside_rows(found))
    if options.json:
        put_json(beside_report(found))
        return 0
    say(f"{shown(options.output)} is written")
    for row in found.left.top(_TOP):
        print(_line(found, row.label, row.probability))
    print(f"{found.names[1]}: {_words(found.right)}")
    return 0


def _cases(options: argparse.Namespace) -> tuple[Case, Case]:
    engine = open_engine(options.weights, options.device, "float32")
    other = open_engine(options.against, options.device, "float32") if options.against else engine
    second = options.image if options.other is None else options.other
    by_picture = options.other is not None
    names = (options.image, second) if by_picture else (engine.weights.name, other.weights.name)
    return _case(engine, options.image, names[0]), _case(other, second, names[1])


def _case(engine: Engine, path: str, name: str) -> Case:
    from xception_gui.explanation.beside import Case
    from xception_gui.images import open_picture, prepare

    opened = open_picture(path)
    steps = engine.weights.preprocessing
    return Case(engine, prepare(opened.image, steps, opened.picture.image_id), shown(name))


def _line(found: Beside, label: str, probability: float) -> str:
    change = found.change(label)
    if change is None:
        return f"{label:<24}{percent(probability):>8}  not a class at the right"
    return f"{label:<24}{percent(probability):>8}  → {percent(probability + change)}"


def _words(prediction: Prediction) -> str:
    return ", ".join(f"{row.label} {percent(row.probability)}" for row in prediction.top(_TOP))
