"""The numbers of the look: colours of both themes, data colours, distances.

A role exists in both tables. ``PAIRS`` lists which text stands on which surface; a test computes
the contrast of each.
"""

from __future__ import annotations

LIGHT: dict[str, str] = {
    "window": "#F4F5F7",
    "base": "#FFFFFF",
    "raised": "#FFFFFF",
    "canvas": "#E6E8EC",
    "line": "#DADDE3",
    "strong": "#C1C6CF",
    "hover": "#EAECF0",
    "track": "#E3E6EB",
    "text": "#1A1D23",
    "muted": "#596273",
    "faint": "#656E7D",
    "disabled": "#8C94A1",
    "accent": "#1A5CCB",
    "on_accent": "#FFFFFF",
    "soft": "#DCE8FC",
    "warning": "#7A4F00",
    "warning_surface": "#FFF3D1",
    "error": "#B3261E",
    "error_surface": "#FDE9E7",
    "good": "#1B7340",
    "good_surface": "#E3F4E8",
    "tip": "#24272D",
    "tip_text": "#F2F3F5",
}

DARK: dict[str, str] = {
    "window": "#1F2126",
    "base": "#191B1F",
    "raised": "#292C32",
    "canvas": "#131417",
    "line": "#32353C",
    "strong": "#4A4E58",
    "hover": "#2A2D33",
    "track": "#30333A",
    "text": "#E7E9ED",
    "muted": "#A3AAB6",
    "faint": "#8B93A1",
    "disabled": "#6F7581",
    "accent": "#7CB0FF",
    "on_accent": "#0B1A33",
    "soft": "#22375A",
    "warning": "#F2C661",
    "warning_surface": "#3A2F14",
    "error": "#FF9C94",
    "error_surface": "#43211F",
    "good": "#7BD69B",
    "good_surface": "#183425",
    "tip": "#EDEEF1",
    "tip_text": "#1A1D23",
}

FLOWS: dict[str, str] = {
    "entry": "#0E9C93",
    "middle": "#8A6BF2",
    "exit": "#DE6B1F",
    "classifier": "#7C8794",
}

RUNS: tuple[str, ...] = ("#3B82F6", "#E0631B", "#16A064", "#D1479B", "#B08300", "#8492A3")

PAIRS: tuple[tuple[str, str], ...] = (
    *((text, on) for text in ("text", "muted") for on in ("window", "base", "raised", "canvas")),
    *((text, on) for text in ("faint", "accent") for on in ("window", "base", "raised")),
    ("text", "hover"),
    ("text", "soft"),
    ("muted", "hover"),
    ("muted", "track"),
    ("muted", "soft"),
    ("accent", "soft"),
    ("text", "track"),
    ("text", "line"),
    ("on_accent", "accent"),
    ("warning", "warning_surface"),
    ("warning", "window"),
    ("error", "error_surface"),
    ("error", "base"),
    ("good", "good_surface"),
    ("text", "error_surface"),
    ("text", "warning_surface"),
    ("tip_text", "tip"),
)
"""(text, surface): each at least 4.5:1 in both themes."""

RADIUS, RADIUS_CARD = 6, 8
CONTROL = 28
MENU_BAND, HEADER_BAND, TOOL_BAND, STATUS_BAND = 28, 36, 40, 28
ROW_TREE, ROW_INSPECTOR = 24, 22
ICON = 16
