"""What a dialect makes of a file: tensors by our names, and what happened to each key."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from torch import Tensor

from xception_gui.weights.record import Description

How = Literal["kept", "renamed", "reshaped", "ignored"]


@dataclass(frozen=True)
class Change:
    """What became of one tensor of the file.

    Parameters
    ----------
    key : str
        Its name there.
    name : str
        Its name in our network; empty if it was ignored.
    how : str
    why : str
        For what was reshaped or ignored, in a few words.
    """

    key: str
    name: str
    how: How
    why: str = ""


@dataclass(frozen=True)
class Reading:
    """A file read by its dialect, not yet checked against the network.

    Parameters
    ----------
    description : Description
    tensors : dict
        By our names.
    changes : tuple of Change
        One for each tensor of the file, in its order.
    """

    description: Description
    tensors: dict[str, Tensor]
    changes: tuple[Change, ...]
