"""The table of what is understood: who wrote the names in a file, and how they become ours.

A new dialect (timm, Keras, …) is one more row of `DIALECTS`: a claim and a reading.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from torch import Tensor

from xception_gui.weights import record
from xception_gui.weights.containers import Content, parse
from xception_gui.weights.errors import Foreign, Unusable
from xception_gui.weights.record import Description
from xception_gui.weights.tensors import checksum, weights_of

CHECKPOINT = "xception-gui checkpoint 1"


@dataclass(frozen=True)
class Dialect:
    """One row.

    Parameters
    ----------
    name : str
        Goes into `Weights.dialect`.
    title : str
        How the message that lists what is supported calls it.
    claims : callable
        Whether this content is of that dialect.
    read : callable
        The description and the tensors by our names, not yet checked against the network.
    """

    name: str
    title: str
    claims: Callable[[Content], bool]
    read: Callable[[Content], tuple[Description, dict[str, Tensor]]]


def read_content(content: Content) -> tuple[Dialect, Description, dict[str, Tensor]]:
    """The first dialect that claims `content`, and what it reads.

    Raises
    ------
    Foreign, Unusable
        No dialect claims it; the one that does finds it damaged.
    """
    for dialect in DIALECTS:
        if dialect.claims(content):
            return (dialect, *dialect.read(content))
    raise Foreign("its tensors carry no record of this program")


def supported() -> str:
    """The titles of all dialects, for the message."""
    return ", ".join(dialect.title for dialect in DIALECTS)


def _read_own(content: Content) -> tuple[Description, dict[str, Tensor]]:
    document = parse(content.document[record.KEY], "its record")
    description = record.from_document(document)
    if "crc32" in document and document["crc32"] != checksum(content.tensors):
        raise Unusable("its tensors are damaged (the checksum is wrong)")
    return description, content.tensors


def _read_checkpoint(content: Content) -> tuple[Description, dict[str, Tensor]]:
    """The averaged weights where they are complete, else the live ones.

    An average of the parameters alone lacks the batch-norm statistics that belong to it: with
    those of the live weights it answers wrongly.
    """
    document = content.document
    description = record.from_checkpoint(document)
    live = _tensors(document.get("model"), "model")
    averaged = _tensors(document.get("ema") or {}, "ema")
    complete = weights_of(averaged).keys() == weights_of(live).keys()
    return description, averaged if complete else live


def _tensors(value: Any, name: str) -> dict[str, Tensor]:
    plain = isinstance(value, dict) and all(isinstance(key, str) for key in value)
    if not plain or not all(isinstance(tensor, Tensor) for tensor in value.values()):
        raise Unusable(f"its entry {name!r} is no dictionary of tensors")
    return dict(value)


DIALECTS = (
    Dialect(
        "own",
        "weights saved by xception-gui (.safetensors)",
        lambda content: record.KEY in content.document,
        _read_own,
    ),
    Dialect(
        "checkpoint",
        "its training checkpoints (.pt)",
        lambda content: content.document.get("format") == CHECKPOINT,
        _read_checkpoint,
    ),
)
