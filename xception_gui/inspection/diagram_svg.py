"""A laid-out diagram as SVG, text that any browser opens."""

from __future__ import annotations

from collections.abc import Mapping
from xml.sax.saxutils import escape, quoteattr

from xception_gui.base.diagram import Arrow, Box, Diagram, bends, head
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

_FONT = "font-family='sans-serif'"


def as_svg(
    diagram: Diagram,
    title: str,
    words: Mapping[str, str] | None = None,
    fills: Mapping[str, str] | None = None,
) -> str:
    """The drawing as one SVG file on white.

    Parameters
    ----------
    words : mapping
        Of the English words in boxes and headings to those of another language.
    fills : mapping
        Colours of boxes by path, instead of their flow's.
    """
    words, fills = words or {}, fills or {}
    width, height = diagram.width + 2 * MARGIN, diagram.height + 2 * MARGIN
    size = f"width='{width:g}' height='{height:g}'"
    parts = [
        f"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 {width:g} {height:g}' {size}>",
        f"<title>{escape(title)}</title>",
        f"<rect {size} fill='{BASE}'/>",
        f"<g transform='translate({MARGIN} {MARGIN})' {_FONT} font-size='{LARGE}' fill='{TEXT}'>",
    ]
    for heading in diagram.headings:
        name = words.get(NAMES[heading.flow], NAMES[heading.flow])
        parts.append(_text(*heading.at, name, "font-weight='bold'"))
    frames = [box for box in diagram.boxes if box.kind == "block"]
    parts += [_box(box, words, fills) for box in frames]
    parts += [_arrow(arrow) for arrow in diagram.arrows]
    parts += [_box(box, words, fills) for box in diagram.boxes if box.kind != "block"]
    return "\n".join((*parts, "</g>", "</svg>", ""))


def _box(box: Box, words: Mapping[str, str], fills: Mapping[str, str]) -> str:
    left, top, width, height = box.rect
    flow, own = FLOWS[box.flow], fills.get(box.path)
    place = f"x='{left:g}' y='{top:g}' width='{width:g}' height='{height:g}'"
    shape = f"{place} rx='{radius(box):g}'"
    share = 1.0 if own and box.kind != "block" else tint(box)
    fill = own if own and box.kind != "block" else flow
    return "".join(
        (
            f"<g data-path={quoteattr(box.path)}><title>{escape(box.path)}</title>",
            f"<rect {shape} fill='{BASE}'/>",
            f"<rect {shape} fill='{fill}' fill-opacity='{share:g}' stroke='{flow}'/>",
            _label(box, words, own if share == 1.0 else None),
            "</g>",
        )
    )


def _label(box: Box, words: Mapping[str, str], ground: str | None) -> str:
    left, top, width, _ = box.rect
    size = text_size(box)
    style = f"font-size='{size}'"
    if box.kind == "block":
        return _text(left + 6, top + TITLE, box.word, f"{style} fill='{MUTED}'")
    middle = f"{style} text-anchor='middle'" + (f" fill='{_ink(ground)}'" if ground else "")
    shown = box.label(words.get(box.word, box.word))
    return _text(left + width / 2, top + title_height(box) / 2 + size * 0.36, shown, middle)


def _ink(ground: str) -> str:
    """Black or white, whichever is read more easily on a colour (#rrggbb)."""
    parts = (int(ground[place : place + 2], 16) / 255 for place in (1, 3, 5))
    linear = (part**2.2 for part in parts)
    light = sum(share * part for share, part in zip((0.21, 0.72, 0.07), linear, strict=True))
    return "#FFFFFF" if light < 0.179 else "#000000"


def _arrow(arrow: Arrow) -> str:
    """A line with round corners, and a head."""
    path = f"M{_pair(arrow.points[0])}"
    for before, corner, after in bends(arrow.points):
        path += f"L{_pair(before)}Q{_pair(corner)} {_pair(after)}"
    path += f"L{_pair(arrow.points[-1])}"
    line = f"<path d='{path}' fill='none' stroke='{MUTED}'/>"
    if arrow.head:
        corners = " ".join(f"{x:g},{y:g}" for x, y in head(arrow))
        line += f"<polygon points='{corners}' fill='{MUTED}'/>"
    if arrow.label:
        x, y = arrow.label_at
        line += _text(x, y + 3, arrow.label, f"font-size='{SMALL}' fill='{MUTED}'")
    return line


def _pair(point: tuple[float, float]) -> str:
    return f"{point[0]:g} {point[1]:g}"


def _text(x: float, y: float, words: str, style: str) -> str:
    return f"<text x='{x:g}' y='{y:g}' {style}>{escape(words)}</text>"
