"""What is known of a data set before a run starts, to be shown."""

from __future__ import annotations

from dataclasses import dataclass

from xception_gui.base.results import ByteArray

FEW_JUDGED = 30
"""From fewer pictures no accuracy can be read: one of them is more than three points."""


@dataclass(frozen=True)
class Checked:
    """How many of the pictures were opened so far, and which of them cannot be read.

    `unreadable` counts them; `first` has (name, cause) of a few. `total` are to be opened, of
    `listed` that the data set has.
    """

    done: int
    total: int
    unreadable: int = 0
    first: tuple[tuple[str, str], ...] = ()
    listed: int = 0


@dataclass(frozen=True)
class Estimate:
    """What a run will take.

    Parameters
    ----------
    seconds : float
        Of the whole run, with its judging.
    memory : int
        Bytes that it needs at most: learning, or judging.
    decoded, room : int
        Bytes of all pictures decoded, and bytes there are for them.
    """

    seconds: float
    memory: int
    decoded: int = 0
    room: int = 0

    @property
    def read_while(self) -> bool:
        """Whether the pictures do not fit, and are read while the run trains."""
        return self.decoded > self.room


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
        Files among those of `samples` that are no pictures; they are left out.
    samples : tuple of (str, uint8 array (height, width, 3))
        A few small pictures with the name of their class.
    reading : float
        Seconds that one thread needs to read a picture.
    """

    path: str
    name: str
    classes: tuple[tuple[str, int], ...]
    train: int
    validation: int
    unreadable: int = 0
    samples: tuple[tuple[str, ByteArray], ...] = ()
    judged: str = ""
    reading: float = 0.0

    @property
    def pictures(self) -> int:
        """All that a run opens."""
        return self.train if self.judged == self.path else self.train + self.validation

    @property
    def imbalance(self) -> float:
        """How many times more pictures the largest class has than the smallest; 1 is even."""
        counts = [count for _, count in self.classes] or [1]
        return max(counts) / max(1, min(counts))
