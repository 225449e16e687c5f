"""The table of what is understood: who wrote the names in a file, and how they become ours.

A new dialect is one more row of `DIALECTS`: a claim and a reading.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from torch import Tensor

from xception_gui.weights import keras_files, ports, record
from xception_gui.weights.containers import parse
from xception_gui.weights.content import Content
from xception_gui.weights.errors import Foreign, Unusable
from xception_gui.weights.reading import Change, Reading
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
        What it makes of the content, not yet checked against the network.
    """

    name: str
    title: str
    claims: Callable[[Content], bool]
    read: Callable[[Content], Reading]


def dialect_of(content: Content) -> Dialect:
    """The first dialect that claims `content`.

    Raises
    ------
    Foreign, Unusable
        None does; or it holds several networks.
    """
    for dialect in DIALECTS:
        if dialect.claims(content):
            return dialect
    ports.refuse_aligned(content)
    first = next(iter(content.tensors), "")
    if not first:
        raise Foreign("it holds no tensors of an Xception")
    raise Foreign(f"its tensors are those of another network ({first[:60]!r})")


def supported() -> str:
    """The titles of all dialects, for the message."""
    return ", ".join(dict.fromkeys(dialect.title for dialect in DIALECTS))


def _read_own(content: Content) -> Reading:
    document = parse(content.document[record.KEY], "its record")
    description = record.from_document(document)
    if "crc32" in document and document["crc32"] != checksum(content.tensors):
        raise Unusable("its tensors are damaged (the checksum is wrong)")
    return _unchanged(description, content.tensors)


def _read_checkpoint(content: Content) -> Reading:
    """The averaged weights where they are complete, else the live ones.

    An average of the parameters alone lacks the batch-norm statistics that belong to it: with
    those of the live weights it answers wrongly.
    """
    document = content.document
    description = record.from_checkpoint(document)
    live = _tensors(document.get("model"), "model")
    average = document.get("ema")  # None where training keeps none; a tensor is neither yes nor no
    averaged = _tensors({} if average is None else average, "ema")
    complete = weights_of(averaged).keys() == weights_of(live).keys()
    return _unchanged(description, averaged if complete else live)


def _unchanged(description: Description, tensors: dict[str, Tensor]) -> Reading:
    changes = tuple(Change(name, name, "kept") for name in tensors)
    return Reading(description, tensors, changes)


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
    Dialect("keras", "Xception of Keras (.h5)", keras_files.claims, keras_files.read),
    *(
        Dialect(port.dialect, "of timm and its relatives (.pth, .safetensors)", claims, read)
        for port in ports.PORTS
        for claims, read in [(ports.claims(port), ports.reader(port))]
    ),
)
