"""``xception-gui mute IMAGE``: what each block, or any part, was worth for one picture."""

from __future__ import annotations

import argparse
from typing import Any

from xception_gui.base.muting import Muted
from xception_gui.base.numbers import MINUS, percent
from xception_gui.base.problem import Problem
from xception_gui.base.tables import csv_table
from xception_gui.cli.output import open_engine, put_json, write

_BAR = 24
_COLUMNS = (  # of `Muted.row`, for a table without one
    "muted",
    "class",
    "logit_change",
    "probability_before",
    "probability_after",
    "answer_after",
)


def run(options: argparse.Namespace) -> int:
    """Take out what is named, all at once; or each block by itself."""
    from xception_gui.images import open_picture, prepare
    from xception_gui.inference.muting import MutedPicture
    from xception_gui.inspection.muting import parse_mute

    if options.top < 1:
        raise Problem("option-value", option="--top", value=options.top, allowed="1 or more")
    engine = open_engine(options.weights, options.device, "float32")
    mutes = [parse_mute(engine.model, text) for text in options.mute]
    opened = open_picture(options.image)
    prepared = prepare(opened.image, engine.weights.preprocessing, opened.picture.image_id)
    picture = MutedPicture(engine, prepared)
    found = [picture.without(mutes)] if mutes else list(picture.each_block())
    if options.csv:
        rows = [muted.row(muted.before.top(1)[0].index) for muted in found]
        write(options.csv, csv_table(_COLUMNS, rows))
    if options.json:
        put_json([_json(muted, options.top) for muted in found])
    elif mutes:
        _print_answer(found[0], options.top)
    else:
        _print_bars(found)
    return 0


def _print_answer(muted: Muted, top: int) -> None:
    best = muted.before.top(1)[0]
    print(f"Without {', '.join(map(str, muted.mutes))}:")
    for row in muted.after.top(top):
        was = percent(float(muted.before.probabilities[row.index]))
        change = signed(muted.change(row.index))
        print(f"{row.label:<24}{percent(row.probability):>8}  (before: {was}; logit {change})")
    print(f"{best.label} was first: its logit changes by {signed(muted.change(best.index))}")


def _print_bars(found: list[Muted]) -> None:
    if not found:
        print("The blocks of this network have no skip connection: none can be taken out.")
        return
    best = found[0].before.top(1)[0]
    print(f"{best.label}, {percent(best.probability)}; its logit without each block:")
    most = max(abs(muted.change(best.index)) for muted in found) or 1.0
    for muted in found:
        change, now = muted.change(best.index), muted.after.top(1)[0]
        bar = "█" * round(_BAR * abs(change) / most)
        print(f"{muted.mutes[0]!s:<18}{signed(change):>8}  {bar:<{_BAR}}  {now.label}")


def signed(change: float) -> str:
    """``+0.41``, ``−3.02``."""
    return f"{change:+.2f}".replace("-", MINUS)


def _json(muted: Muted, top: int) -> dict[str, Any]:
    best = muted.before.top(1)[0]
    rows = [
        {"index": row.index, "label": row.label, "probability": row.probability}
        for row in muted.after.top(top)
    ]
    return {
        "muted": [str(mute) for mute in muted.mutes],
        "trained": muted.before.trained,
        "label_before": best.label,
        "logit_change": muted.change(best.index),
        "ms": round(muted.after.ms, 3),
        "top": rows,
    }
