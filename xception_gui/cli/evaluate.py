"""``xception-gui evaluate``: how often the weights are right on labelled pictures."""

from __future__ import annotations

import argparse
import sys
from contextlib import nullcontext
from dataclasses import asdict
from typing import TYPE_CHECKING

from xception_gui.base import numbers
from xception_gui.base.evaluation import to_plain
from xception_gui.base.evaluation_file import judged_what
from xception_gui.base.evaluation_svg import evaluation_svg
from xception_gui.base.published import known
from xception_gui.base.results import Evaluation
from xception_gui.cli.evaluation_bar import EvaluationBar
from xception_gui.cli.output import open_engine, put_json, say, say_strips, shown, write, write_csv

if TYPE_CHECKING:
    from xception_gui.images.label_file import LabelledFiles
    from xception_gui.inference import Engine

_WORST = 10  # shown in the terminal


def run(options: argparse.Namespace) -> int:
    """Print loss, top-1, top-5 and each class; exit code 1 if pictures were unreadable."""
    from xception_gui.images import ClassFolders
    from xception_gui.images.files import shown as printable
    from xception_gui.images.label_file import LabelledFiles
    from xception_gui.inference import EvaluationProgress, evaluate

    labels = options.labels
    data = LabelledFiles(options.data, labels) if labels else ClassFolders(options.data)
    if isinstance(data, LabelledFiles):
        _say_left(data, printable(labels))
    engine = open_engine(options.weights, options.device, options.precision)
    result = None
    with EvaluationBar() if sys.stderr.isatty() else nullcontext() as bar:
        for event in evaluate(engine, data):
            if not isinstance(event, EvaluationProgress):
                result = event
            elif bar is not None:
                bar.show(event.done, event.total)
    assert result is not None  # an evaluation always ends in its result
    say_strips(engine.strips)
    for name, cause in result.unreadable:
        say(f"{printable(name)}: {cause}")
    try:
        _report(options, engine, result)
    finally:  # one is not lost with the other: thousands of pictures take an hour
        _write_files(options, engine, result)
    return 1 if result.unreadable else 0


def _write_files(options: argparse.Namespace, engine: Engine, result: Evaluation) -> None:
    write_csv(options.csv, [asdict(row) for row in result.rows])
    if options.svg:
        title = f"{shown(options.data)} · {engine.weights.name}"
        write(options.svg, evaluation_svg(result, title, engine.weights.trained).encode())


def _say_left(data: LabelledFiles, labels: str) -> None:
    """How many pictures have no line and how many lines no picture, where there are any."""
    if data.unnamed or data.missing:
        told = f"pictures without a line, left out: {data.unnamed:,}"
        say(f"{labels}: {told}; lines without a picture: {data.missing:,}")


def _report(options: argparse.Namespace, engine: Engine, result: Evaluation) -> None:
    weights = engine.weights
    if options.json:
        how = str(engine.device), engine.precision
        put_json({**judged_what(shown(options.data), weights, *how), **to_plain(result)})
        return
    row = known(weights.sha256)
    print(f"{weights.name} on {result.count:,} pictures, loss {result.loss:.4f} nats")
    _figure("top-1", result.top1, result.top1_interval, row.top1 if row else 0)
    if result.has_few_classes:
        print("top-5 100.00 % (always: there are no more than five classes)")
    else:
        _figure("top-5", result.top5, result.top5_interval, row.top5 if row else 0)
    _classes(result)
    _calibration(result)
    _worst(result)


def _figure(name: str, share: float, between: tuple[float, float], published: float) -> None:
    low, high = (f"{100 * end:.2f} %" for end in between)
    beside = f"; published: {100 * published:.3f} %" if published else ""
    print(f"{name} {100 * share:.2f} % (95 %: {low} to {high}{beside})")


def _classes(result: Evaluation) -> None:
    print(f"{'class':<22}{'precision':>10}{'recall':>10}{'F1':>10}{'pictures':>10}")
    for row in result.rows:
        cells = (row.precision, row.recall, row.f1)
        text = "".join(f"{'–' if c is None else numbers.percent(c):>10}" for c in cells)
        print(f"{row.name:<22}{text}{row.count:>10,}")


def _calibration(result: Evaluation) -> None:
    """How sure the answers were against how often they were right, where there are any."""
    print(f"calibration error {numbers.percent(result.calibration_error)} (answers by probability)")
    for one in result.calibration:
        if one.count:
            sure, right = numbers.percent(one.probability), numbers.percent(one.right)
            pictures = "picture" if one.count == 1 else "pictures"
            print(f"  sure {sure:>8}  right {right:>8}  {one.count:>8,} {pictures}")


def _worst(result: Evaluation) -> None:
    from xception_gui.images.files import shown as printable

    if result.worst:
        print("worst errors")
    for error in result.worst[:_WORST]:
        sure = numbers.percent(error.probability)
        print(f"  {printable(error.name)}: {error.answer} ({sure}) for {error.target}")
