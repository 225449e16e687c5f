"""An evaluation as a drawing: confusion matrix and reliability diagram, text that browsers open."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import accumulate
from typing import TYPE_CHECKING
from unicodedata import category, east_asian_width
from xml.sax.saxutils import escape

from xception_gui.base.evaluation import CalibrationBin
from xception_gui.base.numbers import exact, percent

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from xception_gui.base.results import Evaluation

AXES = "Rows: class · columns: answer · colour: share of the row"
SURE, RIGHT, CALIBRATED = (
    "Probability of the answer, %",
    "Right, %",
    "Calibrated: the bars end at the dashed line.",
)
UNTRAINED = "Untrained weights: these numbers are random"
WORDS = (AXES, SURE, RIGHT, CALIBRATED, UNTRAINED)
_BLUE, _ORANGE, _TEXT, _MUTED, _LINE = "#3B82F6", "#E0631B", "#1A1D23", "#596273", "#D5DAE1"
_SIDE, _SMALL_SIDE, _NAMES, _EDGE, _TOP = 520, 320, 130, 20, 64
_SIZE, _LARGE = 11, 16.5  # of letters; of those of the title, which are bold too
_WIDE, _CAPITAL, _NARROW = 1.0, 0.9, 0.57  # times the size
_NAMED, _COUNTED = 40, 20  # classes, up to which names and counts can be read
_TOGETHER = 500  # cells in a path: Qt reads no endless ones
_LEAST, _BEND, _DEPTHS = 0.06, 0.6, 20  # so that one picture of a thousand is seen


def evaluation_svg(
    found: Evaluation, title: str, trained: bool, words: Mapping[str, str] | None = None
) -> str:
    """One SVG file on white; only classes that occur.

    Parameters
    ----------
    title : str
        What was judged on what.
    trained : bool
        Whether the weights are; if not, it says so.
    words : mapping
        Of `WORDS` to those of another language.
    """
    words = words or {}
    places = _occurring(found.confusion)
    names = [found.classes[place] for place in places]
    left = _EDGE + (_NAMES if len(names) <= _NAMED else 0)
    top = _TOP + (_NAMES if len(names) <= _NAMED else 0)
    beside = left + _SIDE + 4 * _EDGE
    width, height = beside + _SMALL_SIDE + _EDGE, top + _SIDE + 2 * _EDGE
    five = f"top-5 of {len(found.classes)} classes" if found.has_few_classes else "top-5"
    figures = f"top-1 {percent(found.top1)} · {five} {percent(found.top5)} · loss {found.loss:.4f}"
    about = f"{figures} · n = {exact(found.count)}"
    about += "" if trained else f" · {words.get(UNTRAINED, UNTRAINED)}"
    size = f"width='{width}' height='{height}'"
    box = f"viewBox='0 0 {width} {height}' {size} font-family='sans-serif' font-size='{_SIZE}'"
    heading = _fitted(title, (width - 2 * _EDGE) / _LARGE)
    parts = (
        f"<svg xmlns='http://www.w3.org/2000/svg' {box}>",
        f"<title>{_escaped(title)}</title><rect {size} fill='#FFFFFF'/>",
        _text(_EDGE, 26, heading, f"font-size='{_SIZE + 4}' font-weight='bold'"),
        _text(_EDGE, 46, about, f"fill='{_MUTED}'"),
        f"<g transform='translate({left} {top})'>",
        *_matrix(found.confusion[places][:, places], names),
        _text(0, _SIDE + _EDGE, words.get(AXES, AXES), f"fill='{_MUTED}'"),
        f"</g><g transform='translate({beside} {top})'>",
        *_reliability(found.calibration, words),
        "</g></svg>\n",
    )
    return "\n".join(parts)


def _occurring(confusion: npt.NDArray[np.int64]) -> list[int]:
    """The classes that have pictures or were an answer."""
    return [i for i, n in enumerate((confusion.sum(0) + confusion.sum(1)).tolist()) if n]


def _matrix(confusion: npt.NDArray[np.int64], names: list[str]) -> Iterator[str]:
    """Cells of one colour are one path: a thousand classes make a file of about a megabyte."""
    import numpy as np

    count, cell = len(names), _SIDE / max(1, len(names))
    share = confusion / np.maximum(1, confusion.sum(1, keepdims=True))
    depth = np.where(confusion > 0, np.maximum(_LEAST, share**_BEND), 0)
    steps = np.ceil(depth * _DEPTHS).astype(int)
    diagonal = np.eye(count, dtype=bool)
    yield f"<g transform='scale({cell:.6g})'>"
    for colour, there in ((_BLUE, diagonal), (_ORANGE, ~diagonal)):
        for step in np.unique(steps[there & (steps > 0)]).tolist():
            cells = np.argwhere(there & (steps == step)).tolist()
            for start in range(0, len(cells), _TOGETHER):
                part = cells[start : start + _TOGETHER]
                path = "".join(f"M{column} {row}h1v1h-1z" for row, column in part)
                yield f"<path fill='{colour}' fill-opacity='{step / _DEPTHS:g}' d='{path}'/>"
    yield f"</g><rect width='{_SIDE}' height='{_SIDE}' fill='none' stroke='{_LINE}'/>"
    if count <= _COUNTED:
        for row, column in np.argwhere(confusion > 0).tolist():
            x, y = (column + 0.5) * cell, (row + 0.5) * cell + 4
            yield _text(x, y, exact(int(confusion[row, column])), "text-anchor='middle'")
    if count <= _NAMED:
        for place, name in enumerate(names):
            yield from _names(_fitted(name, _NAMES / _SIZE), (place + 0.5) * cell)


def _names(name: str, middle: float) -> Iterator[str]:
    """Beside the row and above the column."""
    yield _text(-6, middle + 4, name, "text-anchor='end'")
    yield _text(0, 4, name, f"transform='translate({middle:g} -6) rotate(-90)'")


def _fitted(words: str, room: float) -> str:
    """Cut to so many times the size of its letters, as wide as these commonly are."""
    if sum(map(_width, words)) <= room:
        return words
    ends = accumulate(map(_width, words), initial=_WIDE)  # that of the dots
    return f"{words[: sum(end <= room for end in ends) - 1]}…"


def _width(character: str) -> float:
    if east_asian_width(character) in "WF":
        return _WIDE
    return _CAPITAL if character.isupper() or character in "mw%@" else _NARROW


def _reliability(bins: tuple[CalibrationBin, ...], words: Mapping[str, str]) -> Iterator[str]:
    side = _SMALL_SIDE
    for tick in (0, 25, 50, 75, 100):
        at = side * tick / 100
        yield f"<path d='M0 {side - at:g}h{side}' stroke='{_LINE}'/>"
        yield _text(-6, side - at + 4, f"{tick}", f"text-anchor='end' fill='{_MUTED}'")
        yield _text(at, side + 16, f"{tick}", f"text-anchor='middle' fill='{_MUTED}'")
    for one in bins:
        if one.count:
            left, width = side * one.low + 1, side * (one.high - one.low) - 2
            high = max(1.0, side * one.right)
            yield (
                f"<rect x='{left:.2f}' y='{side - high:.2f}' width='{width:.2f}' "
                f"height='{high:.2f}' fill='{_BLUE}'/>"
            )
    yield f"<path d='M0 {side}L{side} 0' stroke='{_TEXT}' stroke-dasharray='5 4'/>"
    middle = f"text-anchor='middle' fill='{_MUTED}'"
    yield _text(side / 2, side + 36, words.get(SURE, SURE), middle)
    yield _text(-6, -10, words.get(RIGHT, RIGHT), f"fill='{_MUTED}'")
    yield _text(side / 2, side + 56, words.get(CALIBRATED, CALIBRATED), middle)


def _text(x: float, y: float, words: str, style: str) -> str:
    fill = "" if "fill=" in style else f" fill='{_TEXT}'"
    return f"<text x='{x:g}' y='{y:g}' {style}{fill}>{_escaped(words)}</text>"


def _escaped(words: str) -> str:
    """XML has no control characters, and UTF-8 no halves of characters."""
    return escape("".join("\N{REPLACEMENT CHARACTER}" if _is_none(c) else c for c in words))


def _is_none(character: str) -> bool:
    return category(character) in ("Cc", "Cs") or character in "\ufffe\uffff"
