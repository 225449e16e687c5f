"""Class names that a file does not carry: ImageNet's, for a network with its thousand classes."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from xception_gui.base.class_texts import CHINESE_FILE, IMAGENET_FILE, class_table
from xception_gui.base.config import XceptionConfig
from xception_gui.base.results import Weights

IMAGENET = 1000


def names_for(config: XceptionConfig) -> tuple[str, ...]:
    """ImageNet's names for 1000 classes; none (numbered classes) for any other count."""
    return tuple(name for _, name in imagenet()) if config.num_classes == IMAGENET else ()


@cache
def imagenet() -> tuple[tuple[str, str], ...]:
    """WordNet id and name of each class of ILSVRC 2012, in the order of their ids."""
    return class_table(IMAGENET_FILE)


def class_names(weights: Weights) -> Iterator[tuple[str, int]]:
    """Everything that a class may be called in a data set, the surest name last."""
    count = weights.config.num_classes
    yield from ((str(index), index) for index in range(count))
    if is_imagenet(weights):
        chinese = class_table(CHINESE_FILE)
        for index, (synset, name) in enumerate(chinese):
            yield from ((name, index), (synset, index))
    yield from ((weights.classes[i], i) for i in reversed(range(len(weights.classes))))


def is_imagenet(weights: Weights) -> bool:
    """Whether its classes are ILSVRC's thousand, in the order of their WordNet ids."""
    return weights.classes == tuple(name for _, name in imagenet())


def plain(name: str) -> str:
    """A class' name without the differences between a folder's and a label."""
    return " ".join(name.casefold().replace("_", " ").replace("-", " ").split())
