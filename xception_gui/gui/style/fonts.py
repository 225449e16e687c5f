"""Fonts of the window, as multiples of the system's own, with figures of equal width."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtGui import QFont, QFontDatabase, QFontInfo

_SCALE = {
    "small": 0.92,
    "body": 1.0,
    "bold": 1.0,
    "search": 1.17,
    "title": 1.33,
    "headline": 1.83,
    "figure": 1.83,
    "mono": 1.0,
}
_BOLD = {"bold", "title", "headline"}
_REFERENCE_PIXELS = 12  # the size at which look.md gives its distances


def font(kind: str = "body") -> QFont:
    """Font of a kind: small, body, bold, search (a large field), title, headline, figure, mono.

    Raises
    ------
    KeyError
        For another kind.
    """
    return QFont(_made(kind))


@lru_cache(maxsize=len(_SCALE))
def _made(kind: str) -> QFont:
    made = _system("mono" if kind == "mono" else "body")
    _scale(made, _SCALE[kind])
    # QPainter.setFont inherits what a font leaves open, so the weight is always set.
    made.setWeight(QFont.Weight.Bold if kind in _BOLD else QFont.Weight.Normal)
    made.setFeature(QFont.Tag("tnum"), 1)
    return made


@lru_cache(maxsize=1)
def _factor() -> float:
    return QFontInfo(_system("body")).pixelSize() / _REFERENCE_PIXELS


def px(distance: float) -> int:
    """A distance given for a 12-pixel font, in device-independent pixels for the system's font."""
    return max(1, round(distance * _factor()))


def _system(kind: str) -> QFont:
    body = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont)
    if kind == "body":
        return body
    mono = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
    _scale(mono, 1.0, like=body)
    return mono


def _scale(target: QFont, factor: float, like: QFont | None = None) -> None:
    source = like or target
    if source.pointSizeF() > 0:
        target.setPointSizeF(source.pointSizeF() * factor)
    else:
        target.setPixelSize(round(source.pixelSize() * factor))
