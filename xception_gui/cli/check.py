"""``xception-gui summary --check``: the network beside what was published of it."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from dataclasses import asdict

from xception_gui.base.departures import Departure
from xception_gui.base.paper_facts import PaperFact
from xception_gui.base.results import ModuleInfo
from xception_gui.cli.output import put_json, write_csv

_SIGNS = {"good": ("✓", "32"), "bad": ("✗", "31"), "unstated": ("?", "33")}
_OTHER = ("≠", "33")  # where it cannot be otherwise
DIFFERS = 1


def show(
    title: str, tree: ModuleInfo, departs: Sequence[Departure], options: argparse.Namespace
) -> int:
    """Print every published number beside the network's; 1 if one of them differs.

    Parameters
    ----------
    departs : sequence of Departure
        In what the network is built otherwise than the paper's: then no difference is an alarm.
    """
    from xception_gui.inspection import paper_check

    found = paper_check(tree)
    wrong = sum(fact.state == "bad" for fact in found)
    write_csv(options.csv, [asdict(fact) for fact in found])
    if options.json:
        parts = {"departures": list(map(asdict, departs)), "facts": list(map(asdict, found))}
        put_json({"network": title, "differ": wrong, **parts})
        return DIFFERS if wrong else 0
    print(title)
    if departs and wrong:  # a picture of 300 pixels gives the numbers of one of 299
        print(_otherwise(departs))
    group = ""
    for fact in found:
        if fact.group != group:
            group = fact.group
            print(f"\n{group}")
        print(_line(fact, bool(departs)))
    print(f"\n{_verdict(wrong, len(found), bool(departs))}")
    return DIFFERS if wrong else 0


def _otherwise(departs: Sequence[Departure]) -> str:
    parts = (f"{one.name} {one.found} (paper: {one.paper})" for one in departs)
    return f"Not as in the paper: {'; '.join(parts)}."


def _verdict(wrong: int, count: int, departs: bool) -> str:
    if not wrong:
        return "Nothing differs from the paper."
    if not departs:
        return f"{wrong} of {count} differ."
    way = "`summary --check` alone checks the paper's own network."
    return f"{wrong} of {count} differ, as they must. {way}"


def _line(fact: PaperFact, departs: bool) -> str:
    sign, colour = _OTHER if departs and fact.state == "bad" else _SIGNS[fact.state]
    coloured = sys.stdout.isatty() and "NO_COLOR" not in os.environ
    shown = f"\033[{colour}m{sign}\033[0m" if coloured else sign
    found = "not recomputed" if fact.state == "unstated" else fact.found or "none"
    numbers = found if fact.state == "good" else f"{found} (published: {fact.expected})"
    return f"{shown} {fact.name}: {numbers} · {fact.source}"
