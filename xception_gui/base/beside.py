"""Two answers side by side: one picture under two weights, or two pictures under one."""

from __future__ import annotations

from dataclasses import dataclass

from xception_gui.base.results import ByteArray, Prediction


@dataclass(frozen=True)
class Panels:
    """The same seen on both sides, and what the right one has more or less of.

    Parameters
    ----------
    left, right : uint8 array (height, width, 3)
        In colours of one scale, from 0 (from −peak with `signed`) to `peak`.
    difference : uint8 array (height, width, 3) or None
        Right − left, blue–white–red from −`apart` to `apart`; None where they have no common
        shape, or show the evidence of two classes.
    """

    left: ByteArray
    right: ByteArray
    difference: ByteArray | None
    peak: float
    apart: float
    signed: bool = False


@dataclass(frozen=True)
class Beside:
    """Both answers.

    Parameters
    ----------
    names : tuple of str
        Of the two: pictures or weights.
    label, label_right : str
        Class whose evidence `heat` shows; another one at the right where the weights there do not
        know it.
    layer : str
        Whose activation is weighed, and whose maps are shown.
    channels, channels_right : tuple of int
        The maps that are shown, in their order: the same at both sides, those that differ most,
        where both can be compared; else the strongest of each.
    """

    names: tuple[str, str]
    left: Prediction
    right: Prediction
    label: str
    label_right: str
    layer: str
    heat: Panels
    maps: Panels
    channels: tuple[int, ...]
    channels_right: tuple[int, ...]

    def change(self, label: str) -> float | None:
        """By how much a class' probability is higher at the right; None where one lacks it."""
        found = [probability_of(side, label) for side in (self.left, self.right)]
        if found[0] is None or found[1] is None:
            return None
        return found[1] - found[0]


def probability_of(prediction: Prediction, label: str) -> float | None:
    """Of a class by its name; None where the weights lack it."""
    if label not in prediction.labels:
        return None
    return float(prediction.probabilities[prediction.labels.index(label)])
