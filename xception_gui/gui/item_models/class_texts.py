"""What the window calls a class."""

from __future__ import annotations

import re

from xception_gui.gui.language import tr

_NUMBERED = re.compile(r"class (\d+)")


def class_words(label: str) -> str:
    """The class' name as its weights give it; one without a name is told by its number."""
    found = _NUMBERED.fullmatch(label)
    return tr("class {number}", number=found[1]) if found else label
