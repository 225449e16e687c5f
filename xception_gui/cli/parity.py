"""``xception-gui weights parity IMAGE``: one picture under the conventions of every port."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from xception_gui.base.numbers import percent, real
from xception_gui.base.parity import (
    ACCURACIES,
    CHANCE,
    VIEWS,
    ParityAnswer,
    answer_row,
    heat_difference,
    in_short,
    views,
    worded,
)
from xception_gui.base.preprocessing import steps_to_list
from xception_gui.cli.output import open_engine, put_json, shown, write_csv

_TOP = 5


def run(options: argparse.Namespace) -> int:
    """Print a line per convention, then why published accuracies differ."""
    from xception_gui.explanation.parity import parity
    from xception_gui.images import open_picture
    from xception_gui.images.prepare import prepare_each

    engine = open_engine(options.weights, options.device, "float32")
    opened = open_picture(options.image)
    ways = views(engine.weights.preprocessing)
    prepared = prepare_each(opened.image, ways, opened.picture.image_id)
    answers = list(parity(engine, prepared))
    own = next(answer for answer in answers if answer.convention.own)
    write_csv(options.csv, [answer_row(answer, _TOP, own) for answer in answers])
    if options.json:
        about: dict[str, Any] = {"path": shown(options.image), "weights": engine.weights.name}
        about |= {"weights_sha256": engine.weights.sha256, "trained": engine.weights.trained}
        rows = [_plain(answer, own) for answer in answers]
        put_json({**about, "answers": rows, "published": _published()})
    else:
        print("\n".join(_lines(answers, own)))
    return 0


def _published() -> list[dict[str, Any]]:
    words = ({"who": worded(row.who), "why": worded(row.why)} for row in ACCURACIES)
    return [{**asdict(row), **said} for row, said in zip(ACCURACIES, words, strict=True)]


def _lines(answers: list[ParityAnswer], own: ParityAnswer) -> Iterator[str]:
    views = [_view(answer) for answer in answers]
    wide = max(map(len, views))
    off = f"{'features off by':>17}{'heat map off by':>17}"
    yield f"{'pooling':<10}{'epsilon':<9}{'picture':<{wide}}{off}  answers"
    for answer, view in zip(answers, views, strict=True):
        config = answer.convention.config
        top = answer.prediction.top(_TOP)
        words = ", ".join(f"{row.label} {percent(row.probability)}" for row in top)
        off = "".join(f"{text:>17}" for text in _off(answer, own))
        yield f"{config.pool_padding:<10}{config.bn_eps:<9g}{view:<{wide}}{off}  {words}"
    yield ""
    yield "Why published accuracies of the same weights differ (ImageNet, top-1 and top-5):"
    for row in ACCURACIES:
        yield f"  {row.top1:.3f} %, {row.top5:.3f} %  {worded(row.who)}. {worded(row.why)}"
        yield f"{'':<22}{row.source}"
    yield f"  {worded(CHANCE)}"


def _off(answer: ParityAnswer, own: ParityAnswer) -> tuple[str, str]:
    """How far features and heat map are from those of the weights' own convention."""
    if answer is own:
        return "as they are", "as it is"
    heat = heat_difference(answer, own)
    words = "another grid" if heat is None else difference_words(heat)
    return difference_words(answer.difference), words


def _view(answer: ParityAnswer) -> str:
    return f"{worded(VIEWS[answer.convention.view])}: {in_short(answer.convention.steps)}"


def difference_words(difference: float) -> str:
    """``1.73 %``; exactly nothing is said."""
    return f"{real(100 * difference)} %" if difference else "nothing"


def _plain(answer: ParityAnswer, own: ParityAnswer) -> dict[str, Any]:
    way = answer.convention
    return {
        "view": way.view,
        "preprocessing": steps_to_list(way.steps),
        "pool_padding": way.config.pool_padding,
        "bn_eps": way.config.bn_eps,
        "own": way.own,
        "feature_difference": answer.difference,
        "heatmap_difference": heat_difference(answer, own),
        "top": [asdict(row) for row in answer.prediction.top(_TOP)],
        "explained": answer.heatmap.class_index,
        "heatmap": answer.heatmap.values.tolist(),
    }
