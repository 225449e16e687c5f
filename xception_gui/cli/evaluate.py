"""``xception-gui evaluate``: how often the weights are right on labelled pictures."""

from __future__ import annotations

import argparse
import sys

from xception_gui.base import numbers
from xception_gui.base.results import Evaluation
from xception_gui.cli.output import open_engine, put_json, say, shown


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
        put_json(
            {
                "data": shown(options.data),
                "weights": weights,
                "weights_sha256": sha256,
                "count": result.count,
                "loss": result.loss,
                "top1": result.top1,
                "top5": result.top5,
                "classes": result.classes,
                "confusion": result.confusion.tolist(),
                "unreadable": [{"path": n, "error": c} for n, c in result.unreadable],
            }
        )
        return
    top1, top5 = numbers.percent(result.top1), numbers.percent(result.top5)
    print(f"{weights} on {result.count:,} pictures: top-1 {top1}, top-5 {top5}, ", end="")
    print(f"loss {result.loss:.4f} nats")
    for index, name in enumerate(result.classes):
        row = result.confusion[index]
        if row.sum():
            print(f"  {name:<20} {numbers.percent(row[index] / row.sum()):>8}  of {row.sum():,}")
