"""``xception-gui weights list | get | inspect | compare | parity | convert``."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from dataclasses import asdict
from typing import TYPE_CHECKING

from xception_gui.base import numbers
from xception_gui.base.verdicts import verdict_text
from xception_gui.base.weights_report import TensorRow, WeightsReport
from xception_gui.cli import parity
from xception_gui.cli.output import put_json, say, write_csv

if TYPE_CHECKING:
    from xception_gui.weights.listing import Entry

_DIFFERENT = "the answers there will differ"


def run(options: argparse.Namespace) -> int:
    """Do what was asked."""
    actions = {
        "list": _list,
        "download": _download,
        "inspect": _inspect,
        "parity": parity.run,
        "convert": _convert,
        "compare": _compare,
    }
    return actions[options.action](options)


def _list(options: argparse.Namespace) -> int:
    from xception_gui.weights import catalogue

    entries = catalogue()
    write_csv(options.csv, [asdict(entry) for entry in entries])
    if options.json:
        put_json([asdict(entry) for entry in entries])
        return 0
    for entry in entries:
        state = "" if entry.available else " (not here)"
        print(f"{entry.name:<8}{entry.about}{state}")
        for line in _facts(entry):
            print(f"{'':<8}{line}")
    return 0


def _facts(entry: Entry) -> Iterator[str]:
    """How good, shown what, where from, how large."""
    if entry.top1:
        top1, top5 = 100 * entry.top1, 100 * entry.top5
        yield f"{top1:.3f} % top-1, {top5:.3f} % top-5 on {entry.judged}; {entry.licence}"
    if entry.preprocessing:
        yield f"pictures: {entry.preprocessing}"
    yield entry.source or "comes with the program"
    if entry.file:
        size = f"{numbers.size(entry.size)}, " if entry.size else ""
        yield f"{size}looked for in {entry.file}"


def _download(options: argparse.Namespace) -> int:
    from xception_gui.weights.fetch import fetch

    last = -1
    for progress in fetch(options.name, options.mirror):
        percent = 100 * progress.done // max(1, progress.total)
        if percent // 10 > last // 10:
            say(f"{numbers.size(progress.done)} of {numbers.size(progress.total)}")
        last = percent
    print(options.name)
    return 0


def _inspect(options: argparse.Namespace) -> int:
    from xception_gui.weights import examine
    from xception_gui.weights.class_names import printable
    from xception_gui.weights.load import named_file

    report = examine(named_file(options.file))
    write_csv(options.csv, [asdict(row) for row in report.tensors])
    if options.json:
        sentences = [verdict_text(verdict) for verdict in report.verdicts]
        put_json({**asdict(report), "verdicts": sentences})
    else:
        print("\n".join(map(printable, _lines(report))))  # the names are the file's
    return 0 if report.loads else 1


def _lines(report: WeightsReport) -> Iterator[str]:
    yield report.file
    facts = (
        ("size", numbers.size(report.size)),
        ("sha256", report.sha256),
        ("container", report.container),
        ("dialect", report.dialect),
        ("published", report.known),
        ("network", _network(report)),
        ("classes", ", ".join(report.classes[:4]) + (" …" if len(report.classes) > 4 else "")),
        ("tensors", _counts(report.tensors)),
    )
    yield from (f"  {name:<10}{words}" for name, words in facts if words)
    yield from (f"- {verdict_text(verdict)}" for verdict in report.verdicts)
    for title, names in (
        ("missing", report.missing),
        ("unknown", report.unknown),
        ("wrong", report.wrong),
    ):
        yield from (f"  {title:<10}{name}" for name in names)


def _network(report: WeightsReport) -> str:
    found = report.network
    if not found:
        return ""
    return (
        f"{found['num_classes']} classes, {found['in_chans']}×{found['input_size']}×"
        f"{found['input_size']}, epsilon {found['bn_eps']:g}, stem {found['stem_padding']}, "
        f"pooling {found['pool_padding']}"
    )


def _counts(rows: tuple[TensorRow, ...]) -> str:
    kinds = ("kept", "renamed", "reshaped", "ignored")
    counts = {kind: sum(row.how == kind for row in rows) for kind in kinds}
    parts = ", ".join(f"{count} {kind}" for kind, count in counts.items() if count)
    return f"{len(rows)}: {parts}" if rows else ""


def _compare(options: argparse.Namespace) -> int:
    from xception_gui.cli import weights_compare

    return weights_compare.run(options)


def _convert(options: argparse.Namespace) -> int:
    from xception_gui.weights import convert, load_weights

    differences = convert(load_weights(options.weights), options.output, options.to)
    for difference in differences:
        what = "the network there cannot take it" if difference.unfit else _DIFFERENT
        say(f"{what}: {difference}")
    print(options.output)
    return 0
