"""What one layer costs: an ordinary convolution, an Inception module, a separable convolution.

The two ends and the middle of the spectrum of Chollet 2017, section 1.1 and Figures 2 to 4.
"""

from __future__ import annotations

from dataclasses import dataclass

from xception_gui.base.problem import Problem

TOWERS = 3  # of the paper's Figures 2 and 3
_MOST = 100_000


@dataclass(frozen=True)
class LayerCost:
    """One kind of layer.

    Parameters
    ----------
    layer : {"dense", "inception", "separable"}
    params : int
        Without biases and batch norms.
    macs : int
        Multiply–accumulates for one picture.
    share : float
        Of the dense layer's; parameters and MACs have the same, as the size does not change.
    """

    layer: str
    params: int
    macs: int
    share: float


def layer_costs(inside: int, outside: int, kernel: int = 3, size: int = 1) -> tuple[LayerCost, ...]:
    """Dense, Inception and separable layers that take and give the same.

    Parameters
    ----------
    inside, outside : int
        Channels before and after.
    kernel : int
        Side of the spatial kernel, pixels.
    size : int
        Side of the output map, pixels; stride 1.

    Raises
    ------
    Problem
        ``config-value`` for what is no whole number from 1 on.

    Notes
    -----
    The Inception module is that of Figure 2: three towers of a third of the channels each, a 1×1
    convolution and then a spatial one. With one tower per channel it is Figure 4: a separable
    convolution, pointwise first.
    """
    checked(inside, outside, kernel, size)
    window, area = kernel**2, size**2
    dense = window * inside * outside
    inception = inside * outside + window * sum(width**2 for width in even(outside, TOWERS))
    separable = window * inside + inside * outside
    kinds = (("dense", dense), ("inception", inception), ("separable", separable))
    return tuple(LayerCost(name, count, count * area, count / dense) for name, count in kinds)


def checked(inside: int, outside: int, kernel: int, size: int) -> None:
    """Refuse what is no layer.

    Raises
    ------
    Problem
        ``config-value`` for what is no whole number from 1 on.
    """
    for name, value in (("in", inside), ("out", outside), ("kernel", kernel), ("size", size)):
        if not 1 <= value <= _MOST:
            allowed = f"a whole number from 1 to {_MOST}"
            raise Problem(
                "config-value", field=name, value=value, cause="out of range", allowed=allowed
            )


def even(channels: int, towers: int) -> list[int]:
    """Channels of each tower, as even as they can be."""
    return [(channels + number) // towers for number in range(towers)]
