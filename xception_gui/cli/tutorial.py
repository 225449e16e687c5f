"""``xception-gui summary --tutorial B``: where a well-known tutorial departs from the paper."""

from __future__ import annotations

import argparse
from dataclasses import asdict
from typing import get_args

from xception_gui.base.numbers import exact
from xception_gui.base.tutorials import Claim, Tutorial, tutorial_row
from xception_gui.cli.output import put_json, write_csv


def show(options: argparse.Namespace) -> int:
    """Print what it builds, how it differs, and its numbers: as they are, and as it would say."""
    from xception_gui.inspection import tutorial
    from xception_gui.model.tutorials import Letter

    (known,) = (one for one in get_args(Letter) if one == options.tutorial)
    found = tutorial(known)
    write_csv(options.csv, [tutorial_row(found)])
    if options.json:
        put_json(asdict(found))
        return 0
    print("\n".join(_lines(found)))
    return 0


def _lines(found: Tutorial) -> list[str]:
    lines = [f"Tutorial {found.letter}: {found.builds}", ""]
    lines += [f"- {sentence}" for sentence in found.differs]
    lines += ["", f"Parameters, each counted once: {exact(found.params)}"]
    if found.stop is not None:
        stop = found.stop
        lines.append(f"Fails after {found.ran} modules, at {stop.path}: it needs {stop.needed}")
        lines[-1] += f" channels and gets {stop.given}"
    else:
        lines.append(f"As torchsummary prints them, once per call: {exact(found.summed)}")
    return lines + [_claim(claim) for claim in found.claims]


def _claim(claim: Claim) -> str:
    true, said = claim.true or "not said what is counted", claim.claimed
    return f"{claim.what}: {true}" + (f" (the tutorial: {said})" if said else "")
