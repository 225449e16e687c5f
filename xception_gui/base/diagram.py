"""The paper's Figure 5 as boxes and arrows: numbers to paint, nothing painted.

`inspection.diagram` lays it out; the window and the SVG file draw the same records.
"""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass
from typing import Literal

Kind = Literal["block", "part", "inner", "skip", "sum", "more"]
Fold = Literal["", "open", "closed"]
Point = tuple[float, float]
Rect = tuple[float, float, float, float]
_BEND, _ZONE = 7.0, 20.0
_ASIDE = 3.0  # how much worse it is to go aside than to go on


@dataclass(frozen=True)
class Box:
    """A module, or several that are drawn as one.

    Parameters
    ----------
    path : str
        Of the module that a click selects.
    kind : str
        "block": a frame around what follows; "part" and "inner": a row, and one inside a row;
        "skip": a convolution beside a block; "sum": where a residual connection ends; "more":
        middle blocks that are folded, or the way to fold them.
    word, numbers : str
        What stands in it: a word or a name, and numbers.
    rect : tuple of float
        Left, top, width, height, in pixels of a 12-pixel font.
    also : tuple of str
        Paths of modules that are drawn as this box too: batch norms.
    fold : str
        Whether it can be opened or closed.
    """

    path: str
    kind: Kind
    word: str
    numbers: str
    flow: str
    rect: Rect
    also: tuple[str, ...] = ()
    fold: Fold = ""

    def label(self, word: str) -> str:
        """What is written in it, with its word in the reader's language."""
        if self.kind == "skip":
            return self.numbers
        pair = (self.numbers, word) if self.kind == "more" else (word, self.numbers)
        return " ".join(filter(None, pair))

    def holds(self, x: float, y: float) -> bool:
        """Whether the point lies in it."""
        return _within(self.rect, x, y)

    @property
    def centre(self) -> Point:
        """Its middle."""
        left, top, width, height = self.rect
        return (left + width / 2, top + height / 2)

    @property
    def fold_zone(self) -> Rect:
        """Where a click opens or closes it: a corner, or all of what does nothing else."""
        left, top, width, height = self.rect
        if self.kind == "more":
            return self.rect
        if self.kind == "block":
            return (left, top, _ZONE, _ZONE)
        return (left + width - _ZONE, top, _ZONE, min(height, _ZONE))

    def folds_at(self, x: float, y: float) -> bool:
        """Whether a click at the point opens or closes it."""
        return bool(self.fold) and _within(self.fold_zone, x, y)


@dataclass(frozen=True)
class Arrow:
    """What flows from one box to the next.

    Parameters
    ----------
    points : tuple
        Its corners, which are drawn round.
    label : str
        A shape, right of `label_at`; empty for none.
    """

    points: tuple[Point, ...]
    label: str = ""
    label_at: Point = (0.0, 0.0)
    residual: bool = False
    head: bool = True


@dataclass(frozen=True)
class Heading:
    """The name of a flow above its boxes."""

    flow: str
    at: Point


@dataclass(frozen=True)
class Diagram:
    """All of it, in the order in which it is drawn: boxes over arrows, inner ones over frames."""

    width: float
    height: float
    boxes: tuple[Box, ...]
    arrows: tuple[Arrow, ...]
    headings: tuple[Heading, ...]

    def at(self, x: float, y: float) -> Box | None:
        """The innermost box at a point."""
        return next((box for box in reversed(self.boxes) if box.holds(x, y)), None)

    def box_of(self, path: str) -> Box | None:
        """The box that a module is drawn as, or the innermost one it lies in."""
        while path:
            found = [box for box in self.boxes if path == box.path or path in box.also]
            if found:
                return found[0]
            path = path.rpartition(".")[0]
        return None

    def neighbour(self, box: Box, direction: Point) -> Box:
        """The nearest box in a direction (x, y; one of them 0, the other 1 or -1), or itself."""
        (x0, y0), (dx, dy) = box.centre, direction

        def distance(other: Box) -> float:
            x, y = other.centre[0] - x0, other.centre[1] - y0
            along, aside = x * dx + y * dy, abs(x * dy + y * dx)
            return along + _ASIDE * aside if along > 1 else math.inf

        others = [other for other in self.boxes if other.path != box.path and other.kind != "sum"]
        nearest = min(others, key=distance, default=box)
        return nearest if distance(nearest) < math.inf else box


def _within(rect: Rect, x: float, y: float) -> bool:
    left, top, width, height = rect
    return left <= x <= left + width and top <= y <= top + height


def bends(points: tuple[Point, ...]) -> tuple[tuple[Point, Point, Point], ...]:
    """For each inner corner: where its bend begins, the corner, where the bend ends."""
    triples = zip(points, points[1:], points[2:], strict=False)
    return tuple((_near(b, a), b, _near(b, c)) for a, b, c in triples)


def _near(corner: Point, other: Point) -> Point:
    """The point on the way to `other`, no further than half of it."""
    length = math.dist(corner, other) or 1.0
    part = min(_BEND / length, 0.5)
    return (
        corner[0] + part * (other[0] - corner[0]),
        corner[1] + part * (other[1] - corner[1]),
    )


def head(arrow: Arrow, size: float = 4.0) -> tuple[Point, Point, Point]:
    """The triangle at the end of an arrow: tip and two corners."""
    (x0, y0), (x1, y1) = list(itertools.pairwise(arrow.points))[-1]
    length = math.dist((x0, y0), (x1, y1)) or 1.0
    dx, dy = (x1 - x0) / length * size, (y1 - y0) / length * size
    left, right = (x1 - dx - dy / 1.6, y1 - dy + dx / 1.6), (x1 - dx + dy / 1.6, y1 - dy - dx / 1.6)
    return ((x1, y1), left, right)
