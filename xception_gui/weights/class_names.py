"""Class names that a file does not carry: ImageNet's, for a network with its thousand classes."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from xception_gui.base.class_texts import CHINESE_FILE, IMAGENET_FILE, chinese_names, class_table
from xception_gui.base.config import XceptionConfig
from xception_gui.base.results import Weights

IMAGENET = 1000
_TOLD = ("classes", "class_names", "class_to_idx", "idx_to_class", "label2id", "id2label", "labels")
_LONGEST = 200  # letters of a name
_TURNING = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"


def names_for(config: XceptionConfig) -> tuple[str, ...]:
    """ImageNet's names for 1000 classes; none (numbered classes) for any other count."""
    return tuple(name for _, name in imagenet()) if config.num_classes == IMAGENET else ()


def told_names(document: Mapping[str, Any], count: int) -> tuple[str, ...]:
    """What somebody's checkpoint or metadata call its classes; none unless it is one for each.

    Trainers keep them beside the weights or among their settings, as a list or as either table
    between names and numbers; safetensors' metadata hold that as JSON.
    """
    for place in (document, *(part for part in document.values() if isinstance(part, dict))):
        for key in _TOLD:
            names = _listed(_unpacked(place.get(key)), count)
            if names:
                return names
    return ()


def _unpacked(value: Any) -> Any:
    try:
        return json.loads(value) if isinstance(value, str) else value
    except (ValueError, RecursionError):
        return None


def _listed(value: Any, count: int) -> tuple[str, ...]:
    if not isinstance(value, dict | list | tuple) or len(value) != count:
        return ()
    if isinstance(value, dict):
        by_name = all(type(number) is int for number in value.values())
        pairs = value.items() if by_name else ((name, number) for number, name in value.items())
        names = {number: name for name, number in pairs}
        value = [names.get(number, names.get(str(number))) for number in range(count)]
    good = all(isinstance(name, str) and 0 < len(name) <= _LONGEST for name in value)
    return tuple(value) if good and len(set(value)) == count else ()


@cache
def imagenet() -> tuple[tuple[str, str], ...]:
    """WordNet id and name of each class of ILSVRC 2012, in the order of their ids."""
    return class_table(IMAGENET_FILE)


def class_names(weights: Weights) -> Iterator[tuple[str, int]]:
    """Everything that a class may be called in a data set.

    By its number only where no class is called by a number: folders 1, 2 and 3 are not 0, 1 and 2.
    """
    if not any(name.isdecimal() for name in weights.classes):
        yield from ((str(index), index) for index in range(weights.config.num_classes))
    if is_imagenet(weights):
        chinese = class_table(CHINESE_FILE)
        for index, (synset, name) in enumerate(chinese):
            yield from ((name, index), (synset, index))
    else:
        shown = chinese_names(weights.classes)
        yield from ((shown[name], index) for index, name in enumerate(weights.classes) if shown)
    yield from ((name, index) for index, name in enumerate(weights.classes))


def is_imagenet(weights: Weights) -> bool:
    """Whether its classes are ILSVRC's thousand, in the order of their WordNet ids."""
    return weights.classes == tuple(name for _, name in imagenet())


def printable(name: str) -> str:
    r"""A class' name as it may be shown: what steers a terminal or turns a line is escaped.

    A file says what its classes are called, and would else colour or forge what is printed.
    """
    return "".join(c.encode("unicode_escape").decode() if _steers(c) else c for c in name)


def _steers(character: str) -> bool:
    """Control characters, line and paragraph ends, and what reverses the text behind it."""
    return unicodedata.category(character) in ("Cc", "Zl", "Zp") or character in _TURNING


def plain(name: str) -> str:
    """A class' name without the differences between a folder's and a label.

    One of them is how a system writes "é": macOS parts the letter from its accent.
    """
    name = unicodedata.normalize("NFC", name.casefold())
    return " ".join(name.replace("_", " ").replace("-", " ").split())
