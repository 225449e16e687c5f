"""``xception-gui summary --check``: the network beside what was published of it."""

from __future__ import annotations

import argparse
import os
import sys
from dataclasses import asdict

from xception_gui.base.paper_facts import PaperFact
from xception_gui.base.results import ModuleInfo
from xception_gui.cli.output import put_json, write_csv

_SIGNS = {"good": ("✓", "32"), "bad": ("✗", "31"), "unstated": ("?", "33")}
DIFFERS = 1


def show(title: str, tree: ModuleInfo, options: argparse.Namespace) -> int:
    """Print every published number beside the network's; 1 if one of them differs."""
    from xception_gui.inspection import paper_check

    found = paper_check(tree)
    wrong = sum(fact.state == "bad" for fact in found)
    write_csv(options.csv, [asdict(fact) for fact in found])
    if options.json:
        put_json({"network": title, "differ": wrong, "facts": [asdict(fact) for fact in found]})
        return DIFFERS if wrong else 0
    print(title)
    group = ""
    for fact in found:
        if fact.group != group:
            group = fact.group
            print(f"\n{group}")
        print(_line(fact))
    print(f"\n{wrong} of {len(found)} differ." if wrong else "\nNothing differs from the paper.")
    return DIFFERS if wrong else 0


def _line(fact: PaperFact) -> str:
    sign, colour = _SIGNS[fact.state]
    coloured = sys.stdout.isatty() and "NO_COLOR" not in os.environ
    shown = f"\033[{colour}m{sign}\033[0m" if coloured else sign
    found = "not recomputed" if fact.state == "unstated" else fact.found or "none"
    numbers = found if fact.state == "good" else f"{found} (published: {fact.expected})"
    return f"{shown} {fact.name}: {numbers} · {fact.source}"
