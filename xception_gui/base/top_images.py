"""Which pictures of a folder excite each channel of a module most: frozen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from xception_gui.base.problem import Problem
from xception_gui.base.results import FloatArray

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt


@dataclass(frozen=True)
class TopImage:
    """A picture, the largest value of one map for it, and where in the map that is."""

    picture: str
    value: float
    row: int
    column: int


@dataclass(frozen=True)
class TopProgress:
    """How many pictures are done; `total` of them are below the folder."""

    done: int
    total: int


@dataclass(frozen=True)
class TopImages:
    """The strongest pictures of every channel.

    Parameters
    ----------
    state_id, path : str
        Of the network, of the module.
    folder : str
        Whose pictures these are.
    pictures : tuple of str
        Files that were looked at.
    failed : tuple of str
        Files that are no readable pictures.
    values : float32 array (channels, kept)
        The largest value of a channel for each of its pictures, the largest first.
    which : int64 array (channels, kept, 3)
        Number of the picture, row and column in the map; −1 where there are fewer pictures.
    """

    state_id: str
    path: str
    folder: str
    pictures: tuple[str, ...]
    failed: tuple[str, ...]
    values: FloatArray
    which: npt.NDArray[np.int64]

    def of(self, channel: int) -> tuple[TopImage, ...]:
        """Those of one channel.

        Raises
        ------
        Problem
            ``unit-unknown`` for a channel that the module does not have.
        """
        if not 0 <= channel < len(self.values):
            shape = f"{len(self.values)}×…"
            raise Problem("unit-unknown", path=self.path, unit=channel, shape=shape)
        pairs = zip(self.values[channel].tolist(), self.which[channel].tolist(), strict=True)
        return tuple(
            TopImage(self.pictures[number], value, row, column)
            for value, (number, row, column) in pairs
            if number >= 0
        )
