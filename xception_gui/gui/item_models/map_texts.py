"""Words for feature maps: how they are sorted and scaled, what is said of one and of all."""

from __future__ import annotations

from xception_gui.base.feature_maps import FeatureMaps
from xception_gui.base.numbers import NARROW, real
from xception_gui.gui.language import mark, tr

SORT_WORDS: dict[str, str] = {
    "strength": mark("Strongest first"),
    "index": mark("By index"),
    "mean": mark("Mean"),
    "max": mark("Maximum"),
    "variance": mark("Variance"),
    "zeros": mark("Fewest zeros"),
    "relevance": mark("Gradient × activation"),
}
SORT_HINTS: dict[str, str] = {
    "strength": mark("Largest mean of absolute values first"),
    "index": mark("As the network counts them"),
    "mean": mark("Largest mean first"),
    "max": mark("Largest value first"),
    "variance": mark("Largest variance first"),
    "zeros": mark("Smallest share of places that are exactly zero first"),
    "relevance": mark("What each map adds to the explained class, largest first"),
}
SCALE_WORDS: dict[str, str] = {
    "map": mark("Per map"),
    "layer": mark("Per layer"),
    "shared": mark("Shared"),
}
SCALE_HINTS: dict[str, str] = {
    "map": mark("The last colour is the largest value of each map"),
    "layer": mark("The last colour is the largest value of the layer"),
    "shared": mark("The last colour is the largest value of all that is shown side by side"),
}
PART_WORDS = {
    "output": mark("Output"),
    "depthwise": mark("Depthwise"),
    "activation": mark("Activation"),
    "pointwise": mark("Pointwise"),
    "dense": mark("Dense"),
    "branch": mark("Branch"),
    "skip": mark("Skip"),
    "sum": mark("Sum"),
}


def part_name(part: str) -> str:
    """What a part of a module is called, in the language in force."""
    return tr(PART_WORDS[part]) if part in PART_WORDS else part


def channel_name(channel: int) -> str:
    """Such as "Channel 214"."""
    return tr("Channel {number}", number=channel)


def share(fraction: float) -> str:
    """Whole per cent; never 0 or 100 where it is not exactly so."""
    whole = round(100 * fraction)
    if whole == 0 and fraction > 0:
        return f"<1{NARROW}%"
    if whole == 100 and fraction < 1:
        return f">99{NARROW}%"
    return f"{whole}{NARROW}%"


def spoken(maps: FeatureMaps, channel: int) -> str:
    """What a screen reader says of a map."""
    if maps.dead[channel]:
        return tr("Channel {number}, dead", number=channel)
    mean = real(float(maps.mean[channel]))
    return tr("Channel {number}, mean {mean}", number=channel, mean=mean)


def dead_words(maps: FeatureMaps) -> str:
    """How many maps are zero everywhere."""
    return tr("{count} dead", count=f"{int(maps.dead.sum()):,}")


def count_words(maps: FeatureMaps) -> str:
    """How many maps of which size."""
    count, height, width = maps.values.shape
    size = f"{width}×{height}"
    if count == 1:
        return tr("1 map of {size}", size=size)
    return tr("{count} maps of {size}", count=f"{count:,}", size=size)


def facts(maps: FeatureMaps) -> tuple[str, ...]:
    """What is said of all maps of a module, most important first."""
    zeros = float(maps.zeros.mean())
    said = [
        count_words(maps),
        dead_words(maps),
        tr("Zeros {share}", share=share(zeros)),
        tr("Max {value}", value=real(float(maps.maximum.max()))),
    ]
    if maps.signed:
        said.append(tr("Min {value}", value=real(float(maps.minimum.min()))))
    return tuple(said)


def first_words(most: int, shown: int, strongest: bool, of_flows: bool) -> str:
    """How many maps of each column are shown, and which.

    Parameters
    ----------
    most, shown : int
        Maps of the column that has most of them; how many of them are shown.
    strongest : bool
        Whether they are sorted by strength.
    of_flows : bool
        Columns are flows, else the parts of a module.
    """
    if not most:
        return ""
    if most <= shown:
        return tr("All maps of each flow") if of_flows else tr("All maps of each part")
    if strongest and of_flows:
        return tr("The {count} strongest maps of each flow", count=shown)
    if strongest:
        return tr("The {count} strongest maps of each part", count=shown)
    if of_flows:
        return tr("The first {count} maps of each flow", count=shown)
    return tr("The first {count} maps of each part", count=shown)


def rows_of(maps: FeatureMaps, channel: int, digits: int = 3) -> tuple[tuple[str, str], ...]:
    """What is said of one map: keys and values."""
    return (
        (tr("Mean"), real(float(maps.mean[channel]), digits)),
        (tr("Max"), real(float(maps.maximum[channel]), digits)),
        (tr("Zeros"), share(float(maps.zeros[channel]))),
    )


def place_words(maps: FeatureMaps, channel: int, x: int, y: int) -> str:
    """The value at a place, and where that is."""
    value = real(float(maps.values[channel, y, x]))
    if maps.values.shape[1:] == (1, 1):
        return value
    return tr("{value} at {x}, {y}", value=value, x=x, y=y)
