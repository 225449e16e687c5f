"""What the window calls a class."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from xception_gui.base.class_texts import chinese_names
from xception_gui.gui.language import language, tr

_NUMBERED = re.compile(r"class (\d+)")
_chinese: Mapping[str, str] = {}


def name_classes(classes: Sequence[str]) -> None:
    """The network in force has these: ImageNet's and CIFAR-10's have Chinese names too."""
    global _chinese
    _chinese = chinese_names(classes)


def class_words(label: str) -> str:
    """The class' name, in the window's language if it is known there; else its number."""
    if language().startswith("zh") and label in _chinese:
        return _chinese[label]
    found = _NUMBERED.fullmatch(label)
    return tr("class {number}", number=found[1]) if found else label
