"""A class as people type it: its number or its name."""

from __future__ import annotations

import difflib
import re

from xception_gui.base.problem import Problem
from xception_gui.base.results import Weights

_SHOWN = 4  # suggestions in one line


def resolve_class(weights: Weights, text: str) -> int:
    """The index of the class that `text` means: a name, in any case, or a number.

    A name comes first, since the window and the command line show names: a data set may well have
    a class called "7".

    Raises
    ------
    Problem
        ``class-unknown`` with the range and close names, ``classes-none`` without a classifier.
    """
    names, wanted = _names(weights), text.strip()
    if wanted in names:
        return names.index(wanted)
    folded = [name.casefold() for name in names]
    if folded.count(wanted.casefold()) == 1:
        return folded.index(wanted.casefold())
    if not re.fullmatch(r"[0-9]{1,9}", wanted):
        raise _unknown(weights, text)
    check_class(weights, int(wanted))
    return int(wanted)


def check_class(weights: Weights, index: int) -> None:
    """Raise the `Problem` of `resolve_class` for a class that the network does not have."""
    if not 0 <= index < weights.config.num_classes:
        raise _unknown(weights, str(index))


def _unknown(weights: Weights, text: str) -> Problem:
    names = _names(weights)
    if not names:
        return Problem("classes-none", name=weights.name)
    folded = {name.casefold(): name for name in names}
    close = difflib.get_close_matches(text.strip().casefold(), folded, _SHOWN, 0.5)
    examples = [folded[name] for name in close] or names[:_SHOWN]
    return Problem("class-unknown", name=text, last=len(names) - 1, examples=", ".join(examples))


def _names(weights: Weights) -> list[str]:
    return [weights.label(index) for index in range(weights.config.num_classes)]
