"""``xception-gui evaluate``: how often the weights are right on labelled pictures."""

from __future__ import annotations

import argparse
import sys

from xception_gui.base import numbers
from xception_gui.base.evaluation import to_plain
from xception_gui.base.results import Evaluation
from xception_gui.cli.output import open_engine, put_json, say, shown

_WORST = 10  # shown in the terminal


def run(options: argparse.Namespace) -> int:
    """Print loss, top-1, top-5 and each class; exit code 1 if pictures were unreadable."""
    from xception_gui.images import ClassFolders
    from xception_gui.inference import EvaluationProgress, evaluate

    data = ClassFolders(options.data)
    engine = open_engine(options.weights, options.device, options.precision)
    result = None
    for event in evaluate(engine, data):
        if not isinstance(event, EvaluationProgress):
            result = event
        elif sys.stderr.isatty():
            print(f"\r{event.done} of {event.total}", end="", file=sys.stderr, flush=True)
    assert result is not None  # an evaluation always ends in its result
    for name, cause in result.unreadable:
        say(f"{name}: {cause}")
    _report(options, engine.weights.name, engine.weights.sha256, result)
    return 1 if result.unreadable else 0


def _report(options: argparse.Namespace, weights: str, sha256: str, result: Evaluation) -> None:
    if options.json:
        which = {"data": shown(options.data), "weights": weights, "weights_sha256": sha256}
        put_json({**which, **to_plain(result)})
        return
    top1, top5 = numbers.percent(result.top1), numbers.percent(result.top5)
    print(f"{weights} on {result.count:,} pictures: top-1 {top1}, top-5 {top5}, ", end="")
    print(f"loss {result.loss:.4f} nats")
    _classes(result)
    _calibration(result)
    for error in result.worst[:_WORST]:
        sure = numbers.percent(error.probability)
        print(f"  {error.name}: {error.answer} ({sure}) for {error.target}")


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
            print(f"  sure {sure:>8}  right {right:>8}  {one.count:>8,} pictures")
    if result.worst:
        print("worst errors")
