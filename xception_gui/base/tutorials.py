"""Five tutorials that present themselves as Xception: what each builds, and what is said of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Claim:
    """A number as a tutorial has it, and as it is; empty where nobody says."""

    what: str
    claimed: str
    true: str


@dataclass(frozen=True)
class Stop:
    """Where a forward pass fails.

    Parameters
    ----------
    path : str
        Of the module that began and did not end.
    needed, given : int
        Channels that a convolution was made for and gets, or side of its kernel and of what
        reaches it with its padding, pixels; 0 for other reasons.
    what : {"channels", "pixels", ""}
        What they count.
    error : str
        What torch says, where it is neither.
    """

    path: str
    needed: int
    given: int
    what: Literal["channels", "pixels", ""] = "channels"
    error: str = ""

    @property
    def said(self) -> str:
        """The reason, in English."""
        if self.what == "channels":
            return f"it needs {self.needed} channels and gets {self.given}"
        if self.what == "pixels":
            return f"its kernel of {self.needed} pixels is larger than its input, {self.given}"
        return self.error


def tutorial_row(found: Tutorial) -> dict[str, object]:
    """One line of a table."""
    stop = found.stop
    return {
        "letter": found.letter,
        "builds": found.builds,
        "differs": " ".join(found.differs),
        "params": found.params,
        "torchsummary": found.summed or None,
        "modules_that_ran": found.ran,
        "stops_at": stop.path if stop else None,
        "reason": stop.said if stop else None,
    }


@dataclass(frozen=True)
class Tutorial:
    """One of the five.

    Parameters
    ----------
    builds : str
        What it says it builds.
    differs : tuple of str
        From the paper, one sentence each.
    params : int
        Trainable ones, each counted once.
    summed : int
        What torchsummary prints: parameters of a module once for each time it runs. 0 if the
        network does not run.
    claims : tuple of Claim
        Other numbers of its text.
    ran : int
        Modules that ran.
    stop : Stop or None
        Where its forward pass fails.
    """

    letter: str
    builds: str
    differs: tuple[str, ...]
    params: int = 0
    summed: int = 0
    claims: tuple[Claim, ...] = ()
    ran: int = 0
    stop: Stop | None = None
