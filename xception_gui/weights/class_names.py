"""Class names that a file does not carry: ImageNet's, for a network with its thousand classes."""

from __future__ import annotations

from functools import cache

from xception_gui.base.assets import asset
from xception_gui.base.config import XceptionConfig

IMAGENET = 1000


def names_for(config: XceptionConfig) -> tuple[str, ...]:
    """ImageNet's names for 1000 classes; none (numbered classes) for any other count."""
    return tuple(name for _, name in imagenet()) if config.num_classes == IMAGENET else ()


@cache
def imagenet() -> tuple[tuple[str, str], ...]:
    """WordNet id and name of each class of ILSVRC 2012, in the order of their ids."""
    lines = asset("classes", "imagenet.tsv").read_text("utf-8").splitlines()
    rows = [line.split("\t") for line in lines if not line.startswith("#")]
    return tuple((row[0], row[1]) for row in rows)
