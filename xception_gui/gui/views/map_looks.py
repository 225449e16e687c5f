"""What decides how maps look, apart from their values: order and colours."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from xception_gui.base.feature_maps import FeatureMaps, Relevance, ShownMaps, Sort, order
from xception_gui.base.results import ByteArray, Origin

if TYPE_CHECKING:
    from xception_gui.gui.views.mosaic_blocks import Order


@dataclass(frozen=True)
class MapChoice:
    """One map that the user has chosen, with what is needed to show it.

    Parameters
    ----------
    level : uint8 array (height, width)
        Of the map, in the scale in force.
    colours : str
        Colour map for values that are not below zero.
    stale : bool
        Whether it is a map of another picture or network than those in force.
    """

    maps: FeatureMaps
    channel: int
    level: ByteArray
    colours: str
    stale: bool = False

    @property
    def place(self) -> tuple[str, int]:
        """The module whose output it is a channel of; no path where it is no module's own."""
        path, part = self.maps.path, self.maps.part
        if part in ("branch", "skip"):
            return ("", -1)
        own = part in ("output", "sum")
        return (path if own else f"{path}.{part}", self.channel)


@dataclass(frozen=True)
class Looks:
    """Order and colours.

    Parameters
    ----------
    relevances : mapping
        (path, part) → how much each of its maps says for the explained class.
    """

    sort: Sort = "strength"
    colours: str = "viridis"
    relevances: Mapping[tuple[str, str], Relevance] = field(default_factory=dict)

    def relevance(self, maps: FeatureMaps) -> Relevance | None:
        """Of exactly these maps, if it is known."""
        found = self.relevances.get((maps.path, maps.part))
        fits = found is not None and found.origin == maps.origin
        return found if fits else None

    def order(self, maps: FeatureMaps) -> Order:
        """Channels in the order wanted; while relevance is being computed the strongest first."""
        relevance = self.relevance(maps)
        wanted: Sort = "strength" if self.sort == "relevance" and relevance is None else self.sort
        return order(maps, wanted, relevance)


def choice(
    shown: ShownMaps, part: str, channel: int, colours: str, stale: bool
) -> MapChoice | None:
    """A map of a module, if the module has that part and that channel."""
    for maps, levels in zip(shown.maps.parts, shown.levels, strict=True):
        if maps.part == part and 0 <= channel < len(levels):
            return MapChoice(maps, channel, levels[channel], colours, stale)
    return None


def is_current(origin: Origin, image_id: str, state_id: str) -> bool:
    """Whether maps belong to a picture and to a network; any network where `state_id` is empty."""
    return origin.image_id == image_id and state_id in ("", origin.state_id)


def same(one: MapChoice | None, other: MapChoice | None) -> bool:
    """Whether both show the same map in the same scale and colours, and as much of it."""
    if one is None or other is None:
        return one is other
    looks = (one.channel, one.colours, one.stale)
    alike = looks == (other.channel, other.colours, other.stale)
    return alike and one.maps is other.maps and one.level.base is other.level.base
