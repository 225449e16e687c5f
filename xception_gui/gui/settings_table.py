"""Every setting as one table; the settings file, the dialog, menus and the palette follow it."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import Any, Literal

from xception_gui.gui.language import mark
from xception_gui.gui.views.legend import COLOURS

MOST_CLASSES = 100
MOST_THREADS = max(64, os.cpu_count() or 1)  # a file may come from a larger machine


@dataclass(frozen=True)
class Setting:
    """One setting.

    Parameters
    ----------
    id : str
        Its key in the file, and its field of `Settings`.
    group, text : str
        English, as in the dialog.
    default : str or int
    call : str
        Method of `Commands` that applies and remembers a value.
    choices : tuple of (value, English words)
        Without a number's bounds; empty: `offered` names the method of `Commands` that gives them.
    bounds : tuple of int
        Of a number; a number of 0 is called `zero` if that is not empty.
    hint : str
        One line in English, where the name does not say it all.
    """

    id: str
    group: str
    text: str
    default: Any
    call: str
    choices: tuple[tuple[str, str], ...] = ()
    offered: str = ""
    bounds: tuple[int, int] | None = None
    zero: str = ""
    hint: str = ""

    @property
    def kind(self) -> Literal["choice", "number"]:
        """How it is set."""
        return "number" if self.bounds else "choice"

    def allows(self, value: Any) -> bool:
        """Whether it may have this value; what is offered only at run time may be any text."""
        if self.bounds:
            return type(value) is int and self.bounds[0] <= value <= self.bounds[1]
        if self.offered:
            return isinstance(value, str)
        return value in [name for name, _ in self.choices]


_APPEARANCE, _COMPUTING = mark("Appearance"), mark("Computing")
_ANSWER, _COLOURS = mark("Answer"), mark("Colours")
_SYSTEM, _AUTO = mark("As the system"), mark("Automatic")
_MAPS = tuple(COLOURS.items())

TABLE: tuple[Setting, ...] = (
    Setting(
        "theme", _APPEARANCE, mark("Theme"), "system", "set_theme",
        (("system", _SYSTEM), ("light", mark("Light")), ("dark", mark("Dark"))),
    ),
    Setting(
        "language", _APPEARANCE, mark("Language"), "system", "set_language",
        (("system", _SYSTEM), ("en", "English"), ("zh_CN", "简体中文")),
    ),
    Setting(
        "device", _COMPUTING, mark("Device"), "auto", "set_device", offered="device_names",
        hint=mark("Automatic: a GPU if there is one"),
    ),
    Setting(
        "precision", _COMPUTING, mark("Precision"), "auto", "set_precision",
        (
            ("auto", _AUTO), ("float32", "float32"), ("bfloat16", "bfloat16"),
            ("float16", "float16"),
        ),
        hint=mark("Automatic: float32, the same answer everywhere"),
    ),
    Setting(
        "threads", _COMPUTING, mark("CPU threads"), 0, "set_threads", bounds=(0, MOST_THREADS),
        zero=_AUTO, hint=mark("Automatic: as many as PyTorch finds cores"),
    ),
    Setting(
        "top_k", _ANSWER, mark("Classes per answer"), 10, "set_top_k", bounds=(1, MOST_CLASSES),
        hint=mark("Rows beside the picture (10 at most), and in tables"),
    ),
    Setting("colours", _COLOURS, mark("Heat map colours"), "inferno", "set_colours", _MAPS),
    Setting(
        "map_colours", _COLOURS, mark("Feature map colours"), "viridis", "set_map_colours", _MAPS
    ),
)  # fmt: skip
BY_ID = {setting.id: setting for setting in TABLE}
