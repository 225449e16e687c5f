"""The pointwise half of a separable convolution: its matrix, and how many directions it uses."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from xception_gui.base.colour_maps import colour_map
from xception_gui.base.layer_cost import LayerCost, layer_costs
from xception_gui.base.results import ByteArray

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt


@dataclass(frozen=True)
class Pointwise:
    """The 1×1 convolution as a matrix that mixes channels.

    Parameters
    ----------
    levels : uint8 array (channels after, channels before)
        0 … 255 for −`largest` … `largest`; 128 is zero.
    singular : float64 array (the fewer of both,)
        Singular values, the largest first; exact to 1e-8 of the largest.
    kernel : int
        Side of the spatial half, pixels.
    spatial : int
        Weights of the spatial half: how many channels it has, and how many of them each of its
        numbers sees, is the network's choice.
    """

    levels: ByteArray
    largest: float
    singular: npt.NDArray[np.float64]
    kernel: int
    spatial: int

    def directions(self, share: float) -> int:
        """How many singular values hold a share of all energy (the sum of their squares)."""
        import numpy as np

        energy = np.cumsum(self.singular**2)
        if not energy[-1]:
            return 0
        return int(np.searchsorted(energy, share * energy[-1])) + 1

    @property
    def effective_rank(self) -> float:
        """exp of the entropy of the singular values' shares (Roy and Vetterli 2007)."""
        import numpy as np

        total = float(self.singular.sum())
        if not total:
            return 0.0
        shares = self.singular[self.singular > 0] / total
        return float(np.exp(-(shares * np.log(shares)).sum()))

    def rows(self) -> list[dict[str, float]]:
        """Each singular value with the share of all energy that it and the larger ones hold."""
        import numpy as np

        energy = np.cumsum(self.singular**2)
        shares = energy / (energy[-1] or 1.0)
        pairs = zip(self.singular.tolist(), shares.tolist(), strict=True)
        return [
            {"number": number, "singular_value": value, "energy": share}
            for number, (value, share) in enumerate(pairs, 1)
        ]

    def picture(self) -> ByteArray:
        """The matrix in blue, white and red: uint8 array (channels after, before, 3)."""
        coloured: ByteArray = colour_map("blue-white-red")[self.levels]
        return coloured

    def costs(self, size: int) -> tuple[LayerCost, LayerCost]:
        """Of an ordinary convolution in its place, and its own, for an output of `size` pixels."""
        after, before = self.levels.shape
        dense = layer_costs(before, after, self.kernel, size)[0]
        params = self.spatial + before * after
        return dense, LayerCost("separable", params, params * size**2, params / dense.params)
