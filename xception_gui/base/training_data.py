"""What is known of a data set before a run starts, to be shown."""

from __future__ import annotations

from dataclasses import dataclass

from xception_gui.base.results import ByteArray


@dataclass(frozen=True)
class TrainingData:
    """Class folders that a run may learn from.

    Parameters
    ----------
    path, name : str
        Where they lie, and what the window calls them.
    classes : tuple of (str, int)
        Each class with its number of pictures.
    train, validation : int
        Pictures to learn from and pictures to judge on.
    judged : str
        Where those to judge on lie: "" are held back, `path` are the same ones.
    unreadable : int
        Files that are no pictures; they are left out.
    samples : tuple of (str, uint8 array (height, width, 3))
        A few small pictures with the name of their class.
    """

    path: str
    name: str
    classes: tuple[tuple[str, int], ...]
    train: int
    validation: int
    unreadable: int = 0
    samples: tuple[tuple[str, ByteArray], ...] = ()
    judged: str = ""

    @property
    def imbalance(self) -> float:
        """How many times more pictures the largest class has than the smallest; 1 is even."""
        counts = [count for _, count in self.classes] or [1]
        return max(counts) / max(1, min(counts))
