"""Bytes → tensors and a document, for the two kinds of file that hold tensors safely.

Recognised by content, never by extension. Sizes are checked before anything is parsed; a file is
read once, so what was hashed is what is parsed and nobody can change it in between.
"""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from torch import Tensor

from xception_gui.weights.errors import Foreign, Unusable, first_line
from xception_gui.weights.pickles import check_pickle

MAX_HEADER = 8_000_000
"""Bytes of a safetensors header (22,000 class names take 0.5 MB), and of a torch file's pickle."""


@dataclass(frozen=True)
class Content:
    """What a container held; nothing of it is checked yet.

    Parameters
    ----------
    document : dict
        All that is not a tensor: a safetensors file's metadata, a torch file's whole dictionary.
    tensors : dict
        By name; empty for a torch file, whose dialect knows where in the document they are.
    """

    document: dict[str, Any]
    tensors: dict[str, Tensor]


Opener = Callable[[bytes], Content]


def opener(head: bytes) -> Opener:
    """Who reads a file that begins with `head` (16 bytes).

    Raises
    ------
    Foreign
        For every other kind of file.
    """
    if head[:4] == b"PK\x03\x04":
        return _open_torch
    if head[8:9] == b"{":
        return _open_safetensors
    raise Foreign(next((words for mark, words in _FOREIGN if head.startswith(mark)), _NOTHING))


_NOTHING = "its content is no known weights format"
_FOREIGN = (
    (b"\x89HDF\r\n\x1a\n", "it is an HDF5 file, as Keras writes"),
    (b"\x80", "it is a bare pickle, which could run code"),
    (b"GGUF", "it is a GGUF file"),
    (b"\x1f\x8b", "it is a gzip archive"),
)


def _open_safetensors(data: bytes) -> Content:
    import safetensors.torch

    document = _metadata(_header(data))
    try:
        return Content(document, safetensors.torch.load(data))
    except Exception as error:  # a hostile file may raise anything here; all of it is damage
        raise Unusable(f"its tensors are damaged ({first_line(error)})") from error


def _header(data: bytes) -> dict[str, Any]:
    """The header's JSON; its length is checked before it is parsed."""
    length = int.from_bytes(data[:8], "little")
    if length > len(data) - 8:
        raise Unusable("the file ends early, or the length of its header is damaged")
    if length > MAX_HEADER:
        raise Unusable(f"its header has {length:,} bytes, more than {MAX_HEADER:,}")
    return parse(data[8 : 8 + length], "its header")


def _metadata(header: dict[str, Any]) -> dict[str, Any]:
    metadata = header.get("__metadata__", {})
    if not isinstance(metadata, dict):
        raise Unusable("its metadata are damaged")
    return metadata


def parse(text: str | bytes, what: str) -> dict[str, Any]:
    """A JSON object, each name once, no NaN; `what` is named where it is damaged."""
    try:
        value = json.loads(text, object_pairs_hook=_once, parse_constant=_refuse_constant)
    except (ValueError, RecursionError) as error:
        raise Unusable(f"{what} is damaged ({first_line(error)})") from error
    if not isinstance(value, dict):
        raise Unusable(f"{what} is damaged")
    return value


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    names = dict(pairs)
    if len(names) != len(pairs):
        raise ValueError("a name occurs twice")
    return names


def _refuse_constant(name: str) -> float:
    raise ValueError(f"{name} is not a number")


def _open_torch(data: bytes) -> Content:
    """A file of `torch.save`; its pickle may name tensors and plain values only."""
    import torch

    _check_zip(data)
    try:
        value = torch.load(io.BytesIO(data), map_location="cpu", weights_only=True)
    except Exception as error:  # UnpicklingError, RuntimeError, UnicodeDecodeError and many more
        raise Unusable(f"its pickle is damaged or refused ({first_line(error)})") from error
    if not isinstance(value, dict):
        raise Foreign(f"it is a torch file that holds a {type(value).__name__}, not a dictionary")
    return Content(value, {})


def _check_zip(data: bytes) -> None:
    """Only what torch itself writes passes: nothing compressed (no bomb), every checksum right."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
            pickles = [entry for entry in entries if entry.filename.endswith("/data.pkl")]
            if len(pickles) != 1:
                raise Foreign("it is a zip archive that torch did not write")
            _check_entries(entries, pickles[0])
            broken = archive.testzip()
            pickled = archive.read(pickles[0])
    except (zipfile.BadZipFile, EOFError, NotImplementedError, RuntimeError, ValueError) as error:
        raise Unusable(f"its zip archive is damaged ({first_line(error)})") from error
    if broken is not None:
        raise Unusable(f"its zip archive is damaged (the checksum of {broken[:80]!r} is wrong)")
    check_pickle(pickled)


def _check_entries(entries: list[zipfile.ZipInfo], pickled: zipfile.ZipInfo) -> None:
    names = {entry.filename for entry in entries}
    if any(entry.compress_type != zipfile.ZIP_STORED for entry in entries):
        raise Unusable("it is compressed, which torch never does")
    if len(names) != len(entries):
        raise Unusable("a name occurs twice in its zip archive")
    if any(name.endswith("/constants.pkl") for name in names):
        raise Foreign("it is a TorchScript program, which runs code")
    if pickled.file_size > MAX_HEADER:
        raise Unusable(f"its pickle has more than {MAX_HEADER:,} bytes")
