"""How boxes, arrows and words of a drawing look in files: on white, whatever the window's theme."""

from __future__ import annotations

from xception_gui.base.diagram import Box

FLOWS = {"entry": "#0E9C93", "middle": "#8A6BF2", "exit": "#DE6B1F", "classifier": "#7C8794"}
NAMES = {
    "entry": "Entry flow",
    "middle": "Middle flow",
    "exit": "Exit flow",
    "classifier": "Classifier",
}
BASE, TEXT, MUTED = "#FFFFFF", "#1A1D23", "#596273"
MARGIN, RADIUS, TITLE = 12, 4, 16
LARGE, SMALL = 11, 9
_TINTS = {"block": 0.05, "sum": 0.0}  # others 12 %
_SIZES = {"inner": SMALL, "skip": SMALL, "block": SMALL}


def tint(box: Box) -> float:
    """How much of its flow's colour fills a box, 0 … 1."""
    return _TINTS.get(box.kind, 0.12)


def text_size(box: Box) -> int:
    """Height of the letters in a box, pixels."""
    return _SIZES.get(box.kind, SMALL if box.rect[3] < TITLE else LARGE)


def radius(box: Box) -> float:
    """Of its corners, pixels."""
    return box.rect[3] / 2 if box.kind == "sum" else RADIUS


def title_height(box: Box) -> float:
    """Height of the room in whose middle a box's words stand, pixels."""
    return TITLE if box.fold == "open" and box.kind == "part" else box.rect[3]
