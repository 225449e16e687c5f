"""`PaperFact`: one number of the paper beside the one that a network has."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

State = Literal["good", "bad", "unstated"]


@dataclass(frozen=True)
class PaperFact:
    """A claim, what was counted, and who claims it.

    Parameters
    ----------
    group : {"Parameters", "Layers", "Shapes", "MACs"}
    name : str
        What is counted; with MACs the convention, in words.
    expected, found : str
        As they are to be shown; `found` is empty where nothing can be recomputed.
    source : str
        Where the claim stands.
    state : {"good", "bad", "unstated"}
        "unstated": whoever published the number does not say how it was counted.
    """

    group: str
    name: str
    expected: str
    found: str
    source: str
    state: State
