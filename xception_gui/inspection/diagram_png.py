"""A laid-out diagram as PNG, without a window: the same boxes and arrows as in the SVG file."""

from __future__ import annotations

import functools
import io
from collections.abc import Callable

from PIL import Image, ImageColor, ImageDraw, ImageFont, PngImagePlugin

from xception_gui.base.diagram import Arrow, Box, Diagram, Point, bends, head
from xception_gui.inspection.diagram_looks import (
    BASE,
    FLOWS,
    LARGE,
    MARGIN,
    MUTED,
    NAMES,
    SMALL,
    TEXT,
    TITLE,
    radius,
    text_size,
    tint,
    title_height,
)

SCALE = 2
"""Pixels of the file for one of the drawing."""
_FINER, _BEND = 2, 6  # Pillow's edges are hard: drawn larger, then reduced; parts of a bend
_FONTS = ("DejaVuSans.ttf", "LiberationSans-Regular.ttf", "arial.ttf", "Arial.ttf")
_PLAIN = str.maketrans({"×": "x", "−": "-", "\N{NARROW NO-BREAK SPACE}": " "})


def as_png(diagram: Diagram, title: str) -> bytes:
    """The drawing as a PNG file on white, its title in the file's metadata."""
    width, height = (round(side) + 2 * MARGIN for side in (diagram.width, diagram.height))
    fine = SCALE * _FINER
    image = Image.new("RGB", (width * fine, height * fine), BASE)
    pen = _Pen(ImageDraw.Draw(image), fine)
    for heading in diagram.headings:
        pen.write(*heading.at, NAMES[heading.flow], LARGE, TEXT, bold=True)
    for box in (box for box in diagram.boxes if box.kind == "block"):
        pen.box(box)
    for arrow in diagram.arrows:
        pen.arrow(arrow)
    for box in (box for box in diagram.boxes if box.kind != "block"):
        pen.box(box)
    info, stream = PngImagePlugin.PngInfo(), io.BytesIO()
    info.add_itxt("Title", title)
    image.reduce(_FINER).save(stream, "PNG", pnginfo=info, optimize=True)
    return stream.getvalue()


class _Pen:
    """Draws in the diagram's units, enlarged."""

    def __init__(self, draw: ImageDraw.ImageDraw, scale: int) -> None:
        self._draw, self._scale = draw, scale

    def box(self, box: Box) -> None:
        """Frame, tint and words."""
        left, top, width, height = box.rect
        corners = (self._at(left, top), self._at(left + width, top + height))
        share = tint(box)
        self._draw.rounded_rectangle(
            corners,
            radius(box) * self._scale,
            _mixed(FLOWS[box.flow], share),
            FLOWS[box.flow],
            self._scale,
        )
        if box.kind == "block":
            self.write(left + 6, top + TITLE, box.word, SMALL, MUTED)
            return
        place = (left + width / 2, top + title_height(box) / 2)
        self.write(*place, box.label(box.word), text_size(box), TEXT, anchor="mm")

    def arrow(self, arrow: Arrow) -> None:
        """A line with round corners, a head, a shape."""
        points = [arrow.points[0]]
        for bend in bends(arrow.points):
            points += _curve(*bend)
        points.append(arrow.points[-1])
        places = [self._at(*point) for point in points]
        self._draw.line(places, MUTED, self._scale, joint="curve")
        if arrow.head:
            self._draw.polygon([self._at(*point) for point in head(arrow)], MUTED)
        if arrow.label:
            x, y = arrow.label_at
            self.write(x, y + 3, arrow.label, SMALL, MUTED)

    def write(
        self,
        x: float,
        y: float,
        words: str,
        size: int,
        colour: str,
        anchor: str = "ls",
        bold: bool = False,
    ) -> None:
        """Words on a base line that begins there, or around their middle."""
        font, readable = _font(size * self._scale)
        heavier = self._scale / 4 if bold else 0
        self._draw.text(self._at(x, y), readable(words), colour, font, anchor, stroke_width=heavier)

    def _at(self, x: float, y: float) -> Point:
        return ((x + MARGIN) * self._scale, (y + MARGIN) * self._scale)


@functools.cache
def _font(size: int) -> tuple[ImageFont.FreeTypeFont | ImageFont.ImageFont, Callable[[str], str]]:
    """A font of this machine; Pillow's own has neither × nor narrow spaces."""
    for name in _FONTS:
        try:
            return ImageFont.truetype(name, size), str
        except OSError:
            continue
    return ImageFont.load_default(size), lambda words: words.translate(_PLAIN)


def _curve(start: Point, corner: Point, end: Point) -> list[Point]:
    """Points of a round corner (a quadratic Bézier curve)."""
    steps = [step / _BEND for step in range(_BEND + 1)]
    return [
        (
            (1 - t) ** 2 * start[0] + 2 * t * (1 - t) * corner[0] + t**2 * end[0],
            (1 - t) ** 2 * start[1] + 2 * t * (1 - t) * corner[1] + t**2 * end[1],
        )
        for t in steps
    ]


def _mixed(colour: str, share: float) -> tuple[int, ...]:
    """So much of a colour on white."""
    pairs = zip(ImageColor.getrgb(BASE), ImageColor.getrgb(colour), strict=True)
    return tuple(round(a + (b - a) * share) for a, b in pairs)
