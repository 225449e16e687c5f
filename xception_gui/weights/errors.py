"""What the readers raise among themselves; `load.py` adds the file's name and makes one line."""

from __future__ import annotations

from xception_gui.base.memory import is_memory_error

NO_MEMORY = "the memory is too small for it"


class Unusable(Exception):
    """A file that is ours, or could be, but damaged or contradicting itself; the text says how.

    Attributes
    ----------
    code : str
        Of the `Problem` that it becomes: what way out there is depends on what is wrong.
    """

    code = "weights-unusable"


class Resave(Unusable):
    """It is whole, but holds more than numbers, or too much: the numbers alone would do."""

    code = "weights-resave"


class Misfit(Unusable):
    """It is whole, but its tensors are not those of its network."""

    code = "weights-misfit"


class Diverged(Unusable):
    """It is whole, but its numbers are none: another copy would be the same."""

    code = "weights-diverged"


class Foreign(Exception):
    """A file of a kind that is not read; the text says what it is."""


def refuse_lack(error: BaseException) -> None:
    """`Resave` where memory ran out: that is no damage, and another copy of the file no help."""
    if is_memory_error(error):
        raise Resave(NO_MEMORY) from error


def first_line(error: BaseException, limit: int = 160) -> str:
    """The beginning of an exception's text, for the cause in a one-line message."""
    text = str(error).partition("  (Could this error message be improved?")[0]  # torch's
    lines = text.strip().splitlines()
    return lines[0][:limit].rstrip(". ") if lines else type(error).__name__
