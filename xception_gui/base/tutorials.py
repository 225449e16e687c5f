"""Five tutorials that present themselves as Xception: what each builds, and what is said of it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Claim:
    """A number as a tutorial has it, and as it is; empty where nobody says."""

    what: str
    claimed: str
    true: str


@dataclass(frozen=True)
class Stop:
    """Where a forward pass fails: a convolution gets other channels than it was made for."""

    path: str
    needed: int
    given: int


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
