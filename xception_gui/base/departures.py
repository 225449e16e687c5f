"""In what an architecture is not the paper's: why its numbers cannot be the published ones."""

from __future__ import annotations

from dataclasses import dataclass

from xception_gui.base.config import PAPER_SIZE, XceptionConfig

NAMES = {
    "num_classes": "classes",
    "width": "width",
    "middle_blocks": "middle blocks",
    "strides": "strides",
    "residual": "skip connections",
    "order": "first half",
    "mid_activation": "between the halves",
    "segments": "segments",
    "hidden": "hidden layers",
    "conv_bias": "biases of convolutions",
    "stem_padding": "padding of the stem",
    "in_chans": "channels of the picture",
}
INPUT = "pixels of the input"
WORDS = {"True": "with", "False": "without", "None": "one per channel", "()": "none"}
"""Of values that are no numbers; others are said as the config says them."""


@dataclass(frozen=True)
class Departure:
    """One value of an architecture that is not the paper's.

    Parameters
    ----------
    name : str
        In words: one of `NAMES`, or `INPUT`.
    found, paper : str
        The network's and the paper's.
    """

    name: str
    found: str
    paper: str


def departures(config: XceptionConfig, pixels: int) -> tuple[Departure, ...]:
    """All values that change what the paper check counts; none for the paper's own network.

    Epsilon, momentum, dropout and the padding of poolings change no published number.

    Parameters
    ----------
    pixels : int
        Side of the picture that the network gets.
    """
    paper = XceptionConfig()
    found = [
        Departure(name, _said(getattr(config, field)), _said(getattr(paper, field)))
        for field, name in NAMES.items()
        if getattr(config, field) != getattr(paper, field)
    ]
    if pixels != PAPER_SIZE:
        found.append(Departure(INPUT, str(pixels), str(PAPER_SIZE)))
    return tuple(found)


def _said(value: object) -> str:
    if isinstance(value, tuple) and value:
        return ", ".join(map(str, value))
    plain = f"{value:g}" if isinstance(value, float) else str(value)
    return WORDS.get(plain, plain)
