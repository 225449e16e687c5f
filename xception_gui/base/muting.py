"""Taking a part out of the network: what is taken out, and what the answer is without it."""

from __future__ import annotations

from dataclasses import dataclass

from xception_gui.base.results import Prediction


@dataclass(frozen=True)
class Mute:
    """What is taken out.

    Parameters
    ----------
    path : str
        Of a module.
    what : str
        "block": all of a block but its skip connection; "skip": the skip connection of a block;
        "channel": one channel of any module's output, which becomes zero.
    channel : int
        Which one; -1 for a block or a skip connection.
    """

    path: str
    what: str
    channel: int = -1

    def __str__(self) -> str:
        """``middle.block5``, ``middle.block5:skip``, ``exit.act4:17``: as it is typed."""
        end = {"block": "", "skip": ":skip", "channel": f":{self.channel}"}
        return self.path + end[self.what]


@dataclass(frozen=True)
class Muted:
    """One picture answered with and without some parts, by the same numbers otherwise.

    Parameters
    ----------
    mutes : tuple of Mute
        What was taken out for `after`.
    """

    mutes: tuple[Mute, ...]
    before: Prediction
    after: Prediction

    def row(self, index: int) -> dict[str, object]:
        """One line of a table: what a class and the first answer are without the parts."""
        first = self.after.top(1)[0]
        return {
            "muted": " ".join(map(str, self.mutes)),
            "class": self.before.row(index).label,
            "logit_change": self.change(index),
            "probability_before": float(self.before.probabilities[index]),
            "probability_after": float(self.after.probabilities[index]),
            "answer_after": first.label,
        }

    def change(self, index: int) -> float:
        """By how much the logit of a class has risen (or fallen, below zero)."""
        return float(self.after.logits[index] - self.before.logits[index])
